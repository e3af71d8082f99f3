package dev.bricklane.sql.attach;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * A column of a source's table. Immutable.
 *
 * @param name as the source writes it
 * @param kind how its values are read and compared
 * @param precision digits, characters or bytes; 0 where unbounded or senseless
 * @param scale digits after the point
 * @param element the kind of an array's elements, else null
 * @param typeName what the source calls its type
 * @param nullable whether it may hold NULL
 * @param remarks what the source says of it, or null
 */
record SourceColumn(
    String name,
    Kind kind,
    int precision,
    int scale,
    @Nullable Kind element,
    String typeName,
    boolean nullable,
    @Nullable String remarks) {
  private static final int DECIMAL_DIGITS = 38;

  /** Kinds of values. */
  enum Kind {
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INTEGER,
    BIGINT,
    DECIMAL,
    REAL,
    DOUBLE,
    /** Text, compared as it is. */
    TEXT,
    /** Text of a fixed length; its blanks at the end do not count, and are not given. */
    PADDED,
    DATE,
    TIME,
    TIMESTAMP,
    /** A moment. */
    INSTANT,
    BINARY,
    ARRAY,
    /** Given as text. */
    UUID,
    /** Anything else, given as the source's driver writes it. */
    OTHER;

    /** Returns whether it is a number without a fraction. */
    boolean whole() {
      return this == TINYINT || this == SMALLINT || this == INTEGER || this == BIGINT;
    }

    /** Returns whether it is a number. */
    boolean number() {
      return whole() || this == DECIMAL || this == REAL || this == DOUBLE;
    }
  }

  /** Makes its type. */
  RelDataType type(RelDataTypeFactory types) {
    RelDataType plain =
        kind == Kind.ARRAY
            ? types.createArrayType(
                types.createTypeWithNullability(
                    plain(types, element == null ? Kind.OTHER : element, 0, -1), true),
                -1)
            : plain(types, kind, precision, scale);
    return types.createTypeWithNullability(plain, nullable);
  }

  private static RelDataType plain(RelDataTypeFactory types, Kind kind, int precision, int scale) {
    return switch (kind) {
      case BOOLEAN -> types.createSqlType(SqlTypeName.BOOLEAN);
      case TINYINT -> types.createSqlType(SqlTypeName.TINYINT);
      case SMALLINT -> types.createSqlType(SqlTypeName.SMALLINT);
      case INTEGER -> types.createSqlType(SqlTypeName.INTEGER);
      case BIGINT -> types.createSqlType(SqlTypeName.BIGINT);
      case REAL -> types.createSqlType(SqlTypeName.REAL);
      case DOUBLE -> types.createSqlType(SqlTypeName.DOUBLE);
      case DECIMAL -> decimal(types, precision, scale);
      case TEXT, PADDED, UUID, OTHER -> text(types, kind, precision);
      case DATE -> types.createSqlType(SqlTypeName.DATE);
      case TIME -> types.createSqlType(SqlTypeName.TIME, 3);
      case TIMESTAMP -> types.createSqlType(SqlTypeName.TIMESTAMP, 3);
      case INSTANT -> types.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 3);
      case BINARY -> types.createSqlType(SqlTypeName.VARBINARY);
      case ARRAY -> types.createSqlType(SqlTypeName.ANY);
    };
  }

  /** A number of digits that the source leaves open gets as many as there can be. */
  private static RelDataType decimal(RelDataTypeFactory types, int precision, int scale) {
    boolean bounded =
        precision > 0 && precision <= DECIMAL_DIGITS && scale >= 0 && scale <= precision;
    return bounded
        ? types.createSqlType(SqlTypeName.DECIMAL, precision, scale)
        : types.createSqlType(SqlTypeName.DECIMAL, DECIMAL_DIGITS, DECIMAL_DIGITS / 2);
  }

  private static RelDataType text(RelDataTypeFactory types, Kind kind, int length) {
    boolean bounded =
        (kind == Kind.TEXT || kind == Kind.PADDED) && length > 0 && length < (1 << 20);
    RelDataType type =
        bounded
            ? types.createSqlType(SqlTypeName.VARCHAR, length)
            : types.createSqlType(SqlTypeName.VARCHAR);
    return type;
  }
}
