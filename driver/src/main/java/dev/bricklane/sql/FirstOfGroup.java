package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Asks the conditions of a relation group by group, all groups at a time, and of each group no more
 * rows than are wanted of it. That is what EXISTS, IN, DISTINCT and LIMIT in a correlated subquery
 * come to.
 */
final class FirstOfGroup {
  private FirstOfGroup() {}

  /**
   * Returns the first rows of each group that pass the conditions.
   *
   * @param keys expressions over the core, without calls, that the rows of a group have in common;
   *     at least one
   * @param order of the rows in a group, over {@code columns}; may be empty
   * @param columns the core's, and further ones to order by
   * @param wanted how many rows of a group
   */
  static Deferred of(
      Deferred rows, List<RexNode> keys, List<RexNode> columns, RelCollation order, long wanted) {
    List<RexNode> all = new ArrayList<>(columns);
    ImmutableBitSet.Builder group = ImmutableBitSet.builder();
    for (RexNode key : keys) {
      int place = all.indexOf(key);
      group.set(place < 0 ? all.size() : place);
      if (place < 0) {
        all.add(key);
      }
    }
    RelNode core = all.size() == rows.width() ? rows.core() : Rels.project(rows.core(), all);
    boolean constant = keys.stream().allMatch(RexLiteral.class::isInstance);
    RelNode sorted =
        order.getFieldCollations().isEmpty() ? core : LogicalSort.create(core, order, null, null);
    CallSplit split = new CallSplit(sorted);
    split.filterInTurn(rows.conditions());
    RelNode first =
        constant
            ? LogicalSort.create(
                split.top(),
                order,
                null,
                Rels.rex(core).makeExactLiteral(java.math.BigDecimal.valueOf(wanted)))
            : new LogicalFirstOfGroup(
                split.top(), group.build(), wanted, callsIn(split.top(), sorted));
    return new Deferred(first, List.of(), split.replaced(rows.columns()));
  }

  private static int callsIn(RelNode top, RelNode below) {
    int calls = 0;
    for (RelNode rel = top; rel != below; rel = rel.getInput(0)) {
      calls += rel instanceof LogicalModelCall ? 1 : 0;
    }
    return calls;
  }

  /**
   * Reads a condition on the number of a row in its group, such as {@code ROW_NUMBER() OVER
   * (PARTITION BY k ORDER BY n) <= 1}, which is all that a projection has of windows.
   *
   * @param number the window function
   * @param wanted how many rows of a group pass
   */
  record Numbered(RexOver number, long wanted) {

    static @Nullable Numbered of(RexNode condition, Project project) {
      Set<RexOver> windows = new HashSet<>(WindowPlacement.windowsOf(project.getProjects()));
      if (windows.size() != 1) {
        return null;
      }
      RexOver number = windows.iterator().next();
      if (number.getAggOperator().getKind() != SqlKind.ROW_NUMBER
          || number.getWindow().partitionKeys.isEmpty()) {
        return null;
      }
      for (RexNode each : RelOptUtil.conjunctions(condition)) {
        if (each instanceof RexCall call
            && call.getOperands().size() == 2
            && call.getOperands().get(0) instanceof RexInputRef ref
            && project.getProjects().get(ref.getIndex()).equals(number)
            && call.getOperands().get(1) instanceof RexLiteral literal
            && !literal.isNull()) {
          long limit = literal.getValueAs(Long.class);
          long wanted =
              switch (call.getKind()) {
                case EQUALS, LESS_THAN_OR_EQUAL -> limit;
                case LESS_THAN -> limit - 1;
                default -> 0;
              };
          if (wanted > 0) {
            return new Numbered(number, wanted);
          }
        }
      }
      return null;
    }

    /** Returns the rows that may have such a number, or all where that needs calls. */
    Deferred reduce(Deferred rows) {
      List<RexNode> keys = Rels.substitute(number.getWindow().partitionKeys, rows.columns());
      List<RexNode> columns = Rels.columns(rows.core());
      List<RelFieldCollation> order = new ArrayList<>();
      List<RexNode> read = new ArrayList<>(keys);
      for (RexFieldCollation field : number.getWindow().orderKeys) {
        RexNode value = Rels.substitute(field.left, rows.columns());
        read.add(value);
        int place = columns.indexOf(value);
        if (place < 0) {
          place = columns.size();
          columns.add(value);
        }
        order.add(new RelFieldCollation(place, field.getDirection(), field.getNullDirection()));
      }
      return rows.conditions().isEmpty() || read.stream().anyMatch(CallExtractor::holdsCall)
          ? rows
          : FirstOfGroup.of(rows, keys, columns, RelCollations.of(order), wanted);
    }
  }
}
