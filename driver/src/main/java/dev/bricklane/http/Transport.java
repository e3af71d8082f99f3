package dev.bricklane.http;

import java.nio.charset.StandardCharsets;
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

  /**
   * Starts a call whose answer is read while it arrives.
   *
   * <p>This one waits for the whole answer first; what talks to a network does better.
   *
   * @return the answer, without a body if the reader took it
   */
  default CompletableFuture<HttpReply> stream(HttpCall call, LineReader reader) {
    return LinkedFuture.map(
        send(call),
        reply -> {
          HttpReply head = reply.withBody(new byte[0]);
          if (!reader.begins(head)) {
            return reply;
          }
          for (String line :
              new String(reply.body(), StandardCharsets.UTF_8).split("\r\n|\n|\r", -1)) {
            if (!reader.line(line)) {
              break;
            }
          }
          return head;
        });
  }
}
