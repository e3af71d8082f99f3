package dev.bricklane.auth;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.LinkedFuture;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for a future as signing in does: an interrupt ends the wait. */
final class InterruptibleWait {
  private InterruptibleWait() {}

  /**
   * Returns the future's value.
   *
   * @throws BricklaneException the future's failure, or {@code CANCELLED} on an interrupt, which
   *     leaves the future alone and the interrupt flag set
   */
  static <T> T on(CompletableFuture<T> future) {
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
}
