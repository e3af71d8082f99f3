package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * A function that the model may call.
 *
 * @param name letters, digits, '-' and '_'
 * @param parameters the schema of its arguments; missing if it takes none
 */
record Tool(String name, JsonNode parameters) {
  /** Makes arguments that fit the schema. */
  JsonNode arguments(String prompt) {
    return parameters.isObject() && !parameters.isEmpty()
        ? SchemaFiller.fill(parameters, prompt)
        : JsonNodeFactory.instance.objectNode();
  }

  /** Checks a function's name. */
  static String checkName(JsonNode name, String where) {
    if (!name.isTextual() || !name.textValue().matches("[A-Za-z0-9_-]{1,64}")) {
      throw WireError.invalid(where + ".name", "must be 1 to 64 letters, digits, '-' and '_'");
    }
    return name.textValue();
  }
}
