package dev.bricklane.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.client.AnswerDetails;
import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.client.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers as a recording has them, in the words of the SQL columns. What is missing reads as null;
 * what has the wrong type is an {@link IllegalArgumentException}. An answer that is read says that
 * nothing was sent for it.
 */
final class RecordedAnswer {
  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

  private RecordedAnswer() {}

  static ObjectNode of(ChatCompletion answer, SecretMask mask) {
    ObjectNode fields = JSON.objectNode();
    JsonMask json = new JsonMask(mask);
    fields.put("content", answer.content() == null ? null : json.apply(answer.content()));
    fields.put("reasoning", mask.orNull(answer.reasoning()));
    fields.put("finish_reason", mask.orNull(answer.finishReason()));
    fields.put("model", mask.orNull(answer.model()));
    fields.put("prompt_tokens", answer.usage().promptTokens());
    fields.put("completion_tokens", answer.usage().completionTokens());
    fields.put("total_tokens", answer.usage().totalTokens());
    fields.put("latency_ms", millis(answer.latency()));
    fields.put("request_id", mask.orNull(answer.requestId()));
    AnswerDetails details = answer.details();
    put(fields, "refusal", details.refusal(), json);
    put(fields, "tool_calls", details.toolCalls(), json);
    put(fields, "thinking", details.thinking(), json);
    put(fields, "citations", details.citations(), json);
    put(fields, "message", details.message(), json);
    put(fields, "output", details.output(), json);
    put(fields, "served_model", details.servedModel(), json);
    put(fields, "logprobs", details.logprobs(), json);
    put(fields, "cached_tokens", answer.usage().cachedTokens());
    put(fields, "cache_write_tokens", answer.usage().cacheWriteTokens());
    put(fields, "reasoning_tokens", answer.usage().reasoningTokens());
    return fields;
  }

  /** What few answers have is written where it is. */
  private static void put(ObjectNode fields, String name, @Nullable String text, JsonMask json) {
    if (text != null) {
      fields.put(name, json.apply(text));
    }
  }

  private static void put(ObjectNode fields, String name, @Nullable Integer number) {
    if (number != null) {
      fields.put(name, number);
    }
  }

  static ChatCompletion chat(JsonNode fields) {
    return new ChatCompletion(
        text(fields, "content"),
        text(fields, "reasoning"),
        text(fields, "finish_reason"),
        text(fields, "model"),
        new Usage(
            number(fields, "prompt_tokens"),
            number(fields, "completion_tokens"),
            number(fields, "total_tokens"),
            number(fields, "cached_tokens"),
            number(fields, "cache_write_tokens"),
            number(fields, "reasoning_tokens")),
        latency(fields),
        text(fields, "request_id"),
        0,
        new AnswerDetails(
            text(fields, "refusal"),
            text(fields, "tool_calls"),
            text(fields, "thinking"),
            text(fields, "citations"),
            text(fields, "message"),
            text(fields, "output"),
            text(fields, "served_model"),
            text(fields, "logprobs")));
  }

  static ObjectNode of(TextEmbedding answer, SecretMask mask) {
    ObjectNode fields = JSON.objectNode();
    ArrayNode vector = fields.putArray("embedding");
    for (float value : answer.vector()) {
      vector.add(value);
    }
    fields.put("model", mask.orNull(answer.model()));
    fields.put("prompt_tokens", answer.tokens());
    fields.put("latency_ms", millis(answer.latency()));
    fields.put("request_id", mask.orNull(answer.requestId()));
    return fields;
  }

  static TextEmbedding embedding(JsonNode fields) {
    JsonNode values = fields.path("embedding");
    if (!values.isArray() || values.isEmpty()) {
      throw new IllegalArgumentException("embedding is no list of numbers");
    }
    float[] vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      // By way of a text: a double in between would round twice.
      vector[i] = number(values.get(i).asText());
    }
    return new TextEmbedding(
        vector,
        text(fields, "model"),
        number(fields, "prompt_tokens"),
        latency(fields),
        text(fields, "request_id"),
        0);
  }

  private static float number(String text) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a value of embedding is no number", e);
    }
  }

  static ObjectNode of(List<ServingEndpoint> endpoints, SecretMask mask) {
    ObjectNode fields = JSON.objectNode();
    ArrayNode list = fields.putArray("endpoints");
    for (ServingEndpoint endpoint : endpoints) {
      list.addObject()
          .put("name", mask.apply(endpoint.name()))
          .put("task", mask.orNull(endpoint.task()))
          .put("ready", endpoint.ready())
          .put("description", mask.orNull(endpoint.description()))
          .put("creator", mask.orNull(endpoint.creator()))
          .put("created", endpoint.created() == null ? null : endpoint.created().toString());
    }
    return fields;
  }

  static List<ServingEndpoint> endpoints(JsonNode fields) {
    JsonNode list = fields.path("endpoints");
    if (!list.isArray()) {
      throw new IllegalArgumentException("endpoints is no list");
    }
    List<ServingEndpoint> endpoints = new ArrayList<>();
    for (JsonNode each : list) {
      String name = text(each, "name");
      if (name == null) {
        throw new IllegalArgumentException("an endpoint has no name");
      }
      endpoints.add(
          new ServingEndpoint(
              name,
              text(each, "task"),
              each.path("ready").asBoolean(),
              text(each, "description"),
              text(each, "creator"),
              instant(text(each, "created"))));
    }
    return endpoints;
  }

  static @Nullable String text(JsonNode fields, String name) {
    JsonNode value = fields.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new IllegalArgumentException(name + " is no text");
    }
    return value.textValue();
  }

  static @Nullable Integer number(JsonNode fields, String name) {
    JsonNode value = fields.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw new IllegalArgumentException(name + " is no whole number");
    }
    return value.intValue();
  }

  private static BigDecimal millis(Duration latency) {
    return BigDecimal.valueOf(latency.toNanos() / 1_000, 3);
  }

  private static Duration latency(JsonNode fields) {
    JsonNode millis = fields.path("latency_ms");
    if (millis.isMissingNode() || millis.isNull()) {
      return Duration.ZERO;
    }
    if (!millis.isNumber() || millis.doubleValue() < 0 || millis.doubleValue() > 1e12) {
      throw new IllegalArgumentException("latency_ms is no length of time");
    }
    return Duration.ofNanos(millis.decimalValue().movePointRight(6).longValue());
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("created is no time", e);
    }
  }
}
