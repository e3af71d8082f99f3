package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of a response, and makes of them the one message that chat completions would
 * have: reasoning items become parts of its content, unmodified; calls of tools its {@code
 * tool_calls}.
 */
final class ResponsesAnswer {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thoughts = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final ArrayNode thinking = Json.array();
  private final ArrayNode citations = Json.array();
  private final ArrayNode toolCalls = Json.array();
  private final ArrayNode others = Json.array();
  private final Set<String> answered = new HashSet<>();
  private boolean hasText;

  private ResponsesAnswer() {}

  static Answer decode(JsonNode body) {
    ResponsesAnswer answer = new ResponsesAnswer();
    for (JsonNode item : body.path("output")) {
      if (item.path("type").asText("").equals("function_call_output")) {
        answer.answered.add(item.path("call_id").asText(""));
      }
    }
    body.path("output").forEach(answer::add);
    return answer.in(body);
  }

  private void add(JsonNode item) {
    switch (item.path("type").asText("message")) {
      case "message" -> message(item.path("content"));
      case "reasoning" -> reasoning(item);
      case "function_call" -> {
        // What an agent has called itself is not for the caller to call.
        if (!answered.contains(item.path("call_id").asText(""))) {
          call(item);
        } else {
          others.add(item);
        }
      }
      default -> others.add(item);
    }
  }

  private void message(JsonNode content) {
    if (content.isTextual()) {
      hasText = true;
      text.append(content.asText());
    }
    for (JsonNode part : content) {
      switch (part.path("type").asText("")) {
        case "output_text", "text" -> {
          hasText = true;
          text.append(part.path("text").asText(""));
          if (part.path("annotations").isArray()) {
            citations.addAll((ArrayNode) part.get("annotations"));
          }
        }
        case "refusal" -> refusal.append(part.path("refusal").asText(""));
        default -> others.add(part);
      }
    }
  }

  private void reasoning(JsonNode item) {
    thinking.add(item);
    // Open models give their reasoning itself; then its summary would repeat it.
    boolean readable = false;
    for (JsonNode part : item.path("content")) {
      readable |= part.hasNonNull("text");
      thoughts.append(part.path("text").asText(""));
    }
    for (JsonNode summary : readable ? Json.array() : item.path("summary")) {
      thoughts.append(summary.path("text").asText(""));
    }
  }

  private void call(JsonNode item) {
    ObjectNode call = toolCalls.addObject();
    call.put("id", item.path("call_id").asText(item.path("id").asText("")));
    call.put("type", "function");
    String arguments = item.path("arguments").asText("");
    call.putObject("function")
        .put("name", item.path("name").asText(""))
        .put("arguments", arguments.isEmpty() ? "{}" : arguments);
  }

  private Answer in(JsonNode body) {
    return new Answer(
        hasText ? text.toString() : null,
        thoughts.length() == 0 ? null : thoughts.toString(),
        finishReason(body),
        Json.text(body.get("model")),
        UsageWire.read(body.get("usage")),
        new AnswerDetails(
            refusal.length() == 0 ? null : refusal.toString(),
            AnswerParts.filled(toolCalls),
            AnswerParts.filled(thinking),
            AnswerParts.filled(citations),
            replay(),
            output(body),
            null));
  }

  private @Nullable String finishReason(JsonNode body) {
    String status = Json.text(body.get("status"));
    if ("incomplete".equals(status)) {
      String reason = Json.text(body.path("incomplete_details").get("reason"));
      return "max_output_tokens".equals(reason) ? "length" : reason == null ? status : reason;
    }
    if (!toolCalls.isEmpty()) {
      return "tool_calls";
    }
    // Agents give no status.
    return status == null || status.equals("completed") ? "stop" : status;
  }

  private String replay() {
    ObjectNode message = Json.object().put("role", "assistant");
    if (thinking.isEmpty()) {
      message.put("content", hasText ? text.toString() : null);
    } else {
      ArrayNode content = message.putArray("content").addAll(thinking);
      if (hasText) {
        content.addObject().put("type", "text").put("text", text.toString());
      }
    }
    if (refusal.length() > 0) {
      message.put("refusal", refusal.toString());
    }
    if (!toolCalls.isEmpty()) {
      message.set("tool_calls", toolCalls);
    }
    return Json.string(message);
  }

  private @Nullable String output(JsonNode body) {
    JsonNode custom = body.get("custom_outputs");
    if (Json.present(custom) && !(custom != null && custom.isEmpty() && custom.isObject())) {
      return Json.string(custom);
    }
    return AnswerParts.filled(others);
  }
}
