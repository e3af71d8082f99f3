package dev.bricklane.sql.files;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A type of SQL's that is no array.
 *
 * @param precision its digits; of a moment, those of the second's fraction; -1 if it has none
 * @param scale digits after the point; -1 if it has none
 */
record SqlType(SqlTypeName name, int precision, int scale) {
  /** Makes a type without digits. */
  static SqlType of(SqlTypeName name) {
    return new SqlType(name, -1, -1);
  }

  /** Makes a type of moments; the engine counts milliseconds. */
  static SqlType moment(SqlTypeName name) {
    return new SqlType(name, 3, -1);
  }

  static SqlType decimal(int precision, int scale) {
    return new SqlType(SqlTypeName.DECIMAL, precision, scale);
  }

  RelDataType relType(RelDataTypeFactory types) {
    if (precision < 0) {
      return types.createSqlType(name);
    }
    return scale < 0
        ? types.createSqlType(name, precision)
        : types.createSqlType(name, precision, scale);
  }

  /** Returns the type as people write it. */
  String text() {
    return switch (name) {
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> "TIMESTAMP WITH TIME ZONE";
      case DECIMAL -> "DECIMAL(%d,%d)".formatted(precision, scale);
      default -> name.getName();
    };
  }
}
