package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.jspecify.annotations.Nullable;

/** Reads {@code choices}: the answers of chat completions, and of text completions. */
final class ChatAnswer {
  private ChatAnswer() {}

  static Answer decode(JsonNode body) {
    JsonNode choices = body.path("choices");
    if (!choices.isArray() || choices.isEmpty()) {
      throw new UnreadableAnswer("has no choices");
    }
    JsonNode choice = choices.get(0);
    JsonNode message = choice.path("message");
    if (message.isObject()) {
      Answer answer = ofMessage(message, Json.text(choice.get("finish_reason")), body, null);
      return answer.withDetails(answer.details().withLogprobs(logprobs(choice.path("logprobs"))));
    }
    if (choice.has("text")) {
      return new Answer(
          Json.text(choice.get("text")),
          null,
          Json.text(choice.get("finish_reason")),
          Json.text(body.get("model")),
          UsageWire.read(body.get("usage")),
          AnswerDetails.NONE);
    }
    throw new UnreadableAnswer("has no choices[0].message");
  }

  private static @Nullable String logprobs(JsonNode given) {
    return given.isObject() && !given.isEmpty() ? Json.string(given) : null;
  }

  /** Reads one message of the assistant, in the body that it came in. */
  static Answer ofMessage(
      JsonNode message, @Nullable String finishReason, JsonNode body, @Nullable String output) {
    AnswerParts parts = AnswerParts.of(message);
    return new Answer(
        parts.text(),
        parts.reasoning(),
        finishReason,
        Json.text(body.get("model")),
        UsageWire.read(body.get("usage")),
        new AnswerDetails(
            parts.refusal(),
            toolCalls(message),
            parts.thinking(),
            parts.citations(),
            AnswerParts.replay(message),
            output,
            null));
  }

  private static @Nullable String toolCalls(JsonNode message) {
    JsonNode function = message.path("function_call");
    if (!message.path("tool_calls").isEmpty() || !function.isObject()) {
      return AnswerParts.filled(message.get("tool_calls"));
    }
    // OpenAI's older form, of one call.
    ArrayNode calls = Json.array();
    calls.addObject().put("type", "function").set("function", function);
    return Json.string(calls);
  }
}
