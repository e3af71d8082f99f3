package dev.bricklane.auth;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.LinkedFuture;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Waits for a future as signing in does: an interrupt ends the wait, unless it must not. */
final class InterruptibleWait {
  private InterruptibleWait() {}

  /**
   * Returns the future's value.
   *
   * @throws BricklaneException the future's failure, or {@code CANCELLED} on an interrupt, which
   *     leaves the future alone and the interrupt flag set
   */
  static <T extends @Nullable Object> T on(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BricklaneException(ErrorCode.CANCELLED, "Signing in was interrupted", e);
    } catch (CancellationException e) {
      throw new BricklaneException(ErrorCode.CANCELLED, "Signing in was cancelled", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : LinkedFuture.unwrap(e.getCause());
      if (cause instanceof BricklaneException known) {
        // A new exception, because several threads may wait and each wants its own stack trace.
        throw new BricklaneException(
            known.code(), String.valueOf(known.getMessage()), known.origin(), known);
      }
      throw new BricklaneException(
          ErrorCode.INTERNAL, "Signing in failed: " + cause.getClass().getName(), cause);
    }
  }

  /**
   * Returns the future's value; an interrupt does not end the wait, and is kept for afterwards.
   *
   * @throws BricklaneException the future's failure
   */
  static <T extends @Nullable Object> T toTheEnd(CompletableFuture<T> future) {
    boolean interrupted = Thread.interrupted();
    while (!future.isDone()) {
      try {
        future.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (CancellationException | ExecutionException done) {
        break;
      }
    }
    try {
      return on(future);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
