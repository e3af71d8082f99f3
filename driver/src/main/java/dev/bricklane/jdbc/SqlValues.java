package dev.bricklane.jdbc;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.ColumnType;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes values that callers give into the classes that {@link ColumnType} lists. */
final class SqlValues {
  private SqlValues() {}

  /** Returns a value of any class that JDBC knows as one of the classes that the engine knows. */
  static Object plain(Object value) throws SQLException {
    if (value instanceof String
        || value instanceof Boolean
        || value instanceof byte[]
        || value instanceof LocalDate
        || value instanceof LocalTime
        || value instanceof LocalDateTime
        || value instanceof OffsetDateTime
        || value instanceof Map<?, ?>) {
      return value;
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Character || value instanceof UUID || value instanceof Enum<?>) {
      return value.toString();
    }
    if (value instanceof java.net.URL || value instanceof java.net.URI) {
      return value.toString();
    }
    Object time = time(value);
    return time != null ? time : large(value);
  }

  private static Object number(Number number) {
    if (number instanceof BigInteger whole) {
      return new BigDecimal(whole);
    }
    boolean known =
        number instanceof Byte
            || number instanceof Short
            || number instanceof Integer
            || number instanceof Long
            || number instanceof Float
            || number instanceof Double
            || number instanceof BigDecimal;
    return known ? number : Numbers.toDecimal(number.toString());
  }

  private static @Nullable Object time(Object value) {
    if (value instanceof Timestamp timestamp) {
      return timestamp.toLocalDateTime();
    }
    if (value instanceof Date date) {
      return date.toLocalDate();
    }
    if (value instanceof Time time) {
      return Temporals.fields(time, new GregorianCalendar()).toLocalTime();
    }
    if (value instanceof java.util.Date date) {
      return Temporals.fields(date, new GregorianCalendar());
    }
    if (value instanceof Calendar calendar) {
      return calendar.toInstant().atZone(calendar.getTimeZone().toZoneId()).toOffsetDateTime();
    }
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    if (value instanceof ZonedDateTime timestamp) {
      return timestamp.toOffsetDateTime();
    }
    if (value instanceof OffsetTime time) {
      return LocalDate.now(ZoneId.systemDefault())
          .atTime(time)
          .atZoneSameInstant(ZoneId.systemDefault())
          .toLocalTime();
    }
    return null;
  }

  private static Object large(Object value) throws SQLException {
    if (value instanceof Clob clob) {
      return clob.getSubString(1, (int) clob.length());
    }
    if (value instanceof Blob blob) {
      return blob.getBytes(1, (int) blob.length());
    }
    if (value instanceof SQLXML xml) {
      return xml.getString();
    }
    if (value instanceof Reader reader) {
      return SqlExceptions.notNull(Streams.text(reader), "text");
    }
    if (value instanceof InputStream stream) {
      return SqlExceptions.notNull(Streams.bytes(stream), "stream");
    }
    if (value instanceof BricklaneArray array) {
      return array.values();
    }
    if (value instanceof java.sql.Array array) {
      return plain(array.getArray());
    }
    if (value instanceof Struct struct) {
      return plain(struct.getAttributes());
    }
    if (value instanceof Collection<?> collection) {
      return list(collection.toArray());
    }
    if (value.getClass().isArray()) {
      return list(value);
    }
    throw new BricklaneException(
        ErrorCode.INVALID_CONVERSION,
        "An object of class " + value.getClass().getName() + " is no value of SQL");
  }

  /** Makes an array of a type by its SQL name; of an unknown name with its values as they are. */
  static BricklaneArray array(String typeName, @Nullable Object[] elements) throws SQLException {
    TypeFacts facts = TypeFacts.named(typeName);
    ColumnType type = ColumnType.of(facts.jdbcType(), typeName, 0, 0);
    List<@Nullable Object> values = new ArrayList<>(elements.length);
    for (Object element : list(elements)) {
      values.add(element == null ? null : as(element, type));
    }
    return new BricklaneArray(type, values);
  }

  private static List<@Nullable Object> list(Object array) throws SQLException {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      Object element = Array.get(array, i);
      list.add(element == null ? null : plain(element));
    }
    return list;
  }

  /** Returns a plain value as one of a type; types of which nothing is known keep it. */
  static Object as(Object value, ColumnType type) {
    return switch (TypeFacts.of(type)) {
      case TINYINT -> Numbers.toByte(whole(value));
      case SMALLINT -> Numbers.toShort(whole(value));
      case INTEGER -> Numbers.toInt(whole(value));
      case BIGINT -> Numbers.toLong(whole(value));
      case REAL -> Numbers.toFloat(value);
      case FLOAT, DOUBLE -> Numbers.toDouble(value);
      case DECIMAL -> Numbers.toDecimal(value);
      case BOOLEAN -> Numbers.toBoolean(value);
      case CHAR, VARCHAR -> {
        if (value instanceof List) {
          throw Texts.unreadable(value, "a text; write CAST(? AS VARCHAR ARRAY) for an array");
        }
        yield Texts.of(value);
      }
      case BINARY, VARBINARY -> Conversions.toBytes(value);
      case DATE -> Temporals.toLocalDate(value);
      case TIME -> Temporals.toLocalTime(value);
      case TIMESTAMP -> Temporals.toLocalDateTime(value);
      case TIMESTAMP_WITH_TIME_ZONE -> Temporals.toOffsetDateTime(value);
      case ARRAY -> elements(value, type.element());
      case STRUCT -> Conversions.toList(value);
      case OTHER -> value;
    };
  }

  /** Refuses a fraction: where a getter may cut it off, {@code id = 1.5} must not find id 1. */
  private static Object whole(Object value) {
    if (value instanceof Float
        || value instanceof Double
        || value instanceof String
        || value instanceof BigDecimal) {
      BigDecimal decimal = Numbers.toDecimal(value);
      if (decimal.signum() != 0 && decimal.stripTrailingZeros().scale() > 0) {
        throw Texts.unreadable(value, "a whole number");
      }
      return decimal;
    }
    return value;
  }

  private static Object elements(Object value, @Nullable ColumnType element) {
    List<@Nullable Object> values = Conversions.toList(value);
    if (element == null) {
      return values;
    }
    List<@Nullable Object> converted = new ArrayList<>(values.size());
    for (Object each : values) {
      converted.add(each == null ? null : as(each, element));
    }
    return converted;
  }
}
