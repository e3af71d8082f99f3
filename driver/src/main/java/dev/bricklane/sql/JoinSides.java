package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The two sides of a join, their calls put off, and its conditions over the columns of both cores,
 * the left ones first. Immutable.
 *
 * @param cheap conditions without calls
 * @param calling conditions with calls
 */
record JoinSides(Deferred left, Deferred right, List<RexNode> cheap, List<RexNode> calling) {

  /** Reads a condition over the columns of both sides. */
  static JoinSides of(Deferred left, Deferred right, RexNode condition) {
    List<RexNode> columns = new ArrayList<>(left.columns());
    columns.addAll(RexUtil.shift(right.columns(), left.width()));
    List<RexNode> cheap = new ArrayList<>();
    List<RexNode> calling = new ArrayList<>();
    CallExtractor.divide(Rels.substitute(condition, columns), cheap, calling);
    return new JoinSides(left, right, List.copyOf(cheap), List.copyOf(calling));
  }

  /** Returns the left side's columns that the conditions read, or the first if they read none. */
  ImmutableBitSet leftColumns() {
    return columns(0, left.width());
  }

  /** Returns the right side's columns that the conditions read, or the first if they read none. */
  ImmutableBitSet rightColumns() {
    return columns(left.width(), right.width());
  }

  private ImmutableBitSet columns(int from, int count) {
    ImmutableBitSet.Builder read = ImmutableBitSet.builder();
    cheap.forEach(each -> read.addAll(Calls.columnsOf(each)));
    calling.forEach(each -> read.addAll(Calls.columnsOf(each)));
    ImmutableBitSet side =
        read.build().intersect(ImmutableBitSet.range(from, from + count)).shift(-from);
    return side.isEmpty() ? ImmutableBitSet.of(0) : side;
  }

  /** Returns whether a condition reads columns of both sides. */
  boolean readsBoth(RexNode condition) {
    ImmutableBitSet columns = Calls.columnsOf(condition);
    return !columns.isEmpty() && !isLeft(condition) && !isRight(condition);
  }

  /** Marks the rows of the left side, for an outer join that may have none. */
  JoinSides markedLeft() {
    return withLeft(left.marked());
  }

  /** Marks the rows of the right side, for an outer join that may have none. */
  JoinSides markedRight() {
    return withRight(right.marked());
  }

  /** Returns the same with another left side, which begins with the same columns. */
  JoinSides withLeft(Deferred other) {
    int before = left.width();
    int more = other.width() - before;
    return more == 0
        ? new JoinSides(other, right, cheap, calling)
        : new JoinSides(
            other,
            right,
            cheap.stream().map(each -> RexUtil.shift(each, before, more)).toList(),
            calling.stream().map(each -> RexUtil.shift(each, before, more)).toList());
  }

  /** Returns the same with another right side, which begins with the same columns. */
  JoinSides withRight(Deferred other) {
    return new JoinSides(left, other, cheap, calling);
  }

  /** Returns whether chance decides, too, which rows match. */
  boolean byChance() {
    return !cheap.stream().allMatch(RexUtil::isDeterministic)
        || !calling.stream().allMatch(RexUtil::isDeterministic);
  }

  /** Returns the same with what chance decides among the conditions that wait for the others. */
  JoinSides chanceLast() {
    List<RexNode> first = new ArrayList<>();
    List<RexNode> last = new ArrayList<>(calling);
    cheap.forEach(each -> (RexUtil.isDeterministic(each) ? first : last).add(each));
    return new JoinSides(left, right, first, last);
  }

  /**
   * Returns the columns of a marked side after an outer join: NULL where the side has no row.
   *
   * @param joined the join
   * @param shift where it has the side's first column
   */
  static List<RexNode> orNull(Deferred side, RelNode joined, int shift) {
    RexBuilder rex = Rels.rex(joined);
    List<RexNode> plain = Rels.columns(joined).subList(shift, shift + side.width());
    List<RexNode> present = new ArrayList<>();
    for (int i = 0; i < plain.size(); i++) {
      boolean nullable = side.core().getRowType().getFieldList().get(i).getType().isNullable();
      present.add(nullable ? plain.get(i) : rex.makeNotNull(plain.get(i)));
    }
    List<RexNode> columns = new ArrayList<>();
    for (RexNode column : side.columns()) {
      if (column instanceof RexInputRef ref) {
        columns.add(plain.get(ref.getIndex()));
      } else {
        RexNode mark = rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, plain.get(plain.size() - 1));
        RexNode nothing = rex.makeNullLiteral(column.getType());
        columns.add(
            rex.makeCall(
                nothing.getType(),
                SqlStdOperatorTable.CASE,
                List.of(mark, Rels.substitute(column, present), nothing)));
      }
    }
    return columns;
  }

  /** Returns whether a condition compares a value of one side with one of the other. */
  boolean compares(RexNode condition) {
    return (condition.isA(SqlKind.EQUALS) || condition.isA(SqlKind.IS_NOT_DISTINCT_FROM))
        && condition instanceof RexCall call
        && (isLeft(call.getOperands().get(0)) && isRight(call.getOperands().get(1))
            || isRight(call.getOperands().get(0)) && isLeft(call.getOperands().get(1)));
  }

  boolean isLeft(RexNode expression) {
    ImmutableBitSet columns = Calls.columnsOf(expression);
    return !columns.isEmpty() && columns.nth(columns.cardinality() - 1) < left.width();
  }

  boolean isRight(RexNode expression) {
    ImmutableBitSet columns = Calls.columnsOf(expression);
    return !columns.isEmpty() && columns.nth(0) >= left.width();
  }

  /** Joins two relations by conditions over the columns of both. */
  static RelNode join(RelNode left, RelNode right, List<RexNode> conditions, JoinRelType type) {
    RexNode condition = RexUtil.composeConjunction(Rels.rex(left), conditions);
    return LogicalJoin.create(left, right, List.of(), condition, Set.of(), type);
  }
}
