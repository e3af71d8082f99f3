package dev.bricklane.http;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A future whose cancellation reaches the work behind it, which a plain {@link
 * CompletableFuture#thenApply} does not do.
 *
 * @param <T> what it gives
 */
public final class LinkedFuture<T> extends CompletableFuture<T> {
  private LinkedFuture() {}

  /**
   * Returns the upstream's value passed through {@code step}, or its failure as it is, without a
   * {@link CompletionException} around it. Cancelling the result cancels the upstream.
   */
  public static <A, T> LinkedFuture<T> map(
      CompletableFuture<A> upstream, Function<? super A, ? extends T> step) {
    return map(upstream, step, Function.identity());
  }

  /** The same, with failures (also those of {@code step}) passed through {@code onFailure}. */
  public static <A, T> LinkedFuture<T> map(
      CompletableFuture<A> upstream,
      Function<? super A, ? extends T> step,
      Function<Throwable, ? extends Throwable> onFailure) {
    LinkedFuture<T> result = new LinkedFuture<>();
    upstream.whenComplete((value, failure) -> {
      if (failure != null) {
        result.completeExceptionally(onFailure.apply(unwrap(failure)));
        return;
      }
      try {
        result.complete(step.apply(value));
      } catch (Throwable thrown) {
        result.completeExceptionally(onFailure.apply(thrown));
      }
    });
    result.whenComplete((value, failure) -> {
      if (failure instanceof CancellationException) {
        upstream.cancel(true);
      }
    });
    return result;
  }

  /** Returns what a {@link CompletionException} is wrapped around, however deep. */
  public static Throwable unwrap(Throwable failure) {
    Throwable inner = failure;
    while (inner instanceof CompletionException && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }
}
