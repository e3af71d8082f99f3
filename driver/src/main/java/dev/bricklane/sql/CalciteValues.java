package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * Values as Calcite's generated code holds them, and as {@link ColumnType} promises them; dates are
 * numbers there.
 */
final class CalciteValues {
  private static final long MILLIS_PER_DAY = 86_400_000L;

  private CalciteValues() {}

  /** Converts a value of a result. */
  static @Nullable Object toJava(@Nullable Object value, RelDataType type) {
    if (value == null) {
      return null;
    }
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> value;
      case TINYINT -> ((Number) value).byteValue();
      case SMALLINT -> ((Number) value).shortValue();
      case INTEGER -> ((Number) value).intValue();
      case BIGINT -> ((Number) value).longValue();
      case REAL -> ((Number) value).floatValue();
      case FLOAT, DOUBLE -> ((Number) value).doubleValue();
      case DECIMAL -> value instanceof BigDecimal ? value : new BigDecimal(value.toString());
      case CHAR, VARCHAR -> value.toString();
      case BINARY, VARBINARY -> value instanceof ByteString bytes ? bytes.getBytes() : value;
      case DATE -> LocalDate.ofEpochDay(((Number) value).longValue());
      case TIME ->
          LocalTime.ofNanoOfDay(
              Math.floorMod(((Number) value).longValue(), MILLIS_PER_DAY) * 1_000_000L);
      case TIMESTAMP -> timestamp(((Number) value).longValue());
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ ->
          value instanceof Number millis
              ? Instant.ofEpochMilli(millis.longValue())
                  .atZone(ZoneId.systemDefault())
                  .toOffsetDateTime()
              : value.toString();
      case ARRAY, MULTISET -> array((List<?>) value, type);
      case ROW -> struct(value, type);
      case MAP, NULL -> value;
      default -> value.toString();
    };
  }

  private static LocalDateTime timestamp(long millis) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(millis, 1000L),
        (int) Math.floorMod(millis, 1000L) * 1_000_000,
        ZoneOffset.UTC);
  }

  private static List<@Nullable Object> array(List<?> value, RelDataType type) {
    RelDataType element = type.getComponentType();
    List<@Nullable Object> values = new ArrayList<>(value.size());
    for (Object each : value) {
      values.add(element == null ? each : toJava(each, element));
    }
    return values;
  }

  private static List<@Nullable Object> struct(Object value, RelDataType type) {
    List<?> fields = value instanceof Object[] array ? Arrays.asList(array) : (List<?>) value;
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < type.getFieldCount(); i++) {
      values.add(toJava(fields.get(i), type.getFieldList().get(i).getType()));
    }
    return values;
  }

  /**
   * Converts a value of a {@code ?}.
   *
   * @param number of the parameter, from 1, for the error
   */
  static @Nullable Object toCalcite(@Nullable Object value, RelDataType type, int number) {
    if (value == null) {
      return null;
    }
    try {
      return switch (type.getSqlTypeName()) {
        case DATE ->
            value instanceof LocalDateTime moment
                ? (int) moment.toLocalDate().toEpochDay()
                : (int) ((LocalDate) value).toEpochDay();
        case TIME -> (int) (((LocalTime) value).toNanoOfDay() / 1_000_000L);
        case TIMESTAMP ->
            value instanceof LocalDate day
                ? millis(day.atStartOfDay())
                : millis((LocalDateTime) value);
        case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ ->
            ((OffsetDateTime) value).toInstant().toEpochMilli();
        case BINARY, VARBINARY -> new ByteString((byte[]) value);
        case CHAR, VARCHAR -> value.toString();
        case DECIMAL -> new BigDecimal(value.toString());
        case BOOLEAN -> (Boolean) value;
        case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, FLOAT, DOUBLE -> (Number) value;
        case ARRAY, MULTISET -> (List<?>) value;
        case MAP -> (Map<?, ?>) value;
        default -> value;
      };
    } catch (ClassCastException | NumberFormatException e) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONVERSION,
          "Parameter %d is %s, but the statement wants %s"
              .formatted(number, value.getClass().getSimpleName(), RelTypes.plainName(type)),
          e);
    }
  }

  private static long millis(LocalDateTime moment) {
    return moment.toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
