package dev.bricklane.sql.files;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and timestamps in texts, in ISO 8601's form or with a blank for its T. */
final class Moments {
  private static final long MILLIS_PER_DAY = 86_400_000L;
  private static final int DATE_LENGTH = 10;
  private static final Pattern TIME =
      Pattern.compile(
          "[T ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?"
              + "\\s?(Z|[+-]\\d\\d(?::?\\d\\d(?::?\\d\\d)?)?)?");

  private Moments() {}

  /** Returns the days since 1970, or null. */
  static @Nullable Integer date(String text) {
    return text.length() == DATE_LENGTH ? day(text) : null;
  }

  /**
   * Returns milliseconds since 1970: of the instant if there is a zone, else as on a clock in UTC.
   *
   * @param zoned whether there must be a zone; without, it may be a date alone, too
   * @return null if the text is nothing like it
   */
  static @Nullable Long timestamp(String text, boolean zoned) {
    Integer day = text.length() < DATE_LENGTH ? null : day(text);
    if (day == null) {
      return null;
    }
    long start = day * MILLIS_PER_DAY;
    if (text.length() == DATE_LENGTH) {
      return zoned ? null : start;
    }
    Matcher time = TIME.matcher(text).region(DATE_LENGTH, text.length());
    if (!time.matches() || (time.group(5) != null) != zoned) {
      return null;
    }
    try {
      LocalTime clock =
          LocalTime.of(
              Integer.parseInt(time.group(1)),
              Integer.parseInt(time.group(2)),
              time.group(3) == null ? 0 : Integer.parseInt(time.group(3)));
      long millis = start + clock.toSecondOfDay() * 1000L + millis(time.group(4));
      return zoned ? millis - ZoneOffset.of(time.group(5)).getTotalSeconds() * 1000L : millis;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int millis(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00").substring(0, 3));
  }

  private static @Nullable Integer day(String text) {
    for (int i = 0; i < DATE_LENGTH; i++) {
      char c = text.charAt(i);
      if (i == 4 || i == 7 ? c != '-' : c < '0' || c > '9') {
        return null;
      }
    }
    try {
      int year = Integer.parseInt(text.substring(0, 4));
      LocalDate day =
          LocalDate.of(
              year,
              Integer.parseInt(text.substring(5, 7)),
              Integer.parseInt(text.substring(8, 10)));
      return year == 0 ? null : (int) day.toEpochDay();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
