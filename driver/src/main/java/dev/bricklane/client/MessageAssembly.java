package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a message together out of its deltas.
 *
 * <p>Content comes as texts, or, where there is reasoning, citations or an image, as lists of parts
 * before and between them; then the whole content is a list, as that of a whole answer.
 */
final class MessageAssembly {
  private final Consumer<ChatDelta> deltas;
  private final ObjectNode message = Json.object();
  private final ArrayNode parts = Json.array();
  private final ToolCallAssembly toolCalls = new ToolCallAssembly();
  private final ThinkingAssembly thinking = new ThinkingAssembly();
  private final Map<String, StringBuilder> growing = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();
  private boolean hasText;

  // Texts grow beside the JSON that they belong to: within it, each piece would copy the whole.
  private @Nullable ObjectNode textPart;
  private @Nullable ObjectNode summary;
  private final StringBuilder summaryText = new StringBuilder();

  MessageAssembly(Consumer<ChatDelta> deltas) {
    this.deltas = deltas;
    message.put("role", "assistant");
    message.putNull("content");
  }

  void accept(JsonNode delta) {
    for (Map.Entry<String, JsonNode> field : delta.properties()) {
      JsonNode value = field.getValue();
      if (!Json.present(value)) {
        continue;
      }
      switch (field.getKey()) {
        case "content" -> content(value);
        case "tool_calls" -> value.forEach(toolCalls::accept);
        case "thinking_blocks" -> value.forEach(thinking::accept);
        case "reasoning_content", "reasoning", "refusal" -> grow(field.getKey(), value);
        default -> {
          if (value.isArray() && message.path(field.getKey()).isArray()) {
            ((ArrayNode) message.get(field.getKey())).addAll((ArrayNode) value);
          } else {
            message.set(field.getKey(), value.deepCopy());
          }
        }
      }
    }
  }

  JsonNode whole() {
    if (parts.isEmpty() && textPart == null) {
      // Streams begin with an empty text, which a whole answer that is a refusal has not.
      if (hasText && !(text.length() == 0 && growing.containsKey("refusal"))) {
        message.put("content", text.toString());
      }
    } else {
      endText();
      endSummary();
      message.set("content", parts);
    }
    growing.forEach((name, value) -> message.put(name, value.toString()));
    if (!thinking.isEmpty()) {
      message.set("thinking_blocks", thinking.whole());
    }
    if (!toolCalls.isEmpty()) {
      message.set("tool_calls", toolCalls.whole());
    }
    return message;
  }

  private void grow(String name, JsonNode value) {
    if (!value.isTextual()) {
      message.set(name, value);
      return;
    }
    String more = value.asText();
    growing.computeIfAbsent(name, key -> new StringBuilder()).append(more);
    if (!name.equals("refusal") && !more.isEmpty()) {
      deltas.accept(new ChatDelta("", more));
    }
  }

  private void content(JsonNode content) {
    if (content.isTextual()) {
      text(content.asText());
      return;
    }
    for (JsonNode part : content) {
      switch (part.path("type").asText("")) {
        case "text", "output_text" -> textPart(part);
        case "reasoning" -> {
          endText();
          reasoning(part);
        }
        default -> {
          if (part.isObject()) {
            endText();
            endSummary();
            parts.add(part.deepCopy());
          }
        }
      }
    }
  }

  private void text(String more) {
    endSummary();
    hasText = true;
    text.append(more);
    if (!more.isEmpty()) {
      deltas.accept(new ChatDelta(more, ""));
    }
  }

  /** A part of text adds its text to what grows, and to that its other fields. */
  private void textPart(JsonNode part) {
    if (textPart == null) {
      textPart = Json.object();
      textPart.put("type", part.path("type").asText());
    }
    for (Map.Entry<String, JsonNode> field : part.properties()) {
      JsonNode value = field.getValue();
      if (field.getKey().equals("text")) {
        text(value.asText(""));
      } else if (value.isArray() && textPart.path(field.getKey()).isArray()) {
        ((ArrayNode) textPart.get(field.getKey())).addAll((ArrayNode) value);
      } else if (Json.present(value)) {
        textPart.set(field.getKey(), value.deepCopy());
      }
    }
  }

  private void endText() {
    if (hasText || textPart != null) {
      ObjectNode part = textPart == null ? Json.object().put("type", "text") : textPart;
      part.put("text", text.toString());
      parts.add(part);
    }
    textPart = null;
    hasText = false;
    text.setLength(0);
  }

  private void reasoning(JsonNode delta) {
    JsonNode last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
    ObjectNode part;
    if (last instanceof ObjectNode open && open.path("type").asText().equals("reasoning")) {
      part = open;
    } else {
      part = parts.addObject();
      part.put("type", "reasoning");
      part.putArray("summary");
    }
    for (Map.Entry<String, JsonNode> field : delta.properties()) {
      if (!field.getKey().equals("summary") && Json.present(field.getValue())) {
        part.set(field.getKey(), field.getValue());
      }
    }
    for (JsonNode piece : delta.path("summary")) {
      summary((ArrayNode) part.get("summary"), piece);
    }
  }

  private void summary(ArrayNode summaries, JsonNode delta) {
    String more = delta.path("text").asText("");
    String signature = delta.path("signature").asText("");
    boolean readable = delta.path("type").asText("").equals("summary_text");
    if (!more.isEmpty()) {
      deltas.accept(new ChatDelta("", more));
    }
    // A signature ends an entry: what follows with a text is the next one.
    if (!readable || (summary != null && summary.has("signature") && !more.isEmpty())) {
      endSummary();
    }
    ObjectNode entry = summary == null ? summaries.addObject() : summary;
    for (Map.Entry<String, JsonNode> field : delta.properties()) {
      if (!field.getKey().equals("signature")) {
        entry.set(field.getKey(), field.getValue());
      }
    }
    if (!signature.isEmpty()) {
      entry.put("signature", signature);
    }
    if (readable) {
      summary = entry;
      summaryText.append(more);
    }
  }

  private void endSummary() {
    if (summary != null) {
      summary.put("text", summaryText.toString());
    }
    summary = null;
    summaryText.setLength(0);
  }
}
