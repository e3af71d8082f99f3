package dev.bricklane.sql;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * The limits of types, and the types of results: as most databases have them, where Calcite's
 * defaults are narrow.
 */
final class BricklaneTypeSystem extends RelDataTypeSystemImpl {
  static final BricklaneTypeSystem INSTANCE = new BricklaneTypeSystem();

  private static final int DECIMAL_DIGITS = 38;

  private BricklaneTypeSystem() {}

  @Override
  public int getMaxPrecision(SqlTypeName type) {
    return type == SqlTypeName.DECIMAL ? DECIMAL_DIGITS : super.getMaxPrecision(type);
  }

  @Override
  public int getMaxScale(SqlTypeName type) {
    return type == SqlTypeName.DECIMAL ? DECIMAL_DIGITS : super.getMaxScale(type);
  }

  /** Without this, {@code VALUES ('a'), ('bb')} would pad the first row with a blank. */
  @Override
  public boolean shouldConvertRaggedUnionTypesToVarying() {
    return true;
  }

  /** An average of whole numbers is not a whole number. */
  @Override
  public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
    return SqlTypeUtil.isExactNumeric(argument) && !SqlTypeUtil.isDecimal(argument)
        ? factory.createTypeWithNullability(
            factory.createSqlType(SqlTypeName.DOUBLE), argument.isNullable())
        : super.deriveAvgAggType(factory, argument);
  }

  /** A sum of whole numbers does not overflow its column's type. */
  @Override
  public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
    return switch (argument.getSqlTypeName()) {
      case TINYINT, SMALLINT, INTEGER ->
          factory.createTypeWithNullability(
              factory.createSqlType(SqlTypeName.BIGINT), argument.isNullable());
      default -> super.deriveSumType(factory, argument);
    };
  }
}
