package dev.bricklane.jdbc;

import dev.bricklane.sql.ColumnType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads values, of the classes that {@link ColumnType} lists, as the classes that callers of JDBC
 * ask for.
 */
final class Conversions {
  private static final Map<Class<?>, BiFunction<Object, ColumnType, Object>> TO =
      Map.ofEntries(
          Map.entry(Object.class, Conversions::toJdbc),
          Map.entry(String.class, (value, type) -> Texts.of(value)),
          Map.entry(Boolean.class, (value, type) -> Numbers.toBoolean(value)),
          Map.entry(Byte.class, (value, type) -> Numbers.toByte(value)),
          Map.entry(Short.class, (value, type) -> Numbers.toShort(value)),
          Map.entry(Integer.class, (value, type) -> Numbers.toInt(value)),
          Map.entry(Long.class, (value, type) -> Numbers.toLong(value)),
          Map.entry(Float.class, (value, type) -> Numbers.toFloat(value)),
          Map.entry(Double.class, (value, type) -> Numbers.toDouble(value)),
          Map.entry(BigDecimal.class, (value, type) -> Numbers.toDecimal(value)),
          Map.entry(Number.class, (value, type) -> Numbers.toDecimal(value)),
          Map.entry(BigInteger.class, (value, type) -> Numbers.toDecimal(value).toBigInteger()),
          Map.entry(LocalDate.class, (value, type) -> Temporals.toLocalDate(value)),
          Map.entry(LocalTime.class, (value, type) -> Temporals.toLocalTime(value)),
          Map.entry(LocalDateTime.class, (value, type) -> Temporals.toLocalDateTime(value)),
          Map.entry(OffsetDateTime.class, (value, type) -> Temporals.toOffsetDateTime(value)),
          Map.entry(
              ZonedDateTime.class,
              (value, type) ->
                  Temporals.toOffsetDateTime(value).atZoneSameInstant(ZoneId.systemDefault())),
          Map.entry(Instant.class, (value, type) -> Temporals.toOffsetDateTime(value).toInstant()),
          Map.entry(Date.class, (value, type) -> Temporals.toDate(value, null)),
          Map.entry(Time.class, (value, type) -> Temporals.toTime(value, null)),
          Map.entry(Timestamp.class, (value, type) -> Temporals.toTimestamp(value, null)),
          Map.entry(java.util.Date.class, (value, type) -> Temporals.toTimestamp(value, null)),
          Map.entry(UUID.class, (value, type) -> toUuid(value)),
          Map.entry(URL.class, (value, type) -> toUrl(value)),
          Map.entry(byte[].class, (value, type) -> toBytes(value)),
          Map.entry(InputStream.class, (value, type) -> toStream(value)),
          Map.entry(Reader.class, (value, type) -> new StringReader(Texts.of(value))),
          Map.entry(Clob.class, (value, type) -> new BricklaneClob(Texts.of(value))),
          Map.entry(NClob.class, (value, type) -> new BricklaneClob(Texts.of(value))),
          Map.entry(Blob.class, (value, type) -> new BricklaneBlob(toBytes(value))),
          Map.entry(Array.class, Conversions::toArray),
          Map.entry(Struct.class, Conversions::toStruct),
          Map.entry(List.class, (value, type) -> toList(value)),
          Map.entry(float[].class, (value, type) -> toFloats(value)),
          Map.entry(double[].class, (value, type) -> toDoubles(value)));

  private Conversions() {}

  /** Reads a value as a class; primitive classes mean their boxes. */
  static <T> T to(Object value, ColumnType type, Class<T> target) {
    @SuppressWarnings("unchecked") // wrap() gives the box, which is what T means for a primitive
    Class<T> boxed = (Class<T>) MethodType.methodType(target).wrap().returnType();
    BiFunction<Object, ColumnType, Object> conversion = TO.get(boxed);
    if (conversion != null) {
      return boxed.cast(conversion.apply(value, type));
    }
    Object plain = toJdbc(value, type);
    if (boxed.isInstance(plain)) {
      return boxed.cast(plain);
    }
    if (boxed.isInstance(value)) {
      return boxed.cast(value);
    }
    if (boxed == Object[].class || boxed.isArray() && value instanceof List<?>) {
      Object array = JdbcArrays.toJava(toList(value), element(type));
      if (boxed.isInstance(array)) {
        return boxed.cast(array);
      }
    }
    throw Texts.unreadable(value, target.getTypeName());
  }

  /** Returns a value as {@code getObject} gives it: of the class that JDBC maps its type to. */
  static Object toJdbc(Object value, ColumnType type) {
    return switch (TypeFacts.of(type)) {
      case TINYINT, SMALLINT, INTEGER -> Numbers.toInt(value);
      case BIGINT -> Numbers.toLong(value);
      case REAL -> Numbers.toFloat(value);
      case FLOAT, DOUBLE -> Numbers.toDouble(value);
      case DECIMAL -> Numbers.toDecimal(value);
      case BOOLEAN -> Numbers.toBoolean(value);
      case CHAR, VARCHAR -> Texts.of(value);
      case BINARY, VARBINARY -> toBytes(value);
      case DATE -> Temporals.toDate(value, null);
      case TIME -> Temporals.toTime(value, null);
      case TIMESTAMP -> Temporals.toTimestamp(value, null);
      case TIMESTAMP_WITH_TIME_ZONE -> Temporals.toOffsetDateTime(value);
      case ARRAY -> toArray(value, type);
      case STRUCT -> toStruct(value, type);
      case OTHER -> value;
    };
  }

  static byte[] toBytes(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    throw Texts.unreadable(value, "bytes");
  }

  static InputStream toStream(Object value) {
    return new ByteArrayInputStream(toBytes(value));
  }

  static URL toUrl(Object value) {
    try {
      return URI.create(Texts.of(value).strip()).toURL();
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw Texts.unreadable(value, "a URL");
    }
  }

  static BricklaneArray toArray(Object value, ColumnType type) {
    return new BricklaneArray(element(type), toList(value));
  }

  private static BricklaneStruct toStruct(Object value, ColumnType type) {
    return new BricklaneStruct(TypeFacts.name(type), toList(value));
  }

  private static ColumnType element(ColumnType type) {
    ColumnType element = type.element();
    return element == null ? JdbcArrays.ANY : element;
  }

  @SuppressWarnings("unchecked") // the elements of any list are objects or null
  static List<@Nullable Object> toList(Object value) {
    if (value instanceof List<?> list) {
      return (List<@Nullable Object>) list;
    }
    throw Texts.unreadable(value, "an array");
  }

  private static UUID toUuid(Object value) {
    try {
      return UUID.fromString(Texts.of(value).strip());
    } catch (IllegalArgumentException e) {
      throw Texts.unreadable(value, "a UUID");
    }
  }

  private static float[] toFloats(Object value) {
    List<@Nullable Object> list = toList(value);
    float[] floats = new float[list.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Numbers.toFloat(notNull(list.get(i), value));
    }
    return floats;
  }

  private static double[] toDoubles(Object value) {
    List<@Nullable Object> list = toList(value);
    double[] doubles = new double[list.size()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = Numbers.toDouble(notNull(list.get(i), value));
    }
    return doubles;
  }

  private static Object notNull(@Nullable Object element, Object array) {
    if (element == null) {
      throw Texts.unreadable(array, "an array without NULL");
    }
    return element;
  }
}
