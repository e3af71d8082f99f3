package dev.bricklane.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request's body, read with the checks that the real service makes. A JSON null
 * counts as absent.
 */
final class Fields {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final ObjectNode body;

  Fields(ObjectNode body) {
    this.body = body;
  }

  /** Reads a body's text, which must be one JSON object. */
  static Fields parse(String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return new Fields(object);
      }
      throw WireError.malformed("it is not an object");
    } catch (JsonProcessingException e) {
      // The parser's own words may repeat a piece of the prompt; the place is enough.
      throw WireError.malformed(
          e.getLocation() == null
              ? "it cannot be read"
              : "the error is at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr());
    }
  }

  /** Refuses fields outside those that are known, in the words of a surface. */
  void refuseOthers(Set<String> known, Surface surface) {
    refuseOthers(name -> known.contains(name) && surface.takes(name), surface::unknownField);
  }

  /** Refuses fields outside those that are known. */
  void refuseOthers(Set<String> known, Function<String, WireError> refusal) {
    refuseOthers(known::contains, refusal);
  }

  private void refuseOthers(Predicate<String> known, Function<String, WireError> refusal) {
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.test(name)) {
        throw refusal.apply(name);
      }
    }
  }

  /** Returns all of the fields. */
  ObjectNode body() {
    return body;
  }

  /** Returns a field's value, or the missing node. */
  JsonNode path(String name) {
    return body.path(name);
  }

  /** Returns a field's value, or null if it is absent. */
  @Nullable JsonNode get(String name) {
    JsonNode value = body.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** Returns a string that must be there and not empty. */
  String requiredString(String name) {
    String value = string(name);
    if (value == null || value.isEmpty()) {
      throw WireError.invalid(name, "a non-empty string is required");
    }
    return value;
  }

  @Nullable String string(String name) {
    JsonNode value = get(name);
    if (value != null && !value.isTextual()) {
      throw WireError.invalid(name, "must be a string");
    }
    return value == null ? null : value.textValue();
  }

  boolean flag(String name) {
    JsonNode value = get(name);
    if (value != null && !value.isBoolean()) {
      throw WireError.invalid(name, "must be true or false");
    }
    return value != null && value.booleanValue();
  }

  /** Returns a whole number of at least 1. */
  OptionalInt positive(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return OptionalInt.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
      throw WireError.invalid(name, "must be an integer greater than 0");
    }
    return OptionalInt.of(value.intValue());
  }

  /** Checks a number's range. */
  void range(String name, double least, boolean leastIncluded, double most) {
    JsonNode value = get(name);
    if (value == null) {
      return;
    }
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    boolean enough = leastIncluded ? number >= least : number > least;
    if (!(enough && number <= most)) {
      throw WireError.invalid(
          name, "must be a number in " + (leastIncluded ? "[" : "(") + least + ", " + most + "]");
    }
  }

  /** Checks a map from strings to strings. */
  void stringMap(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return;
    }
    boolean strings = value.isObject();
    for (JsonNode element : value) {
      strings &= element.isTextual();
    }
    if (!strings) {
      throw WireError.invalid(name, "must be a map from strings to strings");
    }
  }

  /** Returns a string or the strings of a list; empty if absent. */
  List<String> strings(String name) {
    JsonNode value = get(name);
    List<String> strings = new ArrayList<>();
    if (value == null) {
      return strings;
    }
    if (value.isTextual()) {
      strings.add(value.textValue());
      return strings;
    }
    for (JsonNode element : value) {
      if (!element.isTextual()) {
        throw WireError.invalid(name, "must be a string or a list of strings");
      }
      strings.add(element.textValue());
    }
    if (!value.isArray()) {
      throw WireError.invalid(name, "must be a string or a list of strings");
    }
    return strings;
  }
}
