package dev.bricklane.jdbc;

import dev.bricklane.sql.ColumnType;
import java.sql.Types;

/** The column types of the tests. */
final class SqlTypes {
  static final ColumnType BOOLEAN = ColumnType.of(Types.BOOLEAN, "BOOLEAN", 0, 0);
  static final ColumnType TINYINT = ColumnType.of(Types.TINYINT, "TINYINT", 0, 0);
  static final ColumnType SMALLINT = ColumnType.of(Types.SMALLINT, "SMALLINT", 0, 0);
  static final ColumnType INTEGER = ColumnType.of(Types.INTEGER, "INTEGER", 0, 0);
  static final ColumnType BIGINT = ColumnType.of(Types.BIGINT, "BIGINT", 0, 0);
  static final ColumnType REAL = ColumnType.of(Types.REAL, "REAL", 0, 0);
  static final ColumnType FLOAT = ColumnType.of(Types.FLOAT, "FLOAT", 0, 0);
  static final ColumnType DOUBLE = ColumnType.of(Types.DOUBLE, "DOUBLE", 0, 0);
  static final ColumnType DECIMAL = ColumnType.of(Types.DECIMAL, "DECIMAL", 10, 2);
  static final ColumnType CHAR = ColumnType.of(Types.CHAR, "CHAR", 3, 0);
  static final ColumnType VARCHAR = ColumnType.of(Types.VARCHAR, "VARCHAR", 0, 0);
  static final ColumnType VARBINARY = ColumnType.of(Types.VARBINARY, "VARBINARY", 0, 0);
  static final ColumnType DATE = ColumnType.of(Types.DATE, "DATE", 0, 0);
  static final ColumnType TIME = ColumnType.of(Types.TIME, "TIME", 0, 0);
  static final ColumnType TIMESTAMP = ColumnType.of(Types.TIMESTAMP, "TIMESTAMP", 0, 3);
  static final ColumnType ZONED =
      ColumnType.of(Types.TIMESTAMP_WITH_TIMEZONE, "TIMESTAMP WITH TIME ZONE", 0, 0);
  static final ColumnType STRUCT = ColumnType.of(Types.STRUCT, "ROW", 0, 0);
  static final ColumnType MAP = ColumnType.of(Types.JAVA_OBJECT, "MAP", 0, 0);

  private SqlTypes() {}

  static ColumnType arrayOf(ColumnType element) {
    return new ColumnType(Types.ARRAY, element.name() + " ARRAY", 0, 0, element);
  }
}
