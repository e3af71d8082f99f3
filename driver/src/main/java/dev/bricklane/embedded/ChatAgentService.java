package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers the agents of the task {@code agent/v2/chat}: messages in, messages out, and no choices.
 * Thread-safe.
 */
final class ChatAgentService {
  private final Answerer answerer;

  ChatAgentService(Answerer answerer) {
    this.answerer = answerer;
  }

  Reply answer(ServedEndpoint endpoint, Fields fields) {
    ChatMessages messages = ChatMessages.read(fields, endpoint.family());
    Sampling sampling = Sampling.read(fields);
    Ask ask =
        new Ask(messages.conversation(), AnswerFormat.TEXT, ToolUse.NONE, sampling, false, false);
    ModelAnswer answer = answerer.answer(endpoint, ask);
    String id = "run-" + RandomText.uuid();
    JsonNode custom = fields.get("custom_inputs");
    if (!sampling.stream()) {
      ObjectNode body = object().put("id", id);
      body.putArray("messages").add(message(id, answer.text()));
      body.set("custom_outputs", custom);
      return ModelReply.json(endpoint, body);
    }
    List<ObjectNode> chunks = new ArrayList<>();
    for (String piece : Tokens.split(answer.text())) {
      ObjectNode chunk = object().put("id", id);
      chunk.set("delta", message(id, piece));
      chunk.set("custom_outputs", custom);
      chunks.add(chunk);
    }
    return ModelReply.events(endpoint, chunks);
  }

  private static ObjectNode message(String id, String text) {
    return object().put("role", "assistant").put("content", text).put("id", id);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
