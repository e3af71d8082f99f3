package dev.bricklane.http;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends a call again when that is worth it, see {@link RetryPolicy}. No thread waits in between.
 *
 * <p>The call's timeout holds for all attempts and waits together; when the next wait would reach
 * past it, the last answer or failure is given at once. {@code Retry-After} replaces the computed
 * wait. Answers and failures tell how many attempts were made. Cancelling the future ends the wait
 * or the exchange that is under way.
 *
 * <p>Thread-safe.
 */
public final class RetryingTransport implements Transport {
  private static final Logger LOGGER = Logger.getLogger(RetryingTransport.class.getName());

  private final Transport transport;
  private final RetryPolicy policy;
  private final Scheduler scheduler;
  private final DoubleSupplier random;

  /** Wraps a transport. */
  public RetryingTransport(Transport transport, RetryPolicy policy, Scheduler scheduler) {
    this(transport, policy, scheduler, () -> ThreadLocalRandom.current().nextDouble());
  }

  RetryingTransport(
      Transport transport, RetryPolicy policy, Scheduler scheduler, DoubleSupplier random) {
    this.transport = transport;
    this.policy = policy;
    this.scheduler = scheduler;
    this.random = random;
  }

  @Override
  public CompletableFuture<HttpReply> send(HttpCall call) {
    Attempts attempts = new Attempts(call);
    attempts.next();
    return attempts.result;
  }

  /** The attempts at one call. Each step happens after the one before, so nothing is locked. */
  private final class Attempts {
    private final HttpCall call;
    private final long begin = scheduler.nanoTime();
    private final CompletableFuture<HttpReply> result = new CompletableFuture<>();
    private volatile int sent;
    private volatile Runnable stop = () -> {};

    Attempts(HttpCall call) {
      this.call = call;
      result.whenComplete((reply, failure) -> stop.run());
    }

    void next() {
      if (result.isDone()) {
        return;
      }
      sent++;
      Duration left = left();
      CompletableFuture<HttpReply> exchange =
          transport.send(left == null ? call : call.withTimeout(left));
      stopBy(() -> exchange.cancel(true));
      exchange.whenComplete((reply, failure) -> {
        if (failure != null) {
          failed(LinkedFuture.unwrap(failure));
        } else {
          answered(reply);
        }
      });
    }

    private void answered(HttpReply reply) {
      HttpReply counted = reply.withAttempts(sent);
      Duration asked = RetryAfter.of(reply, scheduler.now());
      if (!policy.retries(call, reply)
          || !waits(asked == null ? backOff() : asked, "HTTP " + reply.status())) {
        result.complete(counted);
      }
    }

    private void failed(Throwable failure) {
      if (!(failure instanceof BricklaneException known)) {
        result.completeExceptionally(failure);
      } else if (!policy.retries(call, known) || !waits(backOff(), known.code().label())) {
        Origin origin = known.origin();
        result.completeExceptionally(
            new BricklaneException(
                known.code(),
                known.getMessage() + (sent > 1 ? " (after " + sent + " attempts)" : ""),
                origin.withAttempts(sent),
                known.getCause()));
      }
    }

    /** Begins to wait, or says no because there are no retries or no time left. */
    private boolean waits(Duration wait, String why) {
      Duration left = left();
      if (sent > policy.maxRetries() || (left != null && wait.compareTo(left) >= 0)) {
        return false;
      }
      LOGGER.log(
          Level.FINE,
          () ->
              call.line()
                  + ": "
                  + why
                  + ", attempt "
                  + (sent + 1)
                  + " in "
                  + wait.toMillis()
                  + " ms");
      Scheduler.Delayed delayed = scheduler.after(wait, this::next);
      stopBy(delayed::cancel);
      return true;
    }

    private void stopBy(Runnable action) {
      stop = action;
      // Whoever cancelled before the line above has run the stop of the step before.
      if (result.isDone()) {
        action.run();
      }
    }

    private Duration backOff() {
      return RetryPolicy.backOff(sent, random.getAsDouble());
    }

    /** What is left of the call's time, at least a millisecond; null if it has no limit. */
    private @Nullable Duration left() {
      if (call.timeout().isZero()) {
        return null;
      }
      Duration left = call.timeout().minusNanos(scheduler.nanoTime() - begin);
      return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
    }
  }
}
