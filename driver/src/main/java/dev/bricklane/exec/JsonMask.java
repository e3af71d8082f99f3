package dev.bricklane.exec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.http.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of texts that may be JSON, and leaves them JSON: within an object or a list the
 * texts are masked, each for itself, those that are JSON again included (such as the arguments of a
 * tool call). Immutable.
 */
final class JsonMask {
  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .nodeFactory(JSON)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final SecretMask mask;

  JsonMask(SecretMask mask) {
    this.mask = mask;
  }

  /** Returns a text without secrets; as it was, if it has none. */
  String apply(String text) {
    JsonNode tree = tree(text);
    return tree == null ? mask.apply(text) : written(text, tree, masked(tree));
  }

  private String applyUnder(String name, String text) {
    JsonNode tree = tree(text);
    return tree == null ? mask.apply(name, text) : written(text, tree, masked(tree));
  }

  private JsonNode masked(JsonNode node) {
    if (node.isObject()) {
      ObjectNode copy = JSON.objectNode();
      node.properties()
          .forEach(field ->
              copy.set(mask.apply(field.getKey()), maskedUnder(field.getKey(), field.getValue())));
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = JSON.arrayNode();
      node.forEach(each -> copy.add(masked(each)));
      return copy;
    }
    return node.isTextual() ? JSON.textNode(apply(node.textValue())) : maskedNumber(node);
  }

  private JsonNode maskedUnder(String name, JsonNode node) {
    return node.isTextual() ? JSON.textNode(applyUnder(name, node.textValue())) : masked(node);
  }

  /** A number is no secret, unless it is the connection's own. */
  private JsonNode maskedNumber(JsonNode node) {
    String text = node.asText();
    return mask.withoutOwn(text).equals(text) ? node : JSON.textNode(Redactor.MASK);
  }

  private static @Nullable JsonNode tree(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
      return null;
    }
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static String written(String text, JsonNode before, JsonNode after) {
    try {
      return after.equals(before) ? text : MAPPER.writeValueAsString(after);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of JSON has a JSON form", e);
    }
  }
}
