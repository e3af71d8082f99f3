package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reduces one side of a join to the rows that the other may match, below the aggregates that its
 * calls cannot be put off past. So {@code (SELECT max(complete(m, y)) FROM u WHERE u.k = t.k)} asks
 * for the groups that {@code t} has.
 */
final class SemiJoinReduction {
  private final Deferred by;

  /** What a column is compared with: an expression over the other side's core. */
  private record Key(RexNode value, SqlOperator comparison) {}

  private SemiJoinReduction(Deferred by) {
    this.by = by;
  }

  /**
   * Reduces a side.
   *
   * @param side to be reduced
   * @param by the other side
   * @param on the join's conditions
   * @param byBegins where these have the other side's columns
   * @param sideBegins where they have the reduced side's columns
   * @return the side itself if nothing can be reduced
   */
  static RelNode reduce(RelNode side, Deferred by, List<RexNode> on, int byBegins, int sideBegins) {
    if (!Calls.repeatable(by.core())) {
      return side;
    }
    Map<Integer, Key> keys = new LinkedHashMap<>();
    for (RexNode condition : on) {
      if (!(condition instanceof RexCall equals)
          || !condition.isA(SqlKind.EQUALS) && !condition.isA(SqlKind.IS_NOT_DISTINCT_FROM)) {
        continue;
      }
      for (int i = 0; i < 2; i++) {
        RexNode one = equals.getOperands().get(i);
        RexNode other = equals.getOperands().get(1 - i);
        if (one instanceof RexInputRef ref
            && isWithin(one, sideBegins, side.getRowType().getFieldCount())
            && isWithin(other, byBegins, by.columns().size())
            && !Calls.columnsOf(other).isEmpty()) {
          RexNode value = Rels.substitute(RexUtil.shift(other, -byBegins), by.columns());
          if (!CallExtractor.holdsCall(value)) {
            keys.putIfAbsent(ref.getIndex() - sideBegins, new Key(value, equals.getOperator()));
          }
        }
      }
    }
    RelNode reduced = new SemiJoinReduction(by).below(side, keys);
    return reduced == null ? side : reduced;
  }

  private static boolean isWithin(RexNode expression, int from, int count) {
    return Calls.columnsOf(expression).asList().stream()
        .allMatch(column -> column >= from && column < from + count);
  }

  /** Reduces a relation below what blocks its calls; null where its keys do not lead there. */
  private @Nullable RelNode below(RelNode rel, Map<Integer, Key> keys) {
    if (keys.isEmpty()) {
      return null;
    }
    if (!Calls.blockedIn(rel)) {
      return here(rel, keys);
    }
    if (rel instanceof Project project && !project.containsOver()) {
      return input(
          rel,
          keys,
          key -> project.getProjects().get(key) instanceof RexInputRef ref ? ref.getIndex() : -1);
    }
    if (rel instanceof Filter
        || rel instanceof Sort sort && sort.fetch == null && sort.offset == null) {
      return input(rel, keys, key -> key);
    }
    if (rel instanceof Aggregate aggregate && Calls.isSimple(aggregate)) {
      return input(
          rel,
          keys,
          key -> key < aggregate.getGroupCount() ? aggregate.getGroupSet().nth(key) : -1);
    }
    if (rel instanceof Union union) {
      List<RelNode> inputs =
          union.getInputs().stream()
              .map(each -> {
                RelNode reduced = below(each, keys);
                return reduced == null ? each : reduced;
              })
              .toList();
      return rel.copy(rel.getTraitSet(), inputs);
    }
    if (rel instanceof Correlate correlate) {
      return side(correlate, correlate.getLeft().getRowType().getFieldCount(), true, keys);
    }
    if (rel instanceof Join join) {
      int width = join.getLeft().getRowType().getFieldCount();
      boolean left = Calls.blockedIn(join.getLeft());
      return join.getJoinType() == JoinRelType.INNER
              || left && !join.getJoinType().generatesNullsOnLeft()
          ? side(join, width, left, keys)
          : null;
    }
    return null;
  }

  private @Nullable RelNode side(BiRel join, int width, boolean left, Map<Integer, Key> keys) {
    Map<Integer, Key> inside = new LinkedHashMap<>();
    keys.forEach((key, value) -> {
      if (key < width == left) {
        inside.put(left ? key : key - width, value);
      }
    });
    RelNode reduced = below(left ? join.getLeft() : join.getRight(), inside);
    return reduced == null
        ? null
        : join.copy(
            join.getTraitSet(),
            left ? List.of(reduced, join.getRight()) : List.of(join.getLeft(), reduced));
  }

  private @Nullable RelNode input(RelNode rel, Map<Integer, Key> keys, IntUnaryOperator inside) {
    Map<Integer, Key> moved = new LinkedHashMap<>();
    keys.forEach((key, value) -> {
      int place = inside.applyAsInt(key);
      if (place >= 0) {
        moved.put(place, value);
      }
    });
    RelNode reduced = below(rel.getInput(0), moved);
    return reduced == null ? null : rel.copy(rel.getTraitSet(), List.of(reduced));
  }

  private RelNode here(RelNode rel, Map<Integer, Key> keys) {
    RelNode values = Rels.project(by.core(), keys.values().stream().map(Key::value).toList());
    int width = rel.getRowType().getFieldCount();
    List<RexNode> columns = Rels.columns(rel);
    List<RexNode> conditions = new ArrayList<>();
    int place = 0;
    for (Map.Entry<Integer, Key> key : keys.entrySet()) {
      conditions.add(
          Rels.rex(rel)
              .makeCall(
                  key.getValue().comparison(),
                  columns.get(key.getKey()),
                  new RexInputRef(
                      width + place, values.getRowType().getFieldList().get(place).getType())));
      place++;
    }
    return JoinSides.join(rel, values, conditions, JoinRelType.SEMI);
  }
}
