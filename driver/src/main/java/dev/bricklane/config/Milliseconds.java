package dev.bricklane.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: plain milliseconds, or {@code 500ms}, {@code 30s}, … */
final class Milliseconds {
  static final long SECOND = 1_000;
  static final long MINUTE = 60 * SECOND;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;

  /** Twelve digits of hours still fit a long in milliseconds. */
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})\\s?(ms|s|m|h)?");

  private Milliseconds() {}

  /** Returns the milliseconds that the text means, or -1 if it is no duration. */
  static long parse(String text) {
    Matcher form = FORM.matcher(Ascii.lowerCase(text));
    if (!form.matches()) {
      return -1;
    }
    String unit = form.group(2);
    return Long.parseLong(form.group(1)) * (unit == null ? 1 : size(unit));
  }

  /** Writes a duration in its largest whole unit, such as {@code 250 ms} or {@code 24 h}. */
  static String format(long milliseconds) {
    for (String unit : new String[] {"h", "m", "s"}) {
      if (milliseconds > 0 && milliseconds % size(unit) == 0) {
        return milliseconds / size(unit) + " " + unit;
      }
    }
    return milliseconds + " ms";
  }

  private static long size(String unit) {
    return switch (unit) {
      case "h" -> HOUR;
      case "m" -> MINUTE;
      case "s" -> SECOND;
      default -> 1;
    };
  }
}
