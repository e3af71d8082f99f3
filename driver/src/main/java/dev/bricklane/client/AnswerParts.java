package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a message of chat completions holds, gathered part by part. Not thread-safe. */
final class AnswerParts {
  private final ArrayNode thinking = Json.array();
  private final ArrayNode citations = Json.array();
  private @Nullable StringBuilder text;
  private @Nullable StringBuilder thoughts;
  private @Nullable StringBuilder refusal;

  /** Gathers a whole message. */
  static AnswerParts of(JsonNode message) {
    AnswerParts parts = new AnswerParts();
    JsonNode content = message.path("content");
    if (content.isArray()) {
      content.forEach(parts::add);
    } else {
      parts.text = append(null, content);
    }
    // Not Databricks' own, but what LiteLLM's proxy, vLLM and other gateways make of reasoning.
    if (parts.thoughts == null) {
      parts.thoughts = append(null, message.get("reasoning_content"));
    }
    if (parts.thoughts == null) {
      parts.thoughts = append(null, message.get("reasoning"));
    }
    if (parts.thinking.isEmpty() && message.path("thinking_blocks").isArray()) {
      parts.thinking.addAll((ArrayNode) message.get("thinking_blocks"));
    }
    parts.refusal = append(parts.refusal, message.get("refusal"));
    parts.cite(message.path("annotations"));
    return parts;
  }

  private void add(JsonNode part) {
    switch (part.path("type").asText("")) {
      case "reasoning" -> {
        thinking.add(part);
        for (JsonNode summary : part.path("summary")) {
          // summary_encrypted_text has data instead of a text that could be read
          thoughts = append(thoughts, summary.get("text"));
        }
      }
      case "thinking" -> {
        thinking.add(part);
        thoughts = append(thoughts, part.get("thinking"));
      }
      case "redacted_thinking" -> thinking.add(part);
      case "text", "output_text" -> {
        text = append(text, part.get("text"));
        cite(part.path("citations"));
        cite(part.path("annotations"));
      }
      case "refusal" -> refusal = append(refusal, part.get("refusal"));
      default -> {
        // images and the like have no text
      }
    }
  }

  private void cite(JsonNode list) {
    if (list.isArray()) {
      citations.addAll((ArrayNode) list);
    }
  }

  @Nullable String text() {
    return text == null ? null : text.toString();
  }

  @Nullable String reasoning() {
    return thoughts == null ? null : thoughts.toString();
  }

  @Nullable String refusal() {
    return refusal == null || refusal.isEmpty() ? null : refusal.toString();
  }

  @Nullable String thinking() {
    return filled(thinking);
  }

  @Nullable String citations() {
    return filled(citations);
  }

  /** Returns a list as JSON; null if it is none, or empty. */
  static @Nullable String filled(@Nullable JsonNode list) {
    return list != null && list.isArray() && !list.isEmpty() ? Json.string(list) : null;
  }

  /**
   * Returns a message as it is to be sent back: as it came, without the fields that are null, which
   * requests need not take.
   */
  static String replay(JsonNode message) {
    ObjectNode copy = Json.object();
    copy.put("role", "assistant");
    message
        .properties()
        .forEach(field -> {
          if (Json.present(field.getValue()) || field.getKey().equals("content")) {
            copy.set(field.getKey(), field.getValue());
          }
        });
    return Json.string(copy);
  }

  private static @Nullable StringBuilder append(
      @Nullable StringBuilder builder, @Nullable JsonNode node) {
    String piece = Json.text(node);
    if (piece == null) {
      return builder;
    }
    return (builder == null ? new StringBuilder() : builder).append(piece);
  }
}
