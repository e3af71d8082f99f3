package dev.bricklane.exec;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.LinkedFuture;
import dev.bricklane.http.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The longest that a connection waits for the answer to one request, its attempts included; waiting
 * for a client and for the turn under a rate limit are not part of it. Thread-safe.
 */
public final class NetworkTimeout {
  private final Scheduler scheduler;
  private volatile Duration longest = Duration.ZERO;

  /** Makes one without a limit of its own, which leaves {@code requestTimeout}. */
  public NetworkTimeout(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Sets the limit for requests from now on; zero for none of its own. */
  public void waitAtMost(Duration limit) {
    longest = limit;
  }

  /** Returns an exchange that ends with {@code DEADLINE_EXCEEDED} when its time is over. */
  <A> CompletableFuture<A> around(CompletableFuture<A> exchange) {
    Duration limit = longest;
    if (limit.isZero() || exchange.isDone()) {
      return exchange;
    }
    StagedCall<A> bounded = new StagedCall<>();
    Scheduler.Delayed end =
        scheduler.after(
            limit,
            () -> {
              if (bounded.completeExceptionally(
                  new BricklaneException(
                      ErrorCode.DEADLINE_EXCEEDED,
                      "The workspace did not answer within the connection's network timeout of "
                          + limit.toMillis()
                          + " ms"))) {
                exchange.cancel(true);
              }
            });
    bounded
        .during(exchange)
        .whenComplete((answer, failure) -> {
          end.cancel();
          if (failure == null) {
            bounded.complete(answer);
          } else {
            bounded.completeExceptionally(LinkedFuture.unwrap(failure));
          }
        });
    return bounded;
  }
}
