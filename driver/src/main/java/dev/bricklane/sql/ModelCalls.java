package dev.bricklane.sql;

import dev.bricklane.exec.StatementCalls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates model functions one at a time, where a plan has left them in an expression. */
final class ModelCalls {
  private ModelCalls() {}

  /** Evaluates a scalar function, waiting for its answer. */
  static @Nullable Object scalar(StatementCalls calls, String name, @Nullable Object[] values) {
    ModelCall call = ModelCall.start(calls, find(name, false), values, false);
    call.answers().forEach(calls::await);
    return call.scalar();
  }

  /** Evaluates a table function, waiting for its answer. */
  static List<@Nullable Object[]> table(
      StatementCalls calls, String name, @Nullable Object[] values) {
    ModelCall call = ModelCall.start(calls, find(name, true), values, false);
    call.answers().forEach(calls::await);
    return call.rows();
  }

  private static ModelFunction find(String name, boolean table) {
    return ModelFunctions.find(name, table)
        .orElseThrow(() -> new IllegalStateException("no function " + name));
  }
}
