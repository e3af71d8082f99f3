package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A limit above what is decided for a row by calls for other rows: for a group by its HAVING, for a
 * row of {@code t} by a subquery. The groups, or the rows of {@code t}, are looked at from the
 * front, in the order that the limit wants, as many at a time as it may still take ({@link
 * LogicalRounds}). So {@code SELECT k … GROUP BY k HAVING min(complete(m, p)) = 'A' LIMIT 1} asks
 * the rows of the first group first.
 */
final class LimitRounds {
  private final Sort sort;
  private final long wanted;
  private final CallPlacement calls;

  private LimitRounds(Sort sort, long wanted, CallPlacement calls) {
    this.sort = sort;
    this.wanted = wanted;
    this.calls = calls;
  }

  /**
   * Places the calls below a limit.
   *
   * @param input the limit's input, its calls placed without regard to the limit
   * @return null where that makes no calls before their rows are limited, or no front can be found
   */
  static @Nullable Deferred place(Sort sort, Deferred input, CallPlacement calls) {
    if (!(sort.fetch instanceof RexLiteral fetch)
        || !(sort.offset == null || sort.offset instanceof RexLiteral)
        || !RelOptUtil.getVariablesUsed(sort).isEmpty()
        || !RoundParts.makesCalls(input.core())
        || sort.getCollation().getFieldCollations().isEmpty()
            && RoundParts.isReadRowByRow(input.core())) {
      return null;
    }
    FrontPath path = FrontPath.of(sort.getInput());
    long skipped = sort.offset instanceof RexLiteral offset ? RexLiteral.intValue(offset) : 0;
    return path == null
        ? null
        : new LimitRounds(sort, skipped + RexLiteral.intValue(fetch), calls).place(path);
  }

  private @Nullable Deferred place(FrontPath path) {
    List<RexNode> keys = new ArrayList<>();
    for (RelFieldCollation field : sort.getCollation().getFieldCollations()) {
      RexNode key = path.columns().get(field.getFieldIndex());
      if (key == null || CallExtractor.holdsCall(key) || !RexUtil.isDeterministic(key)) {
        return null;
      }
      keys.add(key);
    }
    if (!Calls.in(path.end())) {
      LogicalFront front = new LogicalFront(sorted(path.end(), keys));
      List<RexNode> columns = Rels.columns(front).subList(0, width(path.end()));
      return rounds(path, front, Rels.project(front, columns, path.end().getRowType()));
    }
    Aggregate aggregate = (Aggregate) RoundParts.repeatable(path.end());
    LogicalFront front = ofGroups(aggregate, path, keys);
    return front == null ? null : rounds(path, front, ofFront(aggregate, front));
  }

  /** Builds the rounds over what the front stands for, limited to what a round looks at. */
  private @Nullable Deferred rounds(FrontPath path, LogicalFront front, RelNode end) {
    Deferred rows = CallPlacement.sort(sort, calls.visit(path.over(end)));
    if (!(rows.core() instanceof Sort limit)) {
      return null;
    }
    RelNode body =
        limit.getCollation().getFieldCollations().isEmpty()
            ? limit.getInput()
            : LogicalSort.create(limit.getInput(), limit.getCollation(), null, null);
    if (!RoundParts.dependOn(front, body)) {
      return null;
    }
    RelNode rounds =
        new LogicalRounds(front, RoundParts.withKept(front, body), wanted, path.once());
    RelNode limited = LogicalSort.create(rounds, RelCollations.EMPTY, limit.offset, limit.fetch);
    return rows.over(
        body == limit.getInput()
            ? limited
            : LogicalSort.create(limited, limit.getCollation(), null, null));
  }

  /** Returns the groups, as far as they are known without calls. */
  private @Nullable LogicalFront ofGroups(Aggregate aggregate, FrontPath path, List<RexNode> keys) {
    Deferred input = calls.visit(aggregate.getInput()).readTwice();
    boolean possible =
        Calls.repeatable(input.core())
            && Calls.repeatable(aggregate.getInput())
            && aggregate.getGroupSet().asList().stream()
                .map(input.columns()::get)
                .allMatch(each -> !CallExtractor.holdsCall(each) && RexUtil.isDeterministic(each));
    // What counts the rows of a group is known only where no call decides which these are.
    ImmutableBitSet known =
        input.conditions().isEmpty()
            ? GroupReduction.knownWithoutCalls(aggregate, input)
            : ImmutableBitSet.range(aggregate.getGroupCount());
    if (!possible || !keys.stream().allMatch(each -> GroupReduction.isKnown(each, known))) {
      return null;
    }
    RelNode groups =
        GroupReduction.groups(aggregate, new Deferred(input.core(), List.of(), input.columns()));
    List<RexNode> asked =
        path.conditions().stream().filter(each -> GroupReduction.isKnown(each, known)).toList();
    return new LogicalFront(sorted(Rels.filter(groups, asked), keys));
  }

  /** Returns the aggregate of those groups alone that a round looks at. */
  private static RelNode ofFront(Aggregate aggregate, LogicalFront front) {
    RelNode input = aggregate.getInput();
    List<RexNode> columns = Rels.columns(input);
    List<RexNode> values = RexUtil.shift(Rels.columns(front), columns.size());
    List<RexNode> same = new ArrayList<>();
    for (int i = 0; i < aggregate.getGroupCount(); i++) {
      RexNode key = columns.get(aggregate.getGroupSet().nth(i));
      SqlOperator operator =
          key.getType().isNullable()
              ? SqlStdOperatorTable.IS_NOT_DISTINCT_FROM
              : SqlStdOperatorTable.EQUALS;
      same.add(Rels.rex(aggregate).makeCall(operator, key, values.get(i)));
    }
    return aggregate.copy(
        aggregate.getTraitSet(), List.of(JoinSides.join(input, front, same, JoinRelType.SEMI)));
  }

  /** Sorts rows as the limit wants; what they are sorted by may be further columns. */
  private RelNode sorted(RelNode rows, List<RexNode> keys) {
    List<RexNode> all = Rels.columns(rows);
    List<RelFieldCollation> order = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      int place = all.indexOf(keys.get(i));
      if (place < 0) {
        place = all.size();
        all.add(keys.get(i));
      }
      order.add(sort.getCollation().getFieldCollations().get(i).withFieldIndex(place));
    }
    RelNode core = all.size() == width(rows) ? rows : Rels.project(rows, all);
    return order.isEmpty() ? core : LogicalSort.create(core, RelCollations.of(order), null, null);
  }

  private static int width(RelNode rel) {
    return rel.getRowType().getFieldCount();
  }
}
