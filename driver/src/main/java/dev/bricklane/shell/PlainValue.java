package dev.bricklane.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of JDBC plain, so that every format can write them: null, text, numbers, booleans,
 * lists and maps. Bytes become hexadecimal text.
 */
final class PlainValue {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private PlainValue() {}

  static @Nullable Object of(@Nullable Object value) throws SQLException {
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean) {
      return value;
    }
    if (value instanceof byte[] bytes) {
      return "0x" + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof java.sql.Array array) {
      try {
        return of(array.getArray());
      } finally {
        array.free();
      }
    }
    if (value instanceof Struct struct) {
      return list(struct.getAttributes());
    }
    if (value instanceof Collection<?> collection) {
      return list(collection.toArray());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        plain.put(String.valueOf(entry.getKey()), of(entry.getValue()));
      }
      return plain;
    }
    return value.getClass().isArray() ? list(value) : value.toString();
  }

  /** Returns a plain value as text; lists and maps as JSON. */
  static String text(Object plain) {
    if (plain instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (plain instanceof List || plain instanceof Map) {
      try {
        return JSON.writeValueAsString(plain);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a plain value is always JSON", e);
      }
    }
    return plain.toString();
  }

  /** An array of objects or of primitives. */
  private static List<@Nullable Object> list(Object array) throws SQLException {
    int length = Array.getLength(array);
    List<@Nullable Object> plain = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      plain.add(of(Array.get(array, i)));
    }
    return plain;
  }
}
