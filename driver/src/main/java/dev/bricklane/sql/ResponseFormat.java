package dev.bricklane.sql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The argument {@code response_format}: a word, a JSON schema, or the wire's own object. */
final class ResponseFormat {
  private static final String ARGUMENT = "response_format";

  private ResponseFormat() {}

  static Map<String, Object> of(ArgumentValues arguments, String text) {
    String format = text.strip();
    if (format.equals("text") || format.equals("json_object")) {
      return ordered("type", format);
    }
    Map<String, Object> given =
        JsonArguments.asObject(JsonArguments.read(arguments, ARGUMENT, format));
    if (given == null) {
      throw arguments.refuse(ARGUMENT, "must be text, json_object, or a JSON object");
    }
    Object type = given.get("type");
    if ("text".equals(type) || "json_object".equals(type) || "json_schema".equals(type)) {
      return given;
    }
    Map<String, Object> schema = ordered("name", "response");
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
      return !open && map.values().stream().allMatch(ResponseFormat::isClosed);
    }
    return !(schema instanceof List<?> list) || list.stream().allMatch(ResponseFormat::isClosed);
  }
}
