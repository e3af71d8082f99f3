package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes a message of Anthropic's as the events of a stream. */
final class AnthropicEvents {
  private final StringBuilder text = new StringBuilder();
  private ObjectNode current = JsonNodeFactory.instance.objectNode();

  private AnthropicEvents() {}

  static String events(ObjectNode message) {
    AnthropicEvents events = new AnthropicEvents();
    ObjectNode start = message.deepCopy().putNull("stop_reason");
    start.putArray("content");
    ((ObjectNode) start.path("usage")).put("output_tokens", 1);
    ObjectNode begun = event("message_start");
    begun.set("message", start);
    events.add(begun);
    events.add(event("ping"));
    int index = 0;
    for (JsonNode block : message.path("content")) {
      events.block(index++, block);
    }
    ObjectNode ended = event("message_delta");
    ended
        .putObject("delta")
        .put("stop_reason", message.path("stop_reason").asText())
        .putNull("stop_sequence");
    ended
        .putObject("usage")
        .put("output_tokens", message.path("usage").path("output_tokens").asInt());
    events.add(ended);
    events.add(event("message_stop"));
    return events.text.toString();
  }

  private void block(int index, JsonNode block) {
    String type = block.path("type").asText();
    ObjectNode start = event("content_block_start").put("index", index);
    ObjectNode empty = block.deepCopy();
    switch (type) {
      case "text" -> empty.put("text", "");
      case "thinking" -> empty.put("thinking", "").put("signature", "");
      case "tool_use" -> empty.putObject("input");
      default -> {}
    }
    start.set("content_block", empty);
    add(start);
    switch (type) {
      case "text" -> deltas(index, "text_delta", "text", block.path("text").asText());
      case "thinking" -> {
        deltas(index, "thinking_delta", "thinking", block.path("thinking").asText());
        delta(index, "signature_delta").put("signature", block.path("signature").asText());
        add(current);
      }
      case "tool_use" ->
          deltas(index, "input_json_delta", "partial_json", block.path("input").toString());
      default -> {}
    }
    add(event("content_block_stop").put("index", index));
  }

  private ObjectNode delta(int index, String type) {
    current = event("content_block_delta").put("index", index);
    return current.putObject("delta").put("type", type);
  }

  private void deltas(int index, String type, String field, String whole) {
    for (String piece : Tokens.split(whole)) {
      delta(index, type).put(field, piece);
      add(current);
    }
  }

  private void add(ObjectNode event) {
    text.append("event: ").append(event.path("type").asText()).append('\n');
    text.append("data: ").append(event).append("\n\n");
  }

  private static ObjectNode event(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
