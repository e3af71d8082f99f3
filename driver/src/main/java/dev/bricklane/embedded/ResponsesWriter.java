package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.embedded.ModelAnswer.Finish;
import dev.bricklane.embedded.ModelAnswer.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** Writes an answer as a response: its items, and the object around them. */
final class ResponsesWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ServedEndpoint endpoint;
  private final Fields fields;
  private final ModelAnswer answer;
  private final String id = itemId("resp_");
  private final long created = System.currentTimeMillis() / 1000;

  ResponsesWriter(ServedEndpoint endpoint, Fields fields, ModelAnswer answer) {
    this.endpoint = endpoint;
    this.fields = fields;
    this.answer = answer;
  }

  boolean incomplete() {
    return answer.finish() == Finish.LENGTH || answer.finish() == Finish.CONTENT_FILTER;
  }

  /** Makes the response before its first item. */
  ObjectNode begun() {
    ObjectNode body = start("in_progress");
    body.putArray("output");
    return body.putNull("usage");
  }

  /** Makes the response with these items. */
  ObjectNode ended(List<ObjectNode> items) {
    ObjectNode body = start(incomplete() ? "incomplete" : "completed");
    if (incomplete()) {
      body.putObject("incomplete_details")
          .put("reason", answer.finish() == Finish.LENGTH ? "max_output_tokens" : "content_filter");
    }
    body.putArray("output").addAll(items);
    TokenUse use = answer.usage();
    ObjectNode usage = body.putObject("usage");
    usage.put("input_tokens", use.prompt()).put("output_tokens", use.completion());
    usage.put("total_tokens", use.total());
    usage.putObject("input_tokens_details").put("cached_tokens", use.cacheRead());
    usage.putObject("output_tokens_details").put("reasoning_tokens", use.reasoning());
    return body;
  }

  /** Makes the items of the answer, whole. */
  List<ObjectNode> items() {
    List<ObjectNode> items = new ArrayList<>();
    Thought thought = answer.thought();
    if (thought != null) {
      ObjectNode item = NODES.objectNode().put("type", "reasoning").put("id", itemId("rs_"));
      item.putArray("summary").addObject().put("type", "summary_text").put("text", thought.text());
      for (JsonNode wanted : include()) {
        if (wanted.asText().equals("reasoning.encrypted_content")) {
          item.put("encrypted_content", thought.encrypted());
        }
      }
      items.add(item);
    }
    if (answer.calls().isEmpty()) {
      ObjectNode item = NODES.objectNode().put("type", "message").put("id", itemId("msg_"));
      item.put("role", "assistant").put("status", incomplete() ? "incomplete" : "completed");
      item.putArray("content").add(part());
      items.add(item);
    }
    for (ToolCall call : answer.calls()) {
      ObjectNode item = NODES.objectNode().put("type", "function_call").put("id", itemId("fc_"));
      item.put("call_id", call.id()).put("name", call.name());
      items.add(item.put("arguments", call.arguments()).put("status", "completed"));
    }
    return items;
  }

  private JsonNode include() {
    JsonNode include = fields.get("include");
    return include == null ? NODES.arrayNode() : include;
  }

  private ObjectNode part() {
    if (answer.refusal() != null) {
      return NODES.objectNode().put("type", "refusal").put("refusal", answer.refusal());
    }
    ObjectNode part = NODES.objectNode().put("type", "output_text").put("text", answer.text());
    ArrayNode annotations = part.putArray("annotations");
    if (answer.cited() != null) {
      annotations
          .addObject()
          .put("type", "url_citation")
          .put("url", "https://example.com/prompt")
          .put("title", "The prompt")
          .put("start_index", 0)
          .put("end_index", answer.text().length());
    }
    return part;
  }

  private ObjectNode start(String status) {
    ObjectNode body = NODES.objectNode().put("id", id).put("object", "response");
    body.put("created_at", created).put("model", endpoint.name()).put("status", status);
    body.putNull("error").putNull("incomplete_details");
    for (String echoed : List.of("instructions", "max_output_tokens", "temperature", "top_p")) {
      body.set(echoed, fields.get(echoed));
    }
    JsonNode choice = fields.get("tool_choice");
    body.set("tool_choice", choice == null ? NODES.textNode("auto") : choice);
    JsonNode tools = fields.get("tools");
    body.set("tools", tools == null ? NODES.arrayNode() : tools);
    JsonNode metadata = fields.get("metadata");
    body.set("metadata", metadata == null ? NODES.objectNode() : metadata);
    JsonNode parallel = fields.get("parallel_tool_calls");
    return body.put("parallel_tool_calls", parallel == null || parallel.asBoolean());
  }

  /** Longer than the 64 characters that are taken back, as the real ones are. */
  private static String itemId(String prefix) {
    return prefix + RandomText.hex(72);
  }
}
