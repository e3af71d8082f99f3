package dev.bricklane.jdbc;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.math.BigDecimal;
import java.util.Locale;

/** Reads values of SQL as numbers and truth values. Fractions are cut off where none fit. */
final class Numbers {
  /** More digits than any whole type has: beyond it, an exponent alone tells. */
  private static final int LONG_DIGITS = 19;

  private Numbers() {}

  static byte toByte(Object value) {
    return (byte) whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "TINYINT");
  }

  static short toShort(Object value) {
    return (short) whole(value, Short.MIN_VALUE, Short.MAX_VALUE, "SMALLINT");
  }

  static int toInt(Object value) {
    return (int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "INTEGER");
  }

  static long toLong(Object value) {
    return whole(value, Long.MIN_VALUE, Long.MAX_VALUE, "BIGINT");
  }

  private static long whole(Object value, long min, long max, String type) {
    long whole;
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      whole = ((Number) value).longValue();
    } else {
      BigDecimal decimal = toDecimal(value);
      // Checked by size first: writing 1e999999999 out in full would fill the memory.
      if (decimal.precision() - (long) decimal.scale() > LONG_DIGITS) {
        throw outOfRange(value, type);
      }
      if (decimal.signum() == 0 || decimal.scale() > decimal.precision() + LONG_DIGITS) {
        return 0;
      }
      try {
        whole = decimal.toBigInteger().longValueExact();
      } catch (ArithmeticException e) {
        throw outOfRange(value, type);
      }
    }
    if (whole < min || whole > max) {
      throw outOfRange(value, type);
    }
    return whole;
  }

  static BigDecimal toDecimal(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof Boolean truth) {
      return truth ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    if (value instanceof Number || value instanceof String) {
      try {
        return new BigDecimal(value.toString().strip());
      } catch (NumberFormatException e) {
        throw Texts.unreadable(value, "a number");
      }
    }
    throw Texts.unreadable(value, "a number");
  }

  static double toDouble(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    if (value instanceof String text) {
      switch (text.strip()) {
        case "NaN":
          return Double.NaN;
        case "Infinity":
          return Double.POSITIVE_INFINITY;
        case "-Infinity":
          return Double.NEGATIVE_INFINITY;
        default:
          break;
      }
    }
    double number = toDecimal(value).doubleValue();
    if (Double.isInfinite(number)) {
      throw outOfRange(value, "DOUBLE");
    }
    return number;
  }

  static float toFloat(Object value) {
    double number = toDouble(value);
    float narrow = (float) number;
    if (Float.isInfinite(narrow) && !Double.isInfinite(number)) {
      throw outOfRange(value, "REAL");
    }
    return narrow;
  }

  /** Reads 0 as false and any other number as true; texts as SQL and people write them. */
  static boolean toBoolean(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue() != 0;
    }
    if (value instanceof Number) {
      return toDecimal(value).signum() != 0;
    }
    if (value instanceof String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "t", "yes", "y", "on", "1" -> true;
        case "false", "f", "no", "n", "off", "0" -> false;
        default -> throw Texts.unreadable(value, "a truth value");
      };
    }
    throw Texts.unreadable(value, "a truth value");
  }

  private static BricklaneException outOfRange(Object value, String type) {
    return new BricklaneException(
        ErrorCode.OUT_OF_RANGE, Texts.excerpt(value) + " does not fit " + type);
  }
}
