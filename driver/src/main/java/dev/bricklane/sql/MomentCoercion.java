package dev.bricklane.sql;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.jspecify.annotations.Nullable;

/**
 * Calcite's implicit casts, and one more: a TIMESTAMP that is compared with a moment (TIMESTAMP
 * WITH LOCAL TIME ZONE) is made one, by the session's time zone. Without a cast their milliseconds
 * are compared, which are those of different clocks.
 */
final class MomentCoercion extends TypeCoercionImpl {
  MomentCoercion(RelDataTypeFactory types, SqlValidator validator) {
    super(types, validator);
  }

  @Override
  public @Nullable RelDataType commonTypeForBinaryComparison(
      @Nullable RelDataType left, @Nullable RelDataType right) {
    if (left != null && right != null) {
      boolean nullable = left.isNullable() || right.isNullable();
      if (isMoment(left) && isTimestamp(right)) {
        return factory.createTypeWithNullability(left, nullable);
      }
      if (isTimestamp(left) && isMoment(right)) {
        return factory.createTypeWithNullability(right, nullable);
      }
    }
    return super.commonTypeForBinaryComparison(left, right);
  }

  private static boolean isMoment(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
  }

  private static boolean isTimestamp(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIMESTAMP;
  }
}
