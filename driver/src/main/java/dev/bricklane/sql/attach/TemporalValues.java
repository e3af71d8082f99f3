package dev.bricklane.sql.attach;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times as drivers give them: as java.time's classes, where the JVM's time zone has no
 * say, or else as older drivers do, and SQLite, as texts or milliseconds.
 */
final class TemporalValues {
  private TemporalValues() {}

  static @Nullable LocalDate date(ResultSet row, int column) throws SQLException {
    return convert(row, column, LocalDate.class, TemporalValues::toDate);
  }

  static @Nullable LocalTime time(ResultSet row, int column) throws SQLException {
    return convert(row, column, LocalTime.class, TemporalValues::toTime);
  }

  static @Nullable LocalDateTime timestamp(ResultSet row, int column) throws SQLException {
    return convert(row, column, LocalDateTime.class, TemporalValues::toTimestamp);
  }

  static @Nullable OffsetDateTime instant(ResultSet row, int column) throws SQLException {
    return convert(row, column, OffsetDateTime.class, TemporalValues::toInstant);
  }

  /** Reads a timestamp's text. */
  static LocalDateTime timestamp(String text) throws SQLException {
    try {
      return toTimestamp(text);
    } catch (DateTimeException e) {
      throw new SQLException("a value is no date or time", "22018");
    }
  }

  /**
   * Returns a date's day; what is beyond all of them, as PostgreSQL's infinity, is the last one.
   */
  static int days(LocalDate day) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, day.toEpochDay()));
  }

  /** Returns a local timestamp's milliseconds; what is beyond all of them is the last one. */
  static long millis(LocalDateTime moment) {
    return millis(moment.toEpochSecond(ZoneOffset.UTC), moment.getNano());
  }

  static long millis(long seconds, int nanos) {
    long most = Long.MAX_VALUE / 1000 - 1;
    return Math.max(-most, Math.min(most, seconds)) * 1000 + nanos / 1_000_000;
  }

  /** Makes one of java.time's values of what an older driver gives. */
  private interface Older<T> {
    T of(Object value);
  }

  private static <T> @Nullable T convert(ResultSet row, int column, Class<T> type, Older<T> older)
      throws SQLException {
    Object value;
    try {
      value = row.getObject(column, type);
      if (value == null || type.isInstance(value)) {
        return type.cast(value);
      }
      // Databricks' driver gives a text, whatever class it does not know.
    } catch (SQLException | AbstractMethodError | RuntimeException unknown) {
      value = row.getObject(column);
    }
    try {
      return value == null ? null : older.of(value);
    } catch (DateTimeException e) {
      throw new SQLException("a value is no date or time", "22018");
    }
  }

  private static LocalDate toDate(Object value) {
    return value instanceof Date day ? day.toLocalDate() : toTimestamp(value).toLocalDate();
  }

  private static LocalTime toTime(Object value) {
    if (value instanceof Time time) {
      return time.toLocalTime();
    }
    String text = value.toString().strip();
    return text.length() <= 12 && text.indexOf(':') > 0
        ? LocalTime.parse(text)
        : toTimestamp(value).toLocalTime();
  }

  private static LocalDateTime toTimestamp(Object value) {
    if (value instanceof Timestamp stamp) {
      return stamp.toLocalDateTime();
    }
    if (value instanceof LocalDateTime moment) {
      return moment;
    }
    if (value instanceof Number millis) {
      return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis.longValue()), ZoneOffset.UTC);
    }
    String text = value.toString().strip().replace(' ', 'T');
    return text.length() == 10
        ? LocalDate.parse(text).atStartOfDay()
        : LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
  }

  private static OffsetDateTime toInstant(Object value) {
    if (value instanceof Timestamp stamp) {
      return stamp.toInstant().atOffset(ZoneOffset.UTC);
    }
    if (value instanceof OffsetDateTime moment) {
      return moment;
    }
    return toTimestamp(value).atZone(ZoneId.systemDefault()).toOffsetDateTime();
  }
}
