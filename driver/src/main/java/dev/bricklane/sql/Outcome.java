package dev.bricklane.sql;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.exec.RowErrors;
import dev.bricklane.exec.RowProblem;
import dev.bricklane.exec.StatementCalls;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What comes of one call: its answer, or NULL and a warning where the statement goes on without it.
 *
 * @param answer the call
 * @param settled done when the call is; fails only where the statement is to fail
 */
record Outcome<A>(StatementCalls calls, CompletableFuture<A> answer, CompletableFuture<?> settled) {

  /**
   * Wraps a call.
   *
   * @param goesOn whether the statement goes on if it fails
   */
  static <A> Outcome<A> of(StatementCalls calls, CompletableFuture<A> answer, boolean goesOn) {
    if (!goesOn) {
      return new Outcome<>(calls, answer, answer);
    }
    CompletableFuture<?> settled =
        answer.exceptionallyCompose(failure ->
            RowErrors.isOfOneCall(failure)
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(failure));
    return new Outcome<>(calls, answer, settled);
  }

  /** Returns the answer, once it is settled; null, with a warning noted, if the call failed. */
  @Nullable A value() {
    BricklaneException failure = failure();
    if (failure == null) {
      return answer.join();
    }
    calls.problems().add(RowProblem.failed(failure));
    return null;
  }

  /** Returns the service's id of a request that failed, or null. */
  @Nullable String requestId() {
    BricklaneException failure = failure();
    return failure == null ? null : failure.origin().requestId();
  }

  /** Returns what went wrong, or null. */
  @Nullable String error() {
    BricklaneException failure = failure();
    return failure == null ? null : failure.fullMessage();
  }

  /** Notes a warning if an answer was cut off or filtered. */
  void warn(String model, ChatCompletion given) {
    RowProblem.of(model, given).ifPresent(calls.problems()::add);
  }

  private @Nullable BricklaneException failure() {
    if (!answer.isCompletedExceptionally()) {
      return null;
    }
    try {
      answer.join();
      return null;
    } catch (CompletionException e) {
      return (BricklaneException) e.getCause();
    }
  }
}
