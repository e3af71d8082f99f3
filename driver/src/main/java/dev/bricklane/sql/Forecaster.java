package dev.bricklane.sql;

import com.google.common.math.LongMath;
import dev.bricklane.exec.CallForecast;
import dev.bricklane.exec.CallForecast.Counts;
import dev.bricklane.sql.Expected.Bound;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.adapter.enumerable.EnumerableAggregate;
import org.apache.calcite.adapter.enumerable.EnumerableCalc;
import org.apache.calcite.adapter.enumerable.EnumerableInterpretable;
import org.apache.calcite.adapter.enumerable.EnumerableLimit;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableSort;
import org.apache.calcite.adapter.enumerable.EnumerableUnion;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
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
    return of(plan, true, 1L);
  }

  /** Returns what an operator of the plan will make. */
  Expected at(RelNode operator) {
    return byOperator.getOrDefault(operator, Expected.NONE);
  }

  /**
   * Counts the calls of a part of the plan.
   *
   * @param times how often it is run; null if nobody knows
   */
  private Expected of(RelNode rel, boolean readToTheEnd, @Nullable Long times) {
    Expected sum = Expected.NONE;
    for (RelNode input : rel.getInputs()) {
      // The right side is run for each row of the left one.
      boolean again = rel instanceof Correlate && input != rel.getInput(0);
      Long often = again ? product(times, mostRows(rel.getInput(0))) : times;
      sum = sum.plus(of(input, readToTheEnd && readsAll(rel), often));
    }
    if (rel instanceof ModelCallRel calls) {
      RelNode input = calls.getInput();
      boolean unseen = holdsCalls(input) || !RelOptUtil.getVariablesUsed(input).isEmpty();
      Expected own = unseen ? byRows(calls, times) : byRequests(calls);
      Expected bounded = readToTheEnd && !calls.looksAhead() ? own : own.orFewer();
      byOperator.put(rel, bounded);
      sum = sum.plus(bounded);
    }
    long inPlace = inPlace(rel);
    return inPlace == 0 ? sum : sum.plus(estimate(inPlace, product(times, evaluations(rel)), rel));
  }

  /** Returns how many calls stand in the expressions of an operator that is not made for them. */
  private static long inPlace(RelNode rel) {
    Set<RexNode> calls = new HashSet<>();
    rel.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            if (CallExtractor.functionOf(call).isPresent()
                || ModelOperators.tableFunctionOf(call.getOperator()).isPresent()) {
              calls.add(call);
            }
            return super.visitCall(call);
          }
        });
    return calls.size();
  }

  /** Returns how often the expressions of an operator are evaluated; null if nobody knows. */
  private @Nullable Long evaluations(RelNode rel) {
    Long all = 1L;
    for (RelNode input : rel.getInputs()) {
      all = product(all, mostRows(input));
    }
    return all;
  }

  private static @Nullable Long product(@Nullable Long one, @Nullable Long other) {
    return one == null || other == null ? null : LongMath.saturatedMultiply(one, other);
  }

  private static Expected estimate(long calls, @Nullable Long most, RelNode rel) {
    double rows = most == null ? rel.getCluster().getMetadataQuery().getRowCount(rel) : most;
    return new Expected(
        Counts.NONE,
        most == null ? Bound.ABOUT : Bound.AT_MOST,
        LongMath.saturatedMultiply((long) Math.ceil(rows), calls));
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
      return new Expected(forecast.take(), Bound.EXACTLY, 0);
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

  private Expected byRows(ModelCallRel calls, @Nullable Long times) {
    RelNode input = calls.getInput();
    return estimate(calls.steps().size(), product(times, mostRows(input)), input);
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
    if (rel instanceof StoredRowsRel stored) {
      return (long) stored.size();
    }
    if (rel instanceof Values values) {
      return (long) values.getTuples().size();
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
