package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What the answer must look like.
 *
 * @param json whether it is JSON
 * @param schema what it conforms to, or null
 */
record AnswerFormat(boolean json, @Nullable JsonNode schema) {
  static final AnswerFormat TEXT = new AnswerFormat(false, null);

  /** Reads chat's {@code response_format}. */
  static AnswerFormat ofChat(Fields fields) {
    JsonNode format = fields.get("response_format");
    return format == null ? TEXT : read(format, "response_format", format.path("json_schema"));
  }

  /** Reads the {@code text.format} of Responses, whose schema may be nested or not. */
  static AnswerFormat ofResponses(Fields fields) {
    JsonNode text = fields.get("text");
    JsonNode format = text == null ? null : text.get("format");
    if (format == null || format.isNull()) {
      return TEXT;
    }
    return read(
        format, "text.format", format.has("json_schema") ? format.path("json_schema") : format);
  }

  private static AnswerFormat read(JsonNode format, String where, JsonNode described) {
    return switch (format.path("type").asText()) {
      case "text" -> TEXT;
      case "json_object" -> new AnswerFormat(true, null);
      case "json_schema" -> new AnswerFormat(true, schema(described, where + ".json_schema"));
      default ->
          throw WireError.invalid(where + ".type", "must be text, json_object or json_schema");
    };
  }

  private static JsonNode schema(JsonNode described, String where) {
    if (!described.path("name").isTextual()) {
      throw WireError.badRequest(
          where + ".name", "Missing required parameter: '" + where + ".name'.");
    }
    JsonNode schema = described.path("schema");
    if (!schema.isObject()) {
      throw WireError.invalid(where + ".schema", "an object is required");
    }
    if (described.path("strict").asBoolean()) {
      requireClosedObjects(schema, where + ".schema");
    }
    return schema;
  }

  /** With {@code strict} every object of a schema needs {@code additionalProperties: false}. */
  static void requireClosedObjects(JsonNode schema, String where) {
    JsonNode closed = schema.path("additionalProperties");
    if (schema.has("properties") && !(closed.isBoolean() && !closed.booleanValue())) {
      throw WireError.invalid(
          where, "with 'strict' every object needs 'additionalProperties': false");
    }
    schema.path("properties").forEach(property -> requireClosedObjects(property, where));
    if (schema.has("items")) {
      requireClosedObjects(schema.path("items"), where);
    }
  }
}
