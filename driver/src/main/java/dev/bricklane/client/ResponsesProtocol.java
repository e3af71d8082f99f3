package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's Responses, and Databricks' Open Responses, which differ in their paths alone.
 *
 * <p>Parameters of chat completions are put in its words: {@code max_output_tokens}, {@code
 * reasoning.effort}, {@code text.format} (flat, as OpenAI and LiteLLM have it), flat tools. Those
 * that it has no words for, such as {@code stop}, are refused rather than dropped.
 */
final class ResponsesProtocol implements Protocol {
  static final Protocol INSTANCE = new ResponsesProtocol();

  /** Unsupported there, as the AI SDK provider warns. */
  private static final Set<String> WITHOUT_COUNTERPART =
      Set.of(
          "stop",
          "top_k",
          "seed",
          "frequency_penalty",
          "presence_penalty",
          "logit_bias",
          "stream_options");

  private ResponsesProtocol() {}

  @Override
  public Map<String, Object> encode(ChatRequest request, ModelRoute route, boolean stream) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", route.model());
    if (!request.parameters().containsKey("input")) {
      body.put("input", ResponsesInput.of(request.messages()));
    }
    request.parameters().forEach((name, value) -> put(body, name, value));
    if (stream) {
      body.put("stream", true);
    }
    return body;
  }

  private static void put(Map<String, Object> body, String name, @Nullable Object value) {
    if (value == null) {
      return;
    }
    switch (name) {
      case "max_tokens", "max_completion_tokens" -> body.putIfAbsent("max_output_tokens", value);
      case "reasoning_effort" -> BodyFields.inside(body, "reasoning").put("effort", value);
      case "verbosity" -> BodyFields.inside(body, "text").put("verbosity", value);
      case "reasoning", "text" -> {
        if (value instanceof Map<?, ?> map) {
          map.forEach(
              (key, inner) -> BodyFields.inside(body, name).put(String.valueOf(key), inner));
        } else {
          body.put(name, value);
        }
      }
      case "response_format" -> format(body, value);
      case "tools" ->
          body.put(
              name,
              value instanceof List<?> list
                  ? list.stream().map(ResponsesProtocol::flat).toList()
                  : value);
      case "tool_choice" -> body.put(name, flat(value));
      case "n" -> {
        if (!value.toString().equals("1")) {
          throw noCounterpart(name);
        }
      }
      default -> {
        if (WITHOUT_COUNTERPART.contains(name)) {
          throw noCounterpart(name);
        }
        body.putIfAbsent(name, value);
      }
    }
  }

  private static BricklaneException noCounterpart(String name) {
    return new BricklaneException(
        ErrorCode.BAD_REQUEST,
        "The parameter " + name + " is not for Responses, by which this model is asked");
  }

  private static void format(Map<String, Object> body, Object value) {
    if (!(value instanceof Map<?, ?> format) || "text".equals(format.get("type"))) {
      return;
    }
    Map<String, Object> flat = new LinkedHashMap<>();
    flat.put("type", format.get("type"));
    if (format.get("json_schema") instanceof Map<?, ?> schema) {
      schema.forEach((key, inner) -> flat.put(String.valueOf(key), inner));
    }
    BodyFields.inside(body, "text").put("format", flat);
  }

  /** Takes what is inside {@code function} out of it. */
  private static Object flat(Object tool) {
    if (!(tool instanceof Map<?, ?> map) || !(map.get("function") instanceof Map<?, ?> function)) {
      return tool;
    }
    Map<String, Object> flat = new LinkedHashMap<>();
    flat.put("type", "function");
    function.forEach((key, inner) -> flat.put(String.valueOf(key), inner));
    return flat;
  }

  @Override
  public Answer decode(JsonNode body) {
    return body.path("output").isArray() ? ResponsesAnswer.decode(body) : AnyAnswer.decode(body);
  }

  @Override
  public Assembly assembly(Consumer<ChatDelta> deltas) {
    return new AnyAssembly(deltas);
  }
}
