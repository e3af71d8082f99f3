package dev.bricklane.jdbc;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of SQL as text: times as SQL writes them, bytes in hexadecimal; arrays, structs and
 * maps as JSON.
 */
final class Texts {
  private static final int EXCERPT = 40;

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(TIME)
          .toFormatter();
  private static final DateTimeFormatter ZONED =
      new DateTimeFormatterBuilder()
          .append(TIMESTAMP)
          .appendOffset("+HH:MM", "+00:00")
          .toFormatter();

  private Texts() {}

  static String of(Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof List<?> || value instanceof Map<?, ?>) {
      StringBuilder json = new StringBuilder();
      appendJson(json, value);
      return json.toString();
    }
    return scalar(value);
  }

  private static String scalar(Object value) {
    if (value instanceof BigDecimal decimal) {
      // An exponent beyond any DECIMAL's would write out as megabytes of zeros.
      return Math.abs((long) decimal.scale()) > 1000 ? decimal.toString() : decimal.toPlainString();
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof LocalDate date) {
      return DateTimeFormatter.ISO_LOCAL_DATE.format(date);
    }
    if (value instanceof LocalTime time) {
      return TIME.format(time);
    }
    if (value instanceof LocalDateTime timestamp) {
      return TIMESTAMP.format(timestamp);
    }
    if (value instanceof OffsetDateTime timestamp) {
      return ZONED.format(timestamp);
    }
    return value.toString();
  }

  private static void appendJson(StringBuilder json, @Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      json.append(value);
    } else if (value instanceof Number number) {
      boolean finite = Double.isFinite(number.doubleValue()) || number instanceof BigDecimal;
      json.append(finite ? scalar(number) : '"' + number.toString() + '"');
    } else if (value instanceof List<?> list) {
      json.append('[');
      for (Iterator<?> elements = list.iterator(); elements.hasNext(); ) {
        appendJson(json, elements.next());
        json.append(elements.hasNext() ? ", " : "");
      }
      json.append(']');
    } else if (value instanceof Map<?, ?> map) {
      json.append('{');
      for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
          entries.hasNext(); ) {
        Map.Entry<?, ?> entry = entries.next();
        appendQuoted(json, entry.getKey() == null ? "null" : of(entry.getKey()));
        json.append(": ");
        appendJson(json, entry.getValue());
        json.append(entries.hasNext() ? ", " : "");
      }
      json.append('}');
    } else {
      appendQuoted(json, of(value));
    }
  }

  private static void appendQuoted(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> json.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    json.append('"');
  }

  /** Returns a value as messages show it: its start, in quotes if a text. */
  static String excerpt(Object value) {
    String text = of(value);
    String start = text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    return value instanceof String ? "'" + start + "'" : start;
  }

  static BricklaneException unreadable(Object value, String as) {
    return new BricklaneException(
        ErrorCode.INVALID_CONVERSION, excerpt(value) + " cannot be read as " + as);
  }
}
