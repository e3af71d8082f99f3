package dev.bricklane.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads arguments that are JSON; errors name the argument and the place, and repeat nothing. */
final class JsonArguments {
  private JsonArguments() {}

  /** Returns an argument's object; null if it is NULL or missing. */
  static @Nullable Map<String, Object> object(ArgumentValues arguments, String name) {
    String text = arguments.text(name);
    if (text == null) {
      return null;
    }
    Map<String, Object> object = asObject(read(arguments, name, text));
    if (object != null) {
      return object;
    }
    throw arguments.refuse(name, "must be a JSON object");
  }

  /** Returns an argument's array; null if it is NULL or missing. */
  static @Nullable List<?> array(ArgumentValues arguments, String name) {
    String text = arguments.text(name);
    if (text == null) {
      return null;
    }
    if (read(arguments, name, text) instanceof List<?> list) {
      return list;
    }
    throw arguments.refuse(name, "must be a JSON array");
  }

  /** Reads any JSON. */
  static @Nullable Object read(ArgumentValues arguments, String name, String json) {
    try {
      return Json.MAPPER.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw arguments.refuse(
          name,
          "is not JSON at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
  }

  /** Returns a value of JSON as an object; null if it is none. */
  @SuppressWarnings("unchecked") // A JSON object is a map from strings.
  static @Nullable Map<String, Object> asObject(@Nullable Object value) {
    return value instanceof Map<?, ?> ? (Map<String, Object>) value : null;
  }

  /** Apart, since few queries need it and it takes long to load. */
  private static final class Json {
    static final ObjectMapper MAPPER =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  }
}
