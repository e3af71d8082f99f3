package dev.bricklane.exec;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call of several steps, one after the other. Cancelling it ends the step that it is at. */
final class StagedCall<A> extends CompletableFuture<A> {
  private volatile @Nullable CompletableFuture<?> step;

  /** Begins the next step. */
  <S> CompletableFuture<S> during(CompletableFuture<S> next) {
    step = next;
    // Whoever cancelled before the line above has ended the step before.
    if (isCancelled()) {
      next.cancel(true);
    }
    return next;
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    boolean cancelled = super.cancel(mayInterrupt);
    CompletableFuture<?> current = step;
    if (cancelled && current != null) {
      current.cancel(true);
    }
    return cancelled;
  }
}
