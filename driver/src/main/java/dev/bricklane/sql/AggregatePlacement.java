package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Places the calls below an aggregate: those of its keys and arguments are made before it, an
 * argument under FILTER only for the rows that pass. A key that follows from the other keys is left
 * out of the grouping, and its calls are put off until after it.
 */
final class AggregatePlacement {
  private final Aggregate aggregate;
  private final Deferred input;
  private final RexBuilder rex;

  private AggregatePlacement(Aggregate aggregate, Deferred input) {
    this.aggregate = aggregate;
    this.input = input;
    this.rex = Rels.rex(aggregate);
  }

  static Deferred place(Aggregate aggregate, Deferred input) {
    return new AggregatePlacement(aggregate, input).place();
  }

  private Deferred place() {
    ImmutableBitSet plain = plainKeys();
    ImmutableBitSet.Builder kept = ImmutableBitSet.builder();
    for (int key : aggregate.getGroupSet()) {
      if (!follows(key, plain)) {
        kept.set(key);
      }
    }
    ImmutableBitSet keys = kept.build();
    if (isDistinct(keys)) {
      return distinct(keys);
    }
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < input.columns().size(); i++) {
      columns.add(needed(i, keys));
    }
    RelNode rows = CallSplit.build(input.withColumns(columns), aggregate.getInput().getRowType());
    RelNode grouped =
        aggregate.copy(
            aggregate.getTraitSet(),
            rows,
            keys,
            keys.equals(aggregate.getGroupSet()) ? aggregate.getGroupSets() : List.of(keys),
            aggregate.getAggCallList());
    return new Deferred(grouped, List.of(), results(grouped, keys));
  }

  /** Returns whether each group is known from any of its rows, for which calls decide. */
  private boolean isDistinct(ImmutableBitSet keys) {
    return Calls.isSimple(aggregate)
        && !input.conditions().isEmpty()
        && aggregate.getAggCallList().stream()
            .allMatch(each -> each.getAggregation().getKind() == SqlKind.LITERAL_AGG)
        && keys.asList().stream()
            .map(input.columns()::get)
            .allMatch(each -> !CallExtractor.holdsCall(each) && RexUtil.isDeterministic(each));
  }

  /** Asks no further rows of a group than it takes to find one. */
  private Deferred distinct(ImmutableBitSet keys) {
    List<RexNode> columns = keys.asList().stream().map(input.columns()::get).toList();
    Deferred first =
        FirstOfGroup.of(
            input.withColumns(columns),
            columns,
            Rels.columns(input.core()),
            RelCollations.EMPTY,
            1);
    List<RexNode> values = new ArrayList<>(first.columns());
    aggregate.getAggCallList().forEach(each -> values.add(each.rexList.get(0)));
    RelNode groups = Rels.project(first.core(), values);
    return new Deferred(groups, List.of(), results(groups, keys));
  }

  /** Returns the keys that are columns of the core. */
  private ImmutableBitSet plainKeys() {
    if (!Calls.isSimple(aggregate)) {
      return ImmutableBitSet.of();
    }
    ImmutableBitSet.Builder plain = ImmutableBitSet.builder();
    for (int key : aggregate.getGroupSet()) {
      if (input.columns().get(key) instanceof RexInputRef) {
        plain.set(key);
      }
    }
    return plain.build();
  }

  private boolean follows(int key, ImmutableBitSet plain) {
    RexNode column = input.columns().get(key);
    ImmutableBitSet.Builder given = ImmutableBitSet.builder();
    for (int each : plain) {
      given.set(((RexInputRef) input.columns().get(each)).getIndex());
    }
    return !plain.isEmpty()
        && CallExtractor.holdsCall(column)
        && given.build().contains(Calls.columnsOf(column));
  }

  /** Returns a column as far as the aggregate reads it. */
  private RexNode needed(int index, ImmutableBitSet keys) {
    RexNode column = input.columns().get(index);
    if (!CallExtractor.holdsCall(column) || keys.get(index)) {
      return column;
    }
    List<RexNode> filters = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (reads(call, index)) {
        if (call.filterArg < 0 || call.filterArg == index) {
          return column;
        }
        filters.add(rex.makeCall(SqlStdOperatorTable.IS_TRUE, input.columns().get(call.filterArg)));
      }
    }
    RexNode nothing = rex.makeNullLiteral(column.getType());
    return filters.isEmpty()
        ? nothing
        : rex.makeCall(
            nothing.getType(),
            SqlStdOperatorTable.CASE,
            List.of(RexUtil.composeDisjunction(rex, filters), column, nothing));
  }

  /** Returns whether an aggregate function reads a column. */
  static boolean reads(AggregateCall call, int column) {
    return call.getArgList().contains(column)
        || call.filterArg == column
        || call.distinctKeys != null && call.distinctKeys.get(column)
        || call.collation.getFieldCollations().stream()
            .map(RelFieldCollation::getFieldIndex)
            .anyMatch(each -> each == column);
  }

  private List<RexNode> results(RelNode grouped, ImmutableBitSet keys) {
    List<RexNode> results = new ArrayList<>();
    for (int key : aggregate.getGroupSet()) {
      results.add(
          keys.get(key)
              ? RexInputRef.of(keys.indexOf(key), grouped.getRowType())
              : Rels.substitute(input.columns().get(key), ofGroups(grouped, keys)));
    }
    int calls = keys.cardinality();
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      results.add(RexInputRef.of(calls + i, grouped.getRowType()));
    }
    return results;
  }

  /** Returns where the grouped rows have the core's columns. */
  private List<@Nullable RexNode> ofGroups(RelNode grouped, ImmutableBitSet keys) {
    List<@Nullable RexNode> columns = new ArrayList<>();
    for (int i = 0; i < input.width(); i++) {
      int core = i;
      Optional<Integer> key =
          keys.asList().stream()
              .filter(each ->
                  input.columns().get(each) instanceof RexInputRef ref && ref.getIndex() == core)
              .findFirst();
      columns.add(
          key.<RexNode>map(each -> RexInputRef.of(keys.indexOf(each), grouped.getRowType()))
              .orElse(null));
    }
    return columns;
  }
}
