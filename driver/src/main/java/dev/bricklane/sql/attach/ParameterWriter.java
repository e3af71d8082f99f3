package dev.bricklane.sql.attach;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** Hands the values of a statement's parameters, as generated code has them, to a source. */
final class ParameterWriter {
  private ParameterWriter() {}

  static void set(
      PreparedStatement statement,
      int number,
      @Nullable Object value,
      RelDataType type,
      Product product)
      throws SQLException {
    if (product == Product.SPARK && SparkTimes.concerns(type)) {
      statement.setString(number, value == null ? null : SparkTimes.text(value, type));
      return;
    }
    if (value == null) {
      statement.setNull(number, jdbcType(type));
      return;
    }
    switch (type.getSqlTypeName()) {
      case DATE -> statement.setObject(number, LocalDate.ofEpochDay(((Number) value).longValue()));
      case TIME ->
          statement.setObject(
              number, LocalTime.ofNanoOfDay(((Number) value).longValue() * 1_000_000L));
      case TIMESTAMP ->
          statement.setObject(
              number,
              LocalDateTime.ofInstant(
                  Instant.ofEpochMilli(((Number) value).longValue()), ZoneOffset.UTC));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          statement.setObject(
              number, Instant.ofEpochMilli(((Number) value).longValue()).atOffset(ZoneOffset.UTC));
      case BOOLEAN -> statement.setBoolean(number, (Boolean) value);
      case TINYINT, SMALLINT, INTEGER -> statement.setInt(number, ((Number) value).intValue());
      case BIGINT -> statement.setLong(number, ((Number) value).longValue());
      case REAL, FLOAT, DOUBLE -> statement.setDouble(number, ((Number) value).doubleValue());
      case DECIMAL -> statement.setBigDecimal(number, new BigDecimal(value.toString()));
      case CHAR, VARCHAR -> statement.setString(number, value.toString());
      default -> statement.setObject(number, value);
    }
  }

  private static int jdbcType(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Types.TIMESTAMP_WITH_TIMEZONE;
      default -> type.getSqlTypeName().getJdbcOrdinal();
    };
  }
}
