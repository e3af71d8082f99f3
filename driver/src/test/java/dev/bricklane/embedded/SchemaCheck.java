package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Checks a value against a schema, written apart from the filler. */
final class SchemaCheck {
  private SchemaCheck() {}

  static List<String> problems(JsonNode schema, JsonNode value) {
    List<String> problems = new ArrayList<>();
    check(schema, value, "$", problems);
    return problems;
  }

  private static void check(JsonNode schema, JsonNode value, String at, List<String> problems) {
    if (schema.has("const") && !schema.get("const").equals(value)) {
      problems.add(at + " is not the const");
    }
    if (schema.has("enum")) {
      boolean among = false;
      for (JsonNode choice : schema.get("enum")) {
        among |= choice.equals(value);
      }
      require(among, at + " is not in the enum", problems);
    }
    if (schema.has("type")) {
      boolean right = schema.get("type").isTextual() && is(schema.get("type").asText(), value);
      for (JsonNode type : schema.get("type")) {
        right |= is(type.asText(), value);
      }
      require(right, at + " has the wrong type", problems);
    }
    if (value.isNumber()) {
      double number = value.doubleValue();
      require(number >= schema.path("minimum").asDouble(-1e300), at + " minimum", problems);
      require(number <= schema.path("maximum").asDouble(1e300), at + " maximum", problems);
      require(number > schema.path("exclusiveMinimum").asDouble(-1e300), at + " over", problems);
      require(number < schema.path("exclusiveMaximum").asDouble(1e300), at + " under", problems);
      BigDecimal step = schema.path("multipleOf").decimalValue();
      boolean multiple = step.signum() == 0 || value.decimalValue().remainder(step).signum() == 0;
      require(multiple, at + " step", problems);
    }
    if (value.isTextual()) {
      int length = value.textValue().codePointCount(0, value.textValue().length());
      require(length >= schema.path("minLength").asInt(0), at + " too short", problems);
      require(length <= schema.path("maxLength").asInt(100_000), at + " too long", problems);
      String format = schema.path("format").asText();
      require(!format.equals("email") || value.textValue().matches(".+@.+"), at, problems);
      require(!format.equals("date") || value.textValue().matches("[\\d-]{10}"), at, problems);
    }
    if (value.isArray()) {
      require(value.size() >= schema.path("minItems").asInt(0), at + " too few", problems);
      require(value.size() <= schema.path("maxItems").asInt(100_000), at + " too many", problems);
      value.forEach(item -> check(schema.path("items"), item, at + "[]", problems));
    }
    if (value.isObject()) {
      schema.path("required").forEach(name -> require(value.has(name.asText()), at, problems));
      schema
          .path("properties")
          .properties()
          .forEach(property ->
              check(
                  property.getValue(),
                  value.path(property.getKey()),
                  at + "." + property.getKey(),
                  problems));
    }
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> false;
    };
  }

  private static void require(boolean holds, String problem, List<String> problems) {
    if (!holds) {
      problems.add(problem);
    }
  }
}
