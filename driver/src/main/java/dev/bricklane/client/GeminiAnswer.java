package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code candidates}, and makes of the first the message that chat completions would have:
 * thoughts become reasoning parts, calls of functions {@code tool_calls} whose ids are the
 * functions' names, as on Databricks' own surface. Signatures stay with their parts.
 */
final class GeminiAnswer {
  private static final String SIGNATURE = "thoughtSignature";

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thoughts = new StringBuilder();
  private final ArrayNode content = Json.array();
  private final ArrayNode thinking = Json.array();
  private final ArrayNode toolCalls = Json.array();
  private boolean hasText;
  private boolean plain = true;

  private GeminiAnswer() {}

  static Answer decode(JsonNode whole) {
    // Without alt=sse a stream is one list of all its pieces; a proxy may answer so.
    JsonNode body = whole.isArray() ? assembled(whole) : whole;
    JsonNode candidate = body.path("candidates").path(0);
    String blocked = Json.text(body.path("promptFeedback").get("blockReason"));
    if (!candidate.isObject() && blocked == null) {
      throw new UnreadableAnswer("has no candidates");
    }
    GeminiAnswer answer = new GeminiAnswer();
    candidate.path("content").path("parts").forEach(answer::add);
    return answer.in(body, candidate, blocked);
  }

  private static JsonNode assembled(JsonNode pieces) {
    GeminiAssembly assembly = new GeminiAssembly(delta -> {});
    assembly.accept("", pieces);
    return assembly.whole(true);
  }

  private void add(JsonNode part) {
    if (part.path("functionCall").isObject()) {
      call(part);
    } else if (part.hasNonNull("text")) {
      if (part.path("thought").asBoolean(false)) {
        thought(part);
      } else {
        hasText = true;
        text.append(part.path("text").asText(""));
        ObjectNode copy = content.addObject().put("type", "text");
        copy.set("text", part.get("text"));
        sign(copy, SIGNATURE, part);
      }
    } else if (part.path("inlineData").isObject()) {
      plain = false;
      content
          .addObject()
          .put("type", "image")
          .put(
              "image_url",
              "data:"
                  + part.get("inlineData").path("mimeType").asText("")
                  + ";base64,"
                  + part.get("inlineData").path("data").asText(""));
    } else if (part.isObject()) {
      plain = false;
      content.add(part);
    }
  }

  private void thought(JsonNode part) {
    plain = false;
    thoughts.append(part.path("text").asText(""));
    ObjectNode reasoning = content.addObject().put("type", "reasoning");
    ObjectNode summary = reasoning.putArray("summary").addObject().put("type", "summary_text");
    summary.set("text", part.get("text"));
    sign(summary, "signature", part);
    thinking.add(reasoning);
  }

  private void call(JsonNode part) {
    JsonNode asked = part.get("functionCall");
    String name = asked.path("name").asText("");
    ObjectNode call = toolCalls.addObject();
    call.put("id", asked.path("id").asText(name));
    call.put("type", "function");
    call.putObject("function")
        .put("name", name)
        .put("arguments", asked.path("args").isObject() ? Json.string(asked.get("args")) : "{}");
    sign(call, SIGNATURE, part);
  }

  private void sign(ObjectNode copy, String name, JsonNode part) {
    if (Json.present(part.get(SIGNATURE))) {
      copy.set(name, part.get(SIGNATURE));
      plain &= copy.has("function"); // a text that is signed must stay a part
    }
  }

  private Answer in(JsonNode body, JsonNode candidate, @Nullable String blocked) {
    return new Answer(
        hasText ? text.toString() : null,
        thoughts.length() == 0 ? null : thoughts.toString(),
        blocked != null ? "content_filter" : finishReason(candidate),
        Json.text(body.get("modelVersion")),
        usage(body.path("usageMetadata")),
        new AnswerDetails(
            blocked == null ? null : "The prompt was blocked: " + blocked,
            AnswerParts.filled(toolCalls),
            AnswerParts.filled(thinking),
            citations(candidate),
            blocked != null ? null : replay(),
            null,
            null));
  }

  private @Nullable String finishReason(JsonNode candidate) {
    String reason = Json.text(candidate.get("finishReason"));
    return reason == null
        ? null
        : switch (reason) {
          case "STOP" -> toolCalls.isEmpty() ? "stop" : "tool_calls";
          case "MAX_TOKENS" -> "length";
          case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY" ->
              "content_filter";
          default -> reason.toLowerCase(Locale.ROOT);
        };
  }

  /** Google counts thoughts beside the answer, everybody else within. */
  private static Usage usage(JsonNode usage) {
    Integer answer = UsageWire.count(usage.get("candidatesTokenCount"));
    Integer thoughts = UsageWire.count(usage.get("thoughtsTokenCount"));
    return new Usage(
        UsageWire.count(usage.get("promptTokenCount")),
        answer == null && thoughts == null
            ? null
            : Integer.valueOf((answer == null ? 0 : answer) + (thoughts == null ? 0 : thoughts)),
        UsageWire.count(usage.get("totalTokenCount")),
        UsageWire.count(usage.get("cachedContentTokenCount")),
        null,
        thoughts);
  }

  private static @Nullable String citations(JsonNode candidate) {
    JsonNode sources = candidate.path("citationMetadata").path("citationSources");
    return AnswerParts.filled(
        sources.isEmpty() ? candidate.path("citationMetadata").path("citations") : sources);
  }

  private String replay() {
    ObjectNode message = Json.object().put("role", "assistant");
    if (plain) {
      message.put("content", hasText ? text.toString() : null);
    } else {
      message.set("content", content);
    }
    if (!toolCalls.isEmpty()) {
      message.set("tool_calls", toolCalls);
    }
    return Json.string(message);
  }
}
