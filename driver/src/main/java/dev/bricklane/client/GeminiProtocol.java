package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Google's {@code generateContent}. The model is in the path; a stream has a path of its own.
 *
 * <p>Parameters of chat completions are put in its words, most of them into {@code
 * generationConfig}; others go into the body as they are.
 */
final class GeminiProtocol implements Protocol {
  static final Protocol INSTANCE = new GeminiProtocol();

  private static final String CONFIG = "generationConfig";

  private static final Map<String, String> CONFIG_NAMES =
      Map.ofEntries(
          Map.entry("max_tokens", "maxOutputTokens"),
          Map.entry("max_completion_tokens", "maxOutputTokens"),
          Map.entry("temperature", "temperature"),
          Map.entry("top_p", "topP"),
          Map.entry("top_k", "topK"),
          Map.entry("n", "candidateCount"),
          Map.entry("seed", "seed"),
          Map.entry("presence_penalty", "presencePenalty"),
          Map.entry("frequency_penalty", "frequencyPenalty"),
          Map.entry("logprobs", "responseLogprobs"),
          Map.entry("top_logprobs", "logprobs"));

  private GeminiProtocol() {}

  @Override
  public Map<String, Object> encode(ChatRequest request, ModelRoute route, boolean stream) {
    Map<String, Object> body = new LinkedHashMap<>();
    GeminiContents contents = GeminiContents.of(request.messages());
    if (!contents.system().isEmpty()) {
      body.put("systemInstruction", Map.of("parts", contents.system()));
    }
    body.put("contents", contents.turns());
    request
        .parameters()
        .forEach((name, value) -> {
          if (value != null) {
            put(body, route.model(), name, value);
          }
        });
    return body;
  }

  private static void put(Map<String, Object> body, String model, String name, Object value) {
    String configName = CONFIG_NAMES.get(name);
    if (configName != null) {
      config(body).put(configName, value);
      return;
    }
    switch (name) {
      case "stop" ->
          config(body).put("stopSequences", value instanceof List<?> ? value : List.of(value));
      case "response_format" -> format(config(body), value);
      case "reasoning_effort" -> effort(thinking(body), model, String.valueOf(value));
      case "thinking" -> {
        if (value instanceof Map<?, ?> map && map.get("budget_tokens") != null) {
          thinking(body).put("thinkingBudget", map.get("budget_tokens"));
          thinking(body).put("includeThoughts", true);
        } else if (value instanceof Map<?, ?> map && "disabled".equals(map.get("type"))) {
          thinking(body).put("thinkingBudget", 0);
        }
      }
      case "tools" -> body.put(name, tools(value));
      case "tool_choice" -> body.put("toolConfig", Map.of("functionCallingConfig", choice(value)));
      case "stream_options", "parallel_tool_calls" -> {
        // It counts tokens always, and has no such switch.
      }
      case CONFIG -> {
        if (value instanceof Map<?, ?> map) {
          map.forEach((key, inner) -> config(body).put(String.valueOf(key), inner));
        }
      }
      default -> body.putIfAbsent(name, value);
    }
  }

  /** Gemini 2.5 takes a number of tokens, later ones a level; the numbers are LiteLLM's. */
  private static void effort(Map<String, Object> thinking, String model, String effort) {
    String name = model.toLowerCase(Locale.ROOT);
    boolean byBudget = name.contains("gemini-2-5") || name.contains("gemini-2.5");
    String level = effort.toLowerCase(Locale.ROOT);
    if (!byBudget && !level.equals("none")) {
      thinking.put("thinkingLevel", level.equals("minimal") ? "low" : level);
    } else {
      thinking.put(
          "thinkingBudget",
          switch (level) {
            case "none" -> 0;
            case "minimal", "low" -> 1024;
            case "medium" -> 2048;
            default -> 4096;
          });
    }
    if (!level.equals("none")) {
      thinking.put("includeThoughts", true);
    }
  }

  private static void format(Map<String, Object> config, Object value) {
    if (!(value instanceof Map<?, ?> format) || "text".equals(format.get("type"))) {
      return;
    }
    config.put("responseMimeType", "application/json");
    if (format.get("json_schema") instanceof Map<?, ?> named && named.get("schema") != null) {
      config.put("responseSchema", GeminiSchema.of(named.get("schema")));
    }
  }

  private static Object tools(Object tools) {
    List<Object> functions = new ArrayList<>();
    List<Object> all = new ArrayList<>();
    for (Object tool : tools instanceof List<?> list ? list : List.of(tools)) {
      if (!(tool instanceof Map<?, ?> map) || !(map.get("function") instanceof Map<?, ?> given)) {
        all.add(tool); // Google's own form
        continue;
      }
      Map<String, Object> function = new LinkedHashMap<>();
      function.put("name", given.get("name"));
      if (given.get("description") != null) {
        function.put("description", given.get("description"));
      }
      if (given.get("parameters") != null) {
        function.put("parameters", GeminiSchema.of(given.get("parameters")));
      }
      functions.add(function);
    }
    if (!functions.isEmpty()) {
      all.add(Map.of("functionDeclarations", functions));
    }
    return all;
  }

  private static Map<String, Object> choice(Object choice) {
    Map<String, Object> config = new LinkedHashMap<>();
    if (choice instanceof Map<?, ?> map && map.get("function") instanceof Map<?, ?> function) {
      config.put("mode", "ANY");
      config.put("allowedFunctionNames", List.of(String.valueOf(function.get("name"))));
    } else {
      config.put(
          "mode",
          switch (String.valueOf(choice)) {
            case "none" -> "NONE";
            case "required", "any" -> "ANY";
            default -> "AUTO";
          });
    }
    return config;
  }

  private static Map<String, Object> config(Map<String, Object> body) {
    return BodyFields.inside(body, CONFIG);
  }

  private static Map<String, Object> thinking(Map<String, Object> body) {
    return BodyFields.inside(config(body), "thinkingConfig");
  }

  @Override
  public Answer decode(JsonNode body) {
    return GeminiAnswer.decode(body);
  }

  @Override
  public Assembly assembly(Consumer<ChatDelta> deltas) {
    return new GeminiAssembly(deltas);
  }
}
