package dev.bricklane.sql.files;

import java.math.BigDecimal;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** The types that texts in files are found to be of, and how such a text becomes a value. */
enum ValueType {
  BOOLEAN(SqlType.of(SqlTypeName.BOOLEAN)) {
    @Override
    @Nullable Object parse(String text) {
      return text.equalsIgnoreCase("true")
          ? Boolean.TRUE
          : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }
  },
  BIGINT(SqlType.of(SqlTypeName.BIGINT)) {
    @Override
    @Nullable Object parse(String text) {
      if (!Numerals.isWhole(text) || text.length() > 20) {
        return null;
      }
      try {
        return Long.valueOf(text);
      } catch (NumberFormatException tooLarge) {
        return null;
      }
    }
  },
  /** Whole numbers beyond BIGINT. */
  DECIMAL(SqlType.decimal(38, 0)) {
    @Override
    @Nullable Object parse(String text) {
      return Numerals.isWhole(text) && text.length() <= (text.startsWith("-") ? 39 : 38)
          ? new BigDecimal(text)
          : null;
    }
  },
  DOUBLE(SqlType.of(SqlTypeName.DOUBLE)) {
    @Override
    @Nullable Object parse(String text) {
      if (!Numerals.isNumber(text)) {
        return null;
      }
      double value = Double.parseDouble(text);
      return Double.isInfinite(value) || Numerals.isWhole(text) && !isExact(value, text)
          ? null
          : value;
    }
  },
  DATE(SqlType.of(SqlTypeName.DATE)) {
    @Override
    @Nullable Object parse(String text) {
      return Moments.date(text);
    }
  },
  /** Without a zone, to the millisecond. */
  TIMESTAMP(SqlType.moment(SqlTypeName.TIMESTAMP)) {
    @Override
    @Nullable Object parse(String text) {
      return Moments.timestamp(text, false);
    }
  },
  /** With a zone, to the millisecond. */
  TIMESTAMP_TZ(SqlType.moment(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE)) {
    @Override
    @Nullable Object parse(String text) {
      return Moments.timestamp(text, true);
    }
  },
  VARCHAR(SqlType.of(SqlTypeName.VARCHAR)) {
    @Override
    Object parse(String text) {
      return text;
    }
  };

  private static final int EXACT_DIGITS = 15;

  private final SqlType type;

  ValueType(SqlType type) {
    this.type = type;
  }

  /** Returns whether a DOUBLE has all digits of a whole number, which may be a key. */
  private static boolean isExact(double value, String text) {
    return text.length() <= EXACT_DIGITS
        || new BigDecimal(value).compareTo(new BigDecimal(text)) == 0;
  }

  /** Returns that of a column of a text file. */
  static ValueType of(FileColumn column) {
    for (ValueType each : values()) {
      if (each.type.equals(column.type())) {
        return each;
      }
    }
    throw new IllegalArgumentException(column.typeText());
  }

  /**
   * Reads a text.
   *
   * @return the value as Calcite's generated code has it, or null if the text is none of this type
   */
  abstract @Nullable Object parse(String text);

  SqlType type() {
    return type;
  }

  boolean isNumber() {
    return this == BIGINT || this == DECIMAL || this == DOUBLE;
  }

  /** Returns the narrowest type that has the values of both. */
  ValueType with(ValueType other) {
    if (this == other) {
      return this;
    }
    if (isNumber() && other.isNumber()) {
      return compareTo(other) > 0 ? this : other;
    }
    boolean moments = (this == DATE || this == TIMESTAMP) && (other == DATE || other == TIMESTAMP);
    return moments ? TIMESTAMP : VARCHAR;
  }

  /** Returns the narrowest type of a text. */
  static ValueType of(String text) {
    for (ValueType each : values()) {
      if (each.parse(text) != null) {
        return each;
      }
    }
    return VARCHAR;
  }

  /** Returns the narrowest type of a text that is known to be no number and no truth value. */
  static ValueType ofQuoted(String text) {
    ValueType type = of(text);
    return type.isNumber() || type == BOOLEAN ? VARCHAR : type;
  }
}
