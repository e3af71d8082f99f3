package dev.bricklane.sql;

import dev.bricklane.exec.CallForecast;
import dev.bricklane.exec.CallForecast.Counts;
import dev.bricklane.sql.Expected.Bound;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.calcite.adapter.enumerable.EnumerableAggregate;
import org.apache.calcite.adapter.enumerable.EnumerableCalc;
import org.apache.calcite.adapter.enumerable.EnumerableInterpretable;
import org.apache.calcite.adapter.enumerable.EnumerableLimit;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableSort;
import org.apache.calcite.adapter.enumerable.EnumerableUnion;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.runtime.ArrayBindable;
import org.apache.calcite.runtime.Bindable;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls that a plan will make. Where the rows that a {@link ModelCallRel} gets need no
 * call themselves, they are read, and their requests counted as they would be made; elsewhere the
 * count is an estimate from the number of rows. Used by one thread.
 */
final class Forecaster {
  /** How many rows are read for an operator. */
  static final int MOST_ROWS = 10_000;

  private final QueryContext context;
  private final CallForecast forecast;
  private final Map<RelNode, Expected> byOperator = new IdentityHashMap<>();
  private final Map<RelNode, Long> rows = new IdentityHashMap<>();

  Forecaster(QueryContext context) {
    this.context = context;
    this.forecast = context.calls().forecast();
  }

  /** Counts the calls of a plan, operator by operator. */
  Expected of(RelNode plan) {
    return of(plan, true);
  }

  /** Returns what an operator of the plan will make. */
  Expected at(RelNode operator) {
    return byOperator.getOrDefault(operator, Expected.NONE);
  }

  private Expected of(RelNode rel, boolean readToTheEnd) {
    Expected sum = Expected.NONE;
    for (RelNode input : rel.getInputs()) {
      sum = sum.plus(of(input, readToTheEnd && readsAll(rel)));
    }
    if (rel instanceof ModelCallRel calls) {
      Expected own = holdsCalls(calls.getInput()) ? byRows(calls) : byRequests(calls);
      Expected bounded =
          readToTheEnd || own.bound() != Bound.EXACTLY
              ? own
              : new Expected(own.counted(), Bound.AT_MOST, own.unseen());
      byOperator.put(rel, bounded);
      sum = sum.plus(bounded);
    }
    return sum;
  }

  private static boolean readsAll(RelNode rel) {
    return rel instanceof EnumerableCalc
        || rel instanceof EnumerableSort
        || rel instanceof EnumerableAggregate
        || rel instanceof EnumerableUnion
        || rel instanceof KeptRowsRel
        || rel instanceof SharedRel
        || (rel instanceof ModelCallRel calls && !calls.looksAhead());
  }

  private static boolean holdsCalls(RelNode rel) {
    return rel instanceof ModelCallRel
        || rel instanceof SharedRel part && holdsCalls(part.shared())
        || rel.getInputs().stream().anyMatch(Forecaster::holdsCalls);
  }

  private Expected byRequests(ModelCallRel calls) {
    long count = 0;
    boolean all = false;
    try (Enumerator<?> input = run((EnumerableRel) calls.getInput())) {
      while (count < MOST_ROWS && !(all = !input.moveNext())) {
        context.calls().check();
        count++;
        @Nullable Object[] values = (@Nullable Object[]) input.current();
        for (CallStep step : calls.steps()) {
          if (step.wantedBy(values)) {
            ModelCall.forecast(
                context.calls().files(), forecast, step.function(), step.argumentsOf(values));
          }
        }
      }
    }
    if (all) {
      rows.put(calls.getInput(), count);
      Bound bound = calls.looksAhead() ? Bound.AT_MOST : Bound.EXACTLY;
      return new Expected(forecast.take(), bound, 0);
    }
    return new Expected(forecast.take(), Bound.AT_LEAST, 0);
  }

  private Enumerator<?> run(EnumerableRel plan) {
    Map<String, Object> constants = new HashMap<>();
    Bindable<?> code =
        EnumerableInterpretable.toBindable(constants, null, plan, EnumerableRel.Prefer.ARRAY);
    Enumerator<?> rows = code.bind(context.with(constants)).enumerator();
    return code instanceof ArrayBindable ? rows : new ScalarRows(rows);
  }

  private Expected byRows(ModelCallRel calls) {
    Long most = mostRows(calls.getInput());
    double estimate =
        most == null ? calls.getCluster().getMetadataQuery().getRowCount(calls.getInput()) : most;
    long each = calls.steps().size();
    return new Expected(
        Counts.NONE, most == null ? Bound.ABOUT : Bound.AT_MOST, (long) Math.ceil(estimate) * each);
  }

  /** Returns how many rows there can be; null if nobody knows. */
  private @Nullable Long mostRows(RelNode rel) {
    Long known = rows.get(rel);
    if (known != null) {
      return known;
    }
    if (rel instanceof EnumerableLimit limit && limit.fetch instanceof RexLiteral fetch) {
      long most = RexLiteral.intValue(fetch);
      Long below = mostRows(rel.getInput(0));
      return below == null ? most : Math.min(most, below);
    }
    if (rel instanceof SharedRel part) {
      return mostRows(part.shared());
    }
    if (rel instanceof FrontRel front) {
      return mostRows(front.rows());
    }
    boolean addsNone =
        rel instanceof EnumerableCalc
            || rel instanceof EnumerableSort
            || rel instanceof EnumerableAggregate
            || rel instanceof CountedRel
            || rel instanceof KeptRowsRel
            || rel instanceof FirstOfGroupRel
            || rel instanceof GroupSourceRel
            || (rel instanceof ModelCallRel calls && !calls.table());
    return addsNone ? mostRows(rel.getInput(0)) : null;
  }

  /** Rows of one value as arrays. */
  private record ScalarRows(Enumerator<?> rows) implements Enumerator<Object> {
    @Override
    public Object current() {
      return new @Nullable Object[] {rows.current()};
    }

    @Override
    public boolean moveNext() {
      return rows.moveNext();
    }

    @Override
    public void reset() {
      rows.reset();
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
