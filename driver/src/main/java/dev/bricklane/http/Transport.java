package dev.bricklane.http;

import java.util.concurrent.CompletableFuture;

/**
 * Sends one HTTP call and gives its answer: the seam that tests and decorators use.
 *
 * <p>Implementations are thread-safe and never block. The future fails with a {@link
 * dev.bricklane.error.BricklaneException} when there is no answer; an answer with an error status
 * is an answer. Cancelling the future ends the exchange. Whatever hangs on the future runs on the
 * transport's threads and must not block either.
 */
@FunctionalInterface
public interface Transport {
  /** Starts a call. */
  CompletableFuture<HttpReply> send(HttpCall call);
}
