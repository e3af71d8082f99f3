package dev.bricklane.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.sql.ModelFunction.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds requests from a function's arguments. */
final class ModelRequests {
  private ModelRequests() {}

  static ChatRequest chat(ArgumentValues arguments, String prompt) {
    List<Message> messages = new ArrayList<>();
    String system = arguments.text("system");
    if (system != null) {
      messages.add(Message.system(system));
    }
    messages.add(Message.user(prompt));
    return new ChatRequest(
        arguments.requiredText("model"),
        messages,
        parameters(arguments),
        arguments.whole("sample"));
  }

  static EmbeddingRequest embedding(ArgumentValues arguments, List<String> texts) {
    return new EmbeddingRequest(arguments.requiredText("model"), texts, parameters(arguments));
  }

  private static Map<String, Object> parameters(ArgumentValues arguments) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (Argument argument : arguments.function().arguments()) {
      Object value = argument.wireName() == null ? null : arguments.field(argument);
      if (value != null) {
        parameters.put(
            argument.wireName(),
            argument.name().equals("response_format")
                ? responseFormat(arguments, value.toString())
                : value);
      }
    }
    return parameters;
  }

  /** Reads a response format: a word, a JSON schema, or the wire's own object. */
  private static Map<String, Object> responseFormat(ArgumentValues arguments, String text) {
    String format = text.strip();
    if (format.equals("text") || format.equals("json_object")) {
      return ordered("type", format);
    }
    Map<String, Object> given = parse(arguments, format);
    Object type = given.get("type");
    if ("text".equals(type) || "json_object".equals(type) || "json_schema".equals(type)) {
      return given;
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("name", "response");
    schema.put("schema", given);
    if (isClosed(given)) {
      schema.put("strict", true);
    }
    Map<String, Object> wire = ordered("type", "json_schema");
    wire.put("json_schema", schema);
    return wire;
  }

  /** Fields in one order in every run of the JVM, which those of Map.of are not. */
  private static Map<String, Object> ordered(String name, Object value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(name, value);
    return fields;
  }

  /**
   * Strict mode is refused unless every object of the schema says {@code additionalProperties:
   * false}.
   */
  private static boolean isClosed(Object schema) {
    if (schema instanceof Map<?, ?> map) {
      boolean open =
          "object".equals(map.get("type"))
              && !Boolean.FALSE.equals(map.get("additionalProperties"));
      return !open && map.values().stream().allMatch(ModelRequests::isClosed);
    }
    return !(schema instanceof List<?> list) || list.stream().allMatch(ModelRequests::isClosed);
  }

  @SuppressWarnings("unchecked") // A JSON object is a map from strings.
  private static Map<String, Object> parse(ArgumentValues arguments, String json) {
    try {
      Object value = Json.MAPPER.readValue(json, Object.class);
      if (value instanceof Map<?, ?> object) {
        return (Map<String, Object>) object;
      }
    } catch (JsonProcessingException e) {
      throw arguments.refuse(
          "response_format",
          "is not JSON at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
    throw arguments.refuse("response_format", "must be text, json_object, or a JSON object");
  }

  /** Apart, since few queries need it and it takes long to load. */
  private static final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();
  }
}
