package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Reduces the rows of groups to those that HAVING leaves, as far as it asks for nothing that needs
 * a call. So {@code SELECT k, max(complete(m, y)) … GROUP BY k HAVING count(*) > 1} makes no call
 * for a row that stands alone. The rows are read twice.
 */
final class GroupReduction {
  private GroupReduction() {}

  /**
   * Reduces the input of an aggregate.
   *
   * @param having the condition on the aggregate's columns
   */
  static Deferred reduce(Aggregate aggregate, Deferred input, RexNode having) {
    ImmutableBitSet known = knownWithoutCalls(aggregate, input);
    List<RexNode> asked =
        RelOptUtil.conjunctions(having).stream().filter(each -> isKnown(each, known)).toList();
    if (asked.isEmpty() || !isPossible(aggregate, input)) {
      return input;
    }
    Deferred rows = input.readTwice();
    return ofGroups(aggregate, rows, Rels.filter(groups(aggregate, rows), asked));
  }

  /** Returns whether the groups can be found without calls, by reading the input once more. */
  static boolean isPossible(Aggregate aggregate, Deferred input) {
    return Calls.isSimple(aggregate)
        && input.conditions().isEmpty()
        && input.columns().stream().anyMatch(CallExtractor::holdsCall)
        && aggregate.getGroupSet().asList().stream()
            .noneMatch(key -> CallExtractor.holdsCall(input.columns().get(key)))
        && Calls.repeatable(input.readTwice().core());
  }

  /** Returns whether an expression reads nothing but the known columns of an aggregate. */
  static boolean isKnown(RexNode expression, ImmutableBitSet known) {
    return !CallExtractor.holdsCall(expression)
        && RexUtil.isDeterministic(expression)
        && known.contains(Calls.columnsOf(expression));
  }

  /**
   * Returns the rows of some groups.
   *
   * @param groups the keys, and further columns
   */
  static Deferred ofGroups(Aggregate aggregate, Deferred input, RelNode groups) {
    int keys = aggregate.getGroupCount();
    RelNode values = Rels.project(groups, Rels.columns(groups).subList(0, keys));
    List<RexNode> same = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      RexNode key = input.columns().get(aggregate.getGroupSet().nth(i));
      RexNode value =
          new RexInputRef(input.width() + i, values.getRowType().getFieldList().get(i).getType());
      SqlOperator operator =
          key.getType().isNullable()
              ? SqlStdOperatorTable.IS_NOT_DISTINCT_FROM
              : SqlStdOperatorTable.EQUALS;
      same.add(Rels.rex(aggregate).makeCall(operator, key, value));
    }
    return input.over(JoinSides.join(input.core(), values, same, JoinRelType.SEMI));
  }

  /** Returns the columns of an aggregate that need no call. */
  static ImmutableBitSet knownWithoutCalls(Aggregate aggregate, Deferred input) {
    int keys = aggregate.getGroupCount();
    ImmutableBitSet.Builder known = ImmutableBitSet.builder().set(0, keys);
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      AggregateCall call = aggregate.getAggCallList().get(i);
      boolean calls = false;
      for (int column = 0; column < input.columns().size(); column++) {
        calls |=
            CallExtractor.holdsCall(input.columns().get(column))
                && AggregatePlacement.reads(call, column);
      }
      if (!calls) {
        known.set(keys + i);
      }
    }
    return known.build();
  }

  /** Returns the aggregate's columns, those that would need calls of nothing. */
  static RelNode groups(Aggregate aggregate, Deferred input) {
    List<RexNode> columns =
        input.columns().stream()
            .map(each ->
                CallExtractor.holdsCall(each) ? nothing(Rels.rex(aggregate), each.getType()) : each)
            .toList();
    RelNode rows = CallSplit.build(input.withColumns(columns), aggregate.getInput().getRowType());
    return aggregate.copy(aggregate.getTraitSet(), List.of(rows));
  }

  /**
   * Returns NULL, or what stands for it where the type has none: the condition of a FILTER, say.
   */
  private static RexNode nothing(RexBuilder rex, RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    boolean zero =
        name == SqlTypeName.BOOLEAN
            || SqlTypeName.CHAR_TYPES.contains(name)
            || SqlTypeName.NUMERIC_TYPES.contains(name);
    return type.isNullable() || !zero ? rex.makeNullLiteral(type) : rex.makeZeroLiteral(type);
  }
}
