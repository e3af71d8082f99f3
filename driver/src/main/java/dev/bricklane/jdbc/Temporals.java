package dev.bricklane.jdbc;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Calendar;
import java.util.GregorianCalendar;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of SQL as dates and times. Where a zone is needed and none is given, it is the
 * JVM's, as {@code java.sql} has it.
 */
final class Temporals {
  private static final DateTimeFormatter DATE_AND_PERHAPS_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[' ']")
          .optionalStart()
          .appendOffsetId()
          .toFormatter();

  private Temporals() {}

  static LocalDate toLocalDate(Object value) {
    if (value instanceof LocalDate date) {
      return date;
    }
    if (value instanceof LocalDateTime timestamp) {
      return timestamp.toLocalDate();
    }
    if (value instanceof OffsetDateTime timestamp) {
      return local(timestamp).toLocalDate();
    }
    if (value instanceof String text) {
      return toLocalDate(parseDate(text, "a date"));
    }
    throw Texts.unreadable(value, "a date");
  }

  static LocalTime toLocalTime(Object value) {
    if (value instanceof LocalTime time) {
      return time;
    }
    if (value instanceof LocalDateTime timestamp) {
      return timestamp.toLocalTime();
    }
    if (value instanceof OffsetDateTime timestamp) {
      return local(timestamp).toLocalTime();
    }
    if (value instanceof String text) {
      try {
        return LocalTime.parse(text.strip());
      } catch (DateTimeException e) {
        return toLocalTime(parseDate(text, "a time"));
      }
    }
    throw Texts.unreadable(value, "a time");
  }

  static LocalDateTime toLocalDateTime(Object value) {
    if (value instanceof LocalDateTime timestamp) {
      return timestamp;
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay();
    }
    if (value instanceof LocalTime time) {
      return LocalDate.EPOCH.atTime(time);
    }
    if (value instanceof OffsetDateTime timestamp) {
      return local(timestamp);
    }
    if (value instanceof String text) {
      return toLocalDateTime(parseDate(text, "a timestamp"));
    }
    throw Texts.unreadable(value, "a timestamp");
  }

  static OffsetDateTime toOffsetDateTime(Object value) {
    if (value instanceof OffsetDateTime timestamp) {
      return timestamp;
    }
    if (value instanceof String text
        && parseDate(text, "a timestamp") instanceof OffsetDateTime zoned) {
      return zoned;
    }
    return toLocalDateTime(value).atZone(ZoneId.systemDefault()).toOffsetDateTime();
  }

  static Date toDate(Object value, @Nullable Calendar calendar) {
    LocalDate date = toLocalDate(inZone(value, calendar));
    return calendar == null
        ? Date.valueOf(date)
        : new Date(inCalendar(date.atStartOfDay(), calendar).getTimeInMillis());
  }

  static Time toTime(Object value, @Nullable Calendar calendar) {
    LocalDateTime onFirstDay = LocalDate.EPOCH.atTime(toLocalTime(inZone(value, calendar)));
    Calendar in = calendar == null ? new GregorianCalendar() : calendar;
    return new Time(inCalendar(onFirstDay, in).getTimeInMillis() + millis(onFirstDay));
  }

  static Timestamp toTimestamp(Object value, @Nullable Calendar calendar) {
    Object read = value instanceof String text ? parseDate(text, "a timestamp") : value;
    if (read instanceof OffsetDateTime zoned) {
      return Timestamp.from(zoned.toInstant());
    }
    LocalDateTime local = toLocalDateTime(read);
    if (calendar == null) {
      return Timestamp.valueOf(local);
    }
    Timestamp timestamp = new Timestamp(inCalendar(local, calendar).getTimeInMillis());
    timestamp.setNanos(local.getNano());
    return timestamp;
  }

  /** Returns the whole seconds as a calendar counts them: Julian before 1582, as java.sql does. */
  private static Calendar inCalendar(LocalDateTime local, Calendar zone) {
    GregorianCalendar calendar = new GregorianCalendar(zone.getTimeZone());
    calendar.clear();
    calendar.set(
        local.getYear(),
        local.getMonthValue() - 1,
        local.getDayOfMonth(),
        local.getHour(),
        local.getMinute(),
        local.getSecond());
    return calendar;
  }

  /** Returns a {@code java.sql} date's fields in a calendar's zone. */
  static LocalDateTime fields(java.util.Date date, Calendar zone) {
    GregorianCalendar calendar = new GregorianCalendar(zone.getTimeZone());
    calendar.setTime(date);
    int nanos =
        date instanceof Timestamp timestamp
            ? timestamp.getNanos()
            : calendar.get(Calendar.MILLISECOND) * 1_000_000;
    return LocalDateTime.of(
        calendar.get(Calendar.YEAR),
        calendar.get(Calendar.MONTH) + 1,
        calendar.get(Calendar.DAY_OF_MONTH),
        calendar.get(Calendar.HOUR_OF_DAY),
        calendar.get(Calendar.MINUTE),
        calendar.get(Calendar.SECOND),
        nanos);
  }

  private static Object inZone(Object value, @Nullable Calendar calendar) {
    return calendar != null && value instanceof OffsetDateTime timestamp
        ? timestamp.atZoneSameInstant(calendar.getTimeZone().toZoneId()).toLocalDateTime()
        : value;
  }

  private static int millis(LocalDateTime local) {
    return local.getNano() / 1_000_000;
  }

  private static LocalDateTime local(OffsetDateTime timestamp) {
    return timestamp.atZoneSameInstant(ZoneId.systemDefault()).toLocalDateTime();
  }

  private static Object parseDate(String text, String as) {
    try {
      return DATE_AND_PERHAPS_TIME.parseBest(
          text.strip().replaceFirst("^(\\S{10,}) (?=\\d)", "$1T"),
          OffsetDateTime::from,
          LocalDateTime::from,
          LocalDate::from);
    } catch (DateTimeException e) {
      throw Texts.unreadable(text, as);
    }
  }
}
