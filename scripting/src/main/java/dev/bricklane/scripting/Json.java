package dev.bricklane.scripting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import groovy.lang.Closure;
import groovy.lang.GroovyObject;
import groovy.lang.Script;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Java's maps, lists, texts, numbers and booleans. Numbers with a point are {@code
 * BigDecimal}, as Groovy has them.
 */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * Writes a value; texts of any kind and enums are texts, as keys too. Records and objects of
   * classes of Groovy are objects.
   *
   * @throws IllegalArgumentException if a value within has no JSON form
   */
  static String write(@Nullable Object value) {
    try {
      return MAPPER.writeValueAsString(plain(value));
    } catch (JsonProcessingException e) {
      // Without its message, which may repeat values.
      throw new IllegalArgumentException("A value has no form in JSON");
    }
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if it is no JSON
   */
  static @Nullable Object read(String text) {
    try {
      return MAPPER.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The text is not JSON: " + beginning(text), e);
    }
  }

  /** Returns how a text begins, to show what stands there. */
  static String beginning(String text) {
    return text.length() <= 80 ? "\"" + text + "\"" : "\"" + text.substring(0, 77) + "…\"";
  }

  /** Tells whether a script's own class is that of a record or of an object with properties. */
  private static boolean isData(Object value) {
    return value instanceof Record
        || (value instanceof GroovyObject
            && !(value instanceof CharSequence)
            && !(value instanceof Closure<?>)
            && !(value instanceof Script));
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value == null
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof JsonNode) {
      return value;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      map.forEach((key, element) -> plain.put(String.valueOf(key), plain(element)));
      return plain;
    }
    if (value instanceof Collection<?> elements) {
      return elements.stream().map(Json::plain).toArray();
    }
    if (value instanceof Object[] elements) {
      return plain(java.util.Arrays.asList(elements));
    }
    if (value instanceof float[]
        || value instanceof double[]
        || value instanceof int[]
        || value instanceof long[]
        || value instanceof byte[]) {
      return value;
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (isData(value)) {
      return plain(ClassFields.values(value));
    }
    return value.toString();
  }
}
