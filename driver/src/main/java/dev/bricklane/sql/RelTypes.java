package dev.bricklane.sql;

import dev.bricklane.sql.ModelFunction.ArgumentType;
import dev.bricklane.sql.ModelFunction.ResultType;
import java.sql.Types;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/** Calcite's types: made for the functions and tables of ours, and described for JDBC. */
final class RelTypes {
  private RelTypes() {}

  /** Makes the type of a function's result or a table's column; all may be NULL. */
  static RelDataType of(RelDataTypeFactory types, ResultType type) {
    RelDataType plain =
        switch (type) {
          case TEXT -> types.createSqlType(SqlTypeName.VARCHAR);
          case INTEGER -> types.createSqlType(SqlTypeName.INTEGER);
          case BIGINT -> types.createSqlType(SqlTypeName.BIGINT);
          case BOOLEAN -> types.createSqlType(SqlTypeName.BOOLEAN);
          case TIMESTAMP -> types.createSqlType(SqlTypeName.TIMESTAMP, 3);
          case MONEY -> types.createSqlType(SqlTypeName.DECIMAL, 18, 9);
          case VECTOR -> types.createArrayType(types.createSqlType(SqlTypeName.REAL), -1);
        };
    return types.createTypeWithNullability(plain, true);
  }

  /** Makes the type that a function's argument is meant to have. */
  static RelDataType of(RelDataTypeFactory types, ArgumentType type) {
    RelDataType plain =
        switch (type) {
          case TEXT, TEXTS, JSON -> types.createSqlType(SqlTypeName.VARCHAR);
          case FLAG -> types.createSqlType(SqlTypeName.BOOLEAN);
          case MEDIA -> types.createSqlType(SqlTypeName.ANY);
          case WHOLE -> types.createSqlType(SqlTypeName.INTEGER);
          case NUMBER -> types.createSqlType(SqlTypeName.DOUBLE);
        };
    return types.createTypeWithNullability(plain, true);
  }

  /** Describes a type for JDBC. */
  static ColumnType describe(RelDataType type) {
    RelDataType element = type.getComponentType();
    boolean array = isArray(type);
    return new ColumnType(
        jdbcType(type),
        plainName(type),
        precision(type),
        type.getSqlTypeName().allowsScale() ? Math.max(0, type.getScale()) : fraction(type),
        array && element != null ? describe(element) : null);
  }

  /** Returns a type's name without length and nullability, such as {@code REAL ARRAY}. */
  static String plainName(RelDataType type) {
    RelDataType element = type.getComponentType();
    if (isArray(type) && element != null) {
      return plainName(element) + " ARRAY";
    }
    SqlTypeName name = type.getSqlTypeName();
    return switch (name) {
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> "TIMESTAMP WITH TIME ZONE";
      case TIME_WITH_LOCAL_TIME_ZONE, TIME_TZ -> "TIME WITH TIME ZONE";
      case ROW, STRUCTURED -> "ROW";
      default -> SqlTypeName.INTERVAL_TYPES.contains(name) ? "INTERVAL" : name.getSpaceName();
    };
  }

  private static boolean isArray(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.ARRAY
        || type.getSqlTypeName() == SqlTypeName.MULTISET;
  }

  private static int jdbcType(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case ARRAY, MULTISET -> Types.ARRAY;
      case ROW, STRUCTURED -> Types.STRUCT;
      case MAP, ANY, OTHER, GEOMETRY, VARIANT, UUID, SYMBOL -> Types.JAVA_OBJECT;
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> Types.TIMESTAMP_WITH_TIMEZONE;
      case TIME_WITH_LOCAL_TIME_ZONE, TIME_TZ -> Types.TIME_WITH_TIMEZONE;
      default ->
          SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName())
              ? Types.JAVA_OBJECT
              : type.getSqlTypeName().getJdbcOrdinal();
    };
  }

  private static int precision(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> 1;
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER, DATE -> 10;
      case BIGINT -> 19;
      case REAL -> 7;
      case FLOAT, DOUBLE -> 15;
      case TIME, TIME_WITH_LOCAL_TIME_ZONE, TIME_TZ -> withFraction(8, type);
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> withFraction(19, type);
      default -> Math.max(0, type.getPrecision());
    };
  }

  private static int withFraction(int length, RelDataType type) {
    int fraction = fraction(type);
    return fraction == 0 ? length : length + 1 + fraction;
  }

  private static int fraction(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case TIME, TIME_WITH_LOCAL_TIME_ZONE, TIME_TZ -> Math.max(0, type.getPrecision());
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ ->
          Math.max(0, type.getPrecision());
      default -> 0;
    };
  }
}
