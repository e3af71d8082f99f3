package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes a JSON value that conforms to a schema, out of the prompt's own text where that is simple:
 * numbers, e-mail addresses, dates, web addresses, what follows {@code name:}, and of an enum the
 * value that the prompt names most often. What may be null and is not found is null. The same
 * schema and prompt always give the same value.
 *
 * <p>Understood are {@code type} (also a list), {@code properties}, {@code required}, {@code
 * items}, {@code enum}, {@code const}, {@code format}, the bounds of numbers, strings and arrays,
 * and the first branch of {@code anyOf}, {@code oneOf} and {@code allOf}; not {@code $ref} and
 * {@code pattern}.
 */
final class SchemaFiller {
  private static final int MAX_DEPTH = 40;
  private static final int EXCERPT = 60;

  /** The most values and filled-in characters; a schema may ask for billions in few words. */
  private static final int MOST = 1_000_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private final PromptFacts facts;
  private final NumberFiller numbers;
  private long made;

  private SchemaFiller(String prompt) {
    facts = new PromptFacts(prompt);
    numbers = new NumberFiller(facts);
  }

  static JsonNode fill(JsonNode schema, String prompt) {
    return new SchemaFiller(prompt).value(schema, "", 0);
  }

  private JsonNode value(JsonNode schema, String name, int depth) {
    if (depth > MAX_DEPTH) {
      throw WireError.invalid("schema", "nested deeper than " + MAX_DEPTH + " levels");
    }
    count(1);
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
      return choose(schema.path("enum"));
    }
    for (String branches : List.of("anyOf", "oneOf", "allOf")) {
      if (schema.path(branches).has(0)) {
        return value(schema.path(branches).path(0), name, depth + 1);
      }
    }
    List<String> types = types(schema);
    boolean nullable = types.contains("null");
    String type = types.stream().filter(t -> !t.equals("null")).findFirst().orElse("null");
    return switch (type) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, name, depth);
      case "integer", "number" -> number(schema, name, type.equals("integer"), nullable);
      case "boolean" -> bool(name, nullable);
      case "null" -> NODES.nullNode();
      default -> string(schema, name, nullable);
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    schema
        .path("properties")
        .properties()
        .forEach(property ->
            object.set(
                property.getKey(), value(property.getValue(), property.getKey(), depth + 1)));
    for (JsonNode required : schema.path("required")) {
      if (!object.has(required.asText())) {
        object.set(required.asText(), value(NODES.objectNode(), required.asText(), depth + 1));
      }
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, String name, int depth) {
    JsonNode items = schema.path("items");
    int least = schema.path("minItems").asInt(0);
    int most = Math.max(least, schema.path("maxItems").asInt(Integer.MAX_VALUE));
    List<JsonNode> found = findAll(items, name);
    while (found.size() < least || (found.isEmpty() && most > 0 && items.isObject())) {
      found.add(value(items, name, depth + 1));
    }
    return NODES.arrayNode().addAll(found.subList(0, Math.min(found.size(), most)));
  }

  /** Finds every value of the prompt that an array of simple items can hold. */
  private List<JsonNode> findAll(JsonNode items, String name) {
    List<JsonNode> found = new ArrayList<>();
    if (items.path("enum").isArray()) {
      for (JsonNode choice : items.path("enum")) {
        if (choice.isTextual() && facts.occurrences(choice.textValue()) > 0) {
          found.add(choice);
        }
      }
      return found;
    }
    String type = types(items).get(0);
    if (type.equals("integer") || type.equals("number")) {
      boolean whole = type.equals("integer");
      for (BigDecimal next = numbers.find(items, "", whole);
          next != null;
          next = numbers.find(items, "", whole)) {
        found.add(decimal(next, whole));
      }
    } else if (type.equals("string")) {
      Deque<String> kind = kind(items, name);
      while (kind != null && !kind.isEmpty()) {
        found.add(NODES.textNode(kind.removeFirst()));
      }
    }
    return found;
  }

  private JsonNode choose(JsonNode choices) {
    JsonNode best = choices.path(0);
    int most = 0;
    for (JsonNode choice : choices) {
      int times = choice.isContainerNode() ? 0 : facts.occurrences(choice.asText());
      if (times > most) {
        best = choice;
        most = times;
      }
    }
    return best;
  }

  private JsonNode number(JsonNode schema, String name, boolean whole, boolean nullable) {
    BigDecimal found = numbers.find(schema, name, whole);
    if (found == null && nullable) {
      return NODES.nullNode();
    }
    return decimal(found == null ? NumberFiller.fallback(schema, whole) : found, whole);
  }

  private static DecimalNode decimal(BigDecimal number, boolean whole) {
    // 5.0 is an integer to JSON schema, but not to every reader of the answer.
    BigDecimal plain = whole ? new BigDecimal(number.toBigIntegerExact()) : number;
    return DecimalNode.valueOf(plain);
  }

  private JsonNode bool(String name, boolean nullable) {
    String label = facts.labelled(name);
    String first = label == null ? "" : label.split("\\W", 2)[0].toLowerCase(Locale.ROOT);
    boolean yes = first.equals("true") || first.equals("yes");
    boolean known = yes || first.equals("false") || first.equals("no");
    return nullable && !known ? NODES.nullNode() : NODES.booleanNode(yes);
  }

  private JsonNode string(JsonNode schema, String name, boolean nullable) {
    Deque<String> kind = kind(schema, name);
    String found = kind == null ? facts.labelled(name) : kind.pollFirst();
    if (found == null && nullable) {
      return NODES.nullNode();
    }
    if (found == null) {
      found = fallback(schema);
    }
    int least = schema.path("minLength").asInt(0);
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    int length = found.codePointCount(0, found.length());
    count(Math.max(0, least - length));
    if (length > most) {
      found = found.substring(0, found.offsetByCodePoints(0, most));
    }
    return NODES.textNode(length < least ? found + ".".repeat(least - length) : found);
  }

  private void count(int more) {
    made += more;
    if (made > MOST) {
      throw WireError.invalid(
          "schema", "asks for more than " + MOST + " values and characters to fill in");
    }
  }

  private @Nullable Deque<String> kind(JsonNode schema, String name) {
    String format = schema.path("format").asText();
    String hint = format.isEmpty() ? name.toLowerCase(Locale.ROOT) : format;
    if (hint.contains("mail")) {
      return facts.emails;
    }
    if (hint.equals("uri") || hint.equals("url") || hint.endsWith("_url")) {
      return facts.urls;
    }
    return hint.equals("date") || hint.endsWith("_date") ? facts.dates : null;
  }

  private String fallback(JsonNode schema) {
    return switch (schema.path("format").asText()) {
      case "email" -> "nobody@example.com";
      case "date" -> "2000-01-01";
      case "date-time" -> "2000-01-01T00:00:00Z";
      case "time" -> "00:00:00Z";
      case "uri" -> "https://example.com/";
      case "uuid" -> "00000000-0000-0000-0000-000000000000";
      default -> {
        String text = facts.prompt().strip().replaceAll("\\s+", " ");
        yield text.codePointCount(0, text.length()) <= EXCERPT
            ? text
            : text.substring(0, text.offsetByCodePoints(0, EXCERPT));
      }
    };
  }

  private static List<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      return List.of(type.textValue());
    }
    if (type.isArray() && !type.isEmpty()) {
      List<String> types = new ArrayList<>();
      type.forEach(one -> types.add(one.asText()));
      return types;
    }
    if (schema.has("properties")) {
      return List.of("object");
    }
    return List.of(schema.has("items") ? "array" : "string");
  }
}
