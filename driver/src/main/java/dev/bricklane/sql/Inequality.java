package dev.bricklane.sql;

import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A value of one relation {@code <}, {@code <=}, {@code >} or {@code >=} a value of another. That
 * it holds for some row of the other is known from the other's largest or smallest value.
 *
 * @param condition over the columns of both
 * @param one over those of the one relation
 * @param other over those of the other
 * @param largest whether the largest value decides
 */
record Inequality(RexCall condition, RexNode one, RexNode other, boolean largest) {

  /**
   * Reads a condition; null if it is another.
   *
   * @param width how many columns the one relation has
   */
  static @Nullable Inequality of(RexNode condition, int width) {
    boolean less = condition.isA(SqlKind.LESS_THAN) || condition.isA(SqlKind.LESS_THAN_OR_EQUAL);
    boolean greater =
        condition.isA(SqlKind.GREATER_THAN) || condition.isA(SqlKind.GREATER_THAN_OR_EQUAL);
    if (!less && !greater) {
      return null;
    }
    RexCall call = (RexCall) condition;
    for (int i = 0; i < 2; i++) {
      RexNode one = call.getOperands().get(i);
      RexNode other = call.getOperands().get(1 - i);
      ImmutableBitSet columns = Calls.columnsOf(other);
      // NaN is neither less nor greater than anything, so it must not be taken for the largest.
      if (Calls.columnsOf(one).length() <= width
          && !columns.isEmpty()
          && columns.nth(0) >= width
          && !SqlTypeName.APPROX_TYPES.contains(other.getType().getSqlTypeName())) {
        return new Inequality(call, one, RexUtil.shift(other, -width), less == (i == 0));
      }
    }
    return null;
  }

  /** Returns the one value that decides; NULL if there is none. */
  RelNode extremeOf(RelNode others) {
    SqlAggFunction function = largest ? SqlStdOperatorTable.MAX : SqlStdOperatorTable.MIN;
    AggregateCall aggregate =
        AggregateCall.create(
            function,
            false,
            false,
            false,
            List.of(),
            List.of(0),
            -1,
            null,
            RelCollations.EMPTY,
            Rels.rex(others).getTypeFactory().createTypeWithNullability(other.getType(), true),
            null);
    return LogicalAggregate.create(
        Rels.project(others, List.of(other)),
        List.of(),
        ImmutableBitSet.of(),
        null,
        List.of(aggregate));
  }

  /** Returns the condition on that value, which follows the one relation's columns. */
  RexNode comparedWith(RelNode extreme, int width) {
    RexNode value = new RexInputRef(width, extreme.getRowType().getFieldList().get(0).getType());
    boolean first = condition.getOperands().get(0).equals(one);
    return Rels.rex(extreme)
        .makeCall(condition.getOperator(), first ? List.of(one, value) : List.of(value, one));
  }
}
