package dev.bricklane.jdbc;

import dev.bricklane.sql.ColumnType;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What JDBC tells of a type: one row per SQL type, in the order of {@code getTypeInfo}. */
enum TypeFacts {
  TINYINT(Types.TINYINT, Kind.WHOLE, 3, 4, Integer.class),
  BIGINT(Types.BIGINT, Kind.WHOLE, 19, 20, Long.class),
  VARBINARY(Types.VARBINARY, Kind.BINARY, 0, 0, byte[].class),
  BINARY(Types.BINARY, Kind.BINARY, 0, 0, byte[].class),
  CHAR(Types.CHAR, Kind.TEXT, 0, 0, String.class),
  DECIMAL(Types.DECIMAL, Kind.DECIMAL, 38, 40, BigDecimal.class),
  INTEGER(Types.INTEGER, Kind.WHOLE, 10, 11, Integer.class),
  SMALLINT(Types.SMALLINT, Kind.WHOLE, 5, 6, Integer.class),
  FLOAT(Types.FLOAT, Kind.APPROXIMATE, 15, 24, Double.class),
  REAL(Types.REAL, Kind.APPROXIMATE, 7, 15, Float.class),
  DOUBLE(Types.DOUBLE, Kind.APPROXIMATE, 15, 24, Double.class),
  VARCHAR(Types.VARCHAR, Kind.TEXT, 0, 0, String.class),
  BOOLEAN(Types.BOOLEAN, Kind.OTHER, 1, 5, Boolean.class),
  DATE(Types.DATE, Kind.TIME, 10, 10, Date.class),
  TIME(Types.TIME, Kind.TIME, 8, 8, Time.class),
  TIMESTAMP(Types.TIMESTAMP, Kind.TIME, 19, 19, Timestamp.class),
  ARRAY(Types.ARRAY, Kind.OTHER, 0, 0, Array.class),
  TIMESTAMP_WITH_TIME_ZONE(Types.TIMESTAMP_WITH_TIMEZONE, Kind.TIME, 25, 25, OffsetDateTime.class),
  STRUCT(Types.STRUCT, Kind.OTHER, 0, 0, Struct.class),
  OTHER(Types.OTHER, Kind.OTHER, 0, 0, Object.class);

  private enum Kind {
    WHOLE,
    DECIMAL,
    APPROXIMATE,
    TEXT,
    BINARY,
    TIME,
    OTHER
  }

  private final int jdbcType;
  private final Kind kind;
  private final int size;
  private final int width;
  private final Class<?> javaClass;

  TypeFacts(int jdbcType, Kind kind, int size, int width, Class<?> javaClass) {
    this.jdbcType = jdbcType;
    this.kind = kind;
    this.size = size;
    this.width = width;
    this.javaClass = javaClass;
  }

  static TypeFacts of(ColumnType type) {
    return of(type.jdbcType());
  }

  static TypeFacts of(int jdbcType) {
    int same =
        switch (jdbcType) {
          case Types.NUMERIC -> Types.DECIMAL;
          case Types.BIT -> Types.BOOLEAN;
          case Types.LONGVARCHAR,
              Types.NCHAR,
              Types.NVARCHAR,
              Types.LONGNVARCHAR,
              Types.CLOB,
              Types.NCLOB ->
              Types.VARCHAR;
          case Types.LONGVARBINARY, Types.BLOB -> Types.VARBINARY;
          default -> jdbcType;
        };
    for (TypeFacts facts : values()) {
      if (facts.jdbcType == same) {
        return facts;
      }
    }
    return OTHER;
  }

  /** Returns the facts of a type by its SQL name, whatever its case; OTHER if there is none. */
  static TypeFacts named(String sqlName) {
    String name = sqlName.strip().toUpperCase(Locale.ROOT);
    return switch (name) {
      case "STRING", "TEXT", "CHARACTER VARYING" -> VARCHAR;
      case "CHARACTER" -> CHAR;
      case "INT" -> INTEGER;
      case "NUMERIC" -> DECIMAL;
      case "DOUBLE PRECISION" -> DOUBLE;
      default -> {
        for (TypeFacts facts : values()) {
          if (facts.sqlName().equals(name)) {
            yield facts;
          }
        }
        yield OTHER;
      }
    };
  }

  int jdbcType() {
    return jdbcType;
  }

  /** Returns the name as SQL writes it. */
  String sqlName() {
    return name().replace('_', ' ');
  }

  /** Returns the class of what {@code getObject} gives. */
  Class<?> javaClass() {
    return javaClass;
  }

  /** Returns the name of a type as metadata shows it: for a known type plain, without digest. */
  static String name(ColumnType type) {
    return type.name().isEmpty() ? of(type).sqlName() : type.name();
  }

