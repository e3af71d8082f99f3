package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.ServedEndpoint.Family;
import org.jspecify.annotations.Nullable;

/**
 * What the answer must look like.
 *
 * @param json whether it is JSON
 * @param schema what it conforms to, or null
 * @param tool the tool whose arguments are asked for by force, or null for a plain answer
 */
record AnswerFormat(boolean json, @Nullable JsonNode schema, @Nullable String tool) {
  private static final AnswerFormat TEXT = new AnswerFormat(false, null, null);

  /** Reads {@code response_format}, {@code tools} and {@code tool_choice}. */
  static AnswerFormat read(Fields fields, Family family) {
    AnswerFormat forced = forcedTool(fields);
    JsonNode format = fields.get("response_format");
    if (forced != null || format == null) {
      return forced != null ? forced : TEXT;
    }
    return switch (format.path("type").asText()) {
      case "text" -> TEXT;
      case "json_object" -> {
        if (family == Family.CLAUDE) {
          throw WireError.invalid("response_format.type", "'json_object' is not supported");
        }
        yield new AnswerFormat(true, null, null);
      }
      case "json_schema" -> new AnswerFormat(true, schema(format.path("json_schema")), null);
      default ->
          throw WireError.invalid(
              "response_format.type", "must be text, json_object or json_schema");
    };
  }

  private static JsonNode schema(JsonNode described) {
    if (!described.path("name").isTextual()) {
      throw WireError.badRequest(
          "response_format.json_schema.name",
          "Missing required parameter: 'response_format.json_schema.name'.");
    }
    JsonNode schema = described.path("schema");
    if (!schema.isObject()) {
      throw WireError.invalid("response_format.json_schema.schema", "an object is required");
    }
    if (described.path("strict").asBoolean()) {
      requireClosedObjects(schema);
    }
    return schema;
  }

  /** With {@code strict} every object of a schema needs {@code additionalProperties: false}. */
  private static void requireClosedObjects(JsonNode schema) {
    JsonNode closed = schema.path("additionalProperties");
    if (schema.has("properties") && !(closed.isBoolean() && !closed.booleanValue())) {
      throw WireError.invalid(
          "response_format.json_schema.schema",
          "with 'strict' every object needs 'additionalProperties': false");
    }
    schema.path("properties").forEach(AnswerFormat::requireClosedObjects);
    if (schema.has("items")) {
      requireClosedObjects(schema.path("items"));
    }
  }

  private static @Nullable AnswerFormat forcedTool(Fields fields) {
    JsonNode tools = fields.get("tools");
    JsonNode choice = fields.get("tool_choice");
    if (tools != null && (!tools.isArray() || tools.size() > 32)) {
      throw WireError.invalid("tools", "must be a list of at most 32 functions");
    }
    if (choice == null || choice.asText().equals("auto") || choice.asText().equals("none")) {
      return null;
    }
    String wanted = choice.path("function").path("name").asText();
    if (tools != null) {
      for (JsonNode tool : tools) {
        String name = tool.path("function").path("name").asText();
        if (choice.asText().equals("required") || name.equals(wanted)) {
          return new AnswerFormat(true, tool.path("function").path("parameters"), name);
        }
      }
    }
    throw WireError.invalid("tool_choice", "no tool of that name is given");
  }
}
