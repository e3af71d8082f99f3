package dev.bricklane.sql;

import dev.bricklane.exec.StatementCalls;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.externalize.RelWriterImpl;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.runtime.Typed;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/**
 * What {@code EXPLAIN PLAN FOR} gives: the plan with its model-call operators, and how many calls,
 * tokens and dollars to expect. It reads the rows that need no call, and makes none.
 */
record Explanation(RelNode plan) implements Bindable<Object>, Typed {
  @Override
  public Type getElementType() {
    return String.class;
  }

  @Override
  public Enumerable<Object> bind(DataContext context) {
    QueryContext run = (QueryContext) context;
    Forecaster forecaster = new Forecaster(run);
    Expected expected = forecaster.of(plan);
    StringWriter text = new StringWriter();
    plan.explain(new Writer(text, forecaster, run.calls().window()));
    text.write(expected.sentences());
    text.write(" Making these calls, at most " + run.calls().window() + " are in flight.");
    return Linq4j.singletonEnumerable(text.toString());
  }

  /** Writes what is expected of an operator beside it. */
  private static final class Writer extends RelWriterImpl {
    private final Forecaster forecaster;
    private final int window;

    Writer(StringWriter text, Forecaster forecaster, int window) {
      super(new PrintWriter(text), SqlExplainLevel.EXPPLAN_ATTRIBUTES, false);
      this.forecaster = forecaster;
      this.window = window;
    }

    @Override
    protected void explain_(RelNode rel, List<Pair<String, @Nullable Object>> values) {
      if (!(rel instanceof ModelCallRel calls)) {
        super.explain_(rel, values);
        return;
      }
      List<Pair<String, @Nullable Object>> more = new ArrayList<>(values);
      more.add(Pair.of("window", window));
      if (calls.steps().stream()
          .anyMatch(step -> step.function().kind() == ModelFunction.Kind.EMBEDDING)) {
        more.add(Pair.of("batch", StatementCalls.BATCH));
      }
      more.add(Pair.of("expected", forecaster.at(rel).calls()));
      super.explain_(rel, more);
    }
  }
}