  /**
   * Returns COLUMN_SIZE: digits, characters or bytes; the largest number there is where unbounded.
   */
  int columnSize(ColumnType type) {
    return switch (kind) {
      case TEXT, BINARY -> type.precision() > 0 ? type.precision() : Integer.MAX_VALUE;
      case DECIMAL -> type.precision() > 0 ? type.precision() : size;
      case TIME -> this == DATE || type.scale() <= 0 ? size : size + 1 + type.scale();
      case WHOLE, APPROXIMATE, OTHER -> size;
    };
  }

  /** Returns precision as result set metadata has it: 0 where unbounded or senseless. */
  int precision(ColumnType type) {
    int columnSize = columnSize(type);
    return columnSize == Integer.MAX_VALUE ? 0 : columnSize;
  }

  /** Returns how many characters a value takes at most. */
  int displaySize(ColumnType type) {
    return switch (kind) {
      case TEXT, TIME -> columnSize(type);
      case BINARY -> type.precision() > 0 ? 2 * type.precision() : Integer.MAX_VALUE;
      case DECIMAL -> columnSize(type) + 2;
      case WHOLE, APPROXIMATE -> width;
      case OTHER -> width > 0 ? width : Integer.MAX_VALUE;
    };
  }

  /** Returns DECIMAL_DIGITS, or null where there are none. */
  @Nullable Integer decimalDigits(ColumnType type) {
    return switch (kind) {
      case WHOLE -> 0;
      case DECIMAL, TIME -> this == DATE ? null : (Integer) Math.max(type.scale(), 0);
      case APPROXIMATE, TEXT, BINARY, OTHER -> null;
    };
  }

  /** Returns NUM_PREC_RADIX, or null but for numbers. */
  @Nullable Integer radix() {
    return isNumber() ? (Integer) 10 : null;
  }

  /** Returns the most digits, characters or bytes that the type can have. */
  int maximumSize() {
    return columnSize(ColumnType.of(jdbcType, sqlName(), 0, maximumScale()));
  }

  /** Returns CHAR_OCTET_LENGTH, or null but for texts and binaries. */
  @Nullable Integer octetLength(ColumnType type) {
    return kind == Kind.TEXT || kind == Kind.BINARY ? (Integer) columnSize(type) : null;
  }

  boolean isNumber() {
    return kind == Kind.WHOLE || kind == Kind.DECIMAL || kind == Kind.APPROXIMATE;
  }

  boolean isText() {
    return kind == Kind.TEXT;
  }

  /** Returns whether {@code CONVERT} and {@code CAST} make another type of this one. */
  boolean convertsTo(TypeFacts target) {
    return switch (kind) {
      case WHOLE, DECIMAL, APPROXIMATE -> target.isNumber() || target.isText();
      case TEXT ->
          target.isText() || target.isNumber() || target == BOOLEAN || target.isPlainTime();
      case BINARY -> target.kind == Kind.BINARY;
      case TIME ->
          isPlainTime()
              && (target == this
                  || target.isText()
                  || this == TIMESTAMP && target.isPlainTime()
                  || this == DATE && target == TIMESTAMP);
      case OTHER -> this == BOOLEAN && (target == BOOLEAN || target.isText());
    };
  }

  private boolean isPlainTime() {
    return kind == Kind.TIME && this != TIMESTAMP_WITH_TIME_ZONE;
  }

  /** Returns what stands before a literal, or null. */
  @Nullable String literalPrefix() {
    return switch (kind) {
      case TEXT -> "'";
      case BINARY -> "X'";
      case TIME -> sqlName() + " '";
      case WHOLE, DECIMAL, APPROXIMATE, OTHER -> this == ARRAY ? "ARRAY[" : null;
    };
  }

  /** Returns what stands after a literal, or null. */
  @Nullable String literalSuffix() {
    return switch (kind) {
      case TEXT, BINARY, TIME -> "'";
      case WHOLE, DECIMAL, APPROXIMATE, OTHER -> this == ARRAY ? "]" : null;
    };
  }

  /** Returns what to write in brackets after the name, or null. */
  @Nullable String createParameters() {
    return switch (kind) {
      case TEXT, BINARY -> "length";
      case DECIMAL -> "precision,scale";
      case TIME -> this == DATE ? null : "precision";
      case WHOLE, APPROXIMATE, OTHER -> null;
    };
  }

  /** Returns the most digits after the point. */
  int maximumScale() {
    return switch (kind) {
      case DECIMAL -> size;
      case TIME -> this == DATE ? 0 : 9;
      case WHOLE, APPROXIMATE, TEXT, BINARY, OTHER -> 0;
    };
  }
}
