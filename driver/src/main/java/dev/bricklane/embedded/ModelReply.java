package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The parts that the models' answers share. */
final class ModelReply {
  private ModelReply() {}

  /** Starts an answer, or a chunk of one. */
  static ObjectNode start(String id, String object, long created, ServedEndpoint endpoint) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", id).put("object", object).put("created", created);
    return node.put("model", endpoint.name());
  }

  /** Puts token counts that add up. */
  static void usage(ObjectNode node, int promptTokens, int completionTokens) {
    node.putObject("usage")
        .put("prompt_tokens", promptTokens)
        .put("completion_tokens", completionTokens)
        .put("total_tokens", promptTokens + completionTokens);
  }

  static Reply json(ServedEndpoint endpoint, ObjectNode body) {
    return Reply.json(200, body.toString()).withHeader("served-model-name", endpoint.name());
  }

  /** Makes an event stream that ends with {@code [DONE]}. */
  static Reply events(ServedEndpoint endpoint, List<ObjectNode> chunks) {
    StringBuilder events = new StringBuilder();
    chunks.forEach(chunk -> events.append("data: ").append(chunk).append("\n\n"));
    events.append("data: [DONE]\n\n");
    return Reply.events(events.toString()).withHeader("served-model-name", endpoint.name());
  }

  /** Refuses a prompt that the endpoint cannot hold. GUESS: no public capture shows the words. */
  static void checkContext(ServedEndpoint endpoint, String field, int tokens) {
    if (tokens > endpoint.contextTokens()) {
      throw WireError.badRequest(
          field,
          "The maximum context length of "
              + endpoint.name()
              + " is "
              + endpoint.contextTokens()
              + " tokens, but the input has "
              + tokens
              + " tokens. Please shorten the input.");
    }
  }
}
