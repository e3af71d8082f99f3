package dev.bricklane.http;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
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
    return attempts(call, transport::send, () -> false);
  }

  /**
   * The same for a call whose answer is read while it arrives. It is sent again only where no
   * answer has begun: what a reader has taken cannot be taken back.
   */
  @Override
  public CompletableFuture<HttpReply> stream(HttpCall call, LineReader reader) {
    Begun begun = new Begun(reader);
    return attempts(call, attempt -> transport.stream(attempt, begun), () -> begun.reading);
  }

  private CompletableFuture<HttpReply> attempts(
      HttpCall call,
      Function<HttpCall, CompletableFuture<HttpReply>> send,
      BooleanSupplier reading) {
    Attempts attempts = new Attempts(call, send, reading);
    attempts.next();
    return attempts.result;
  }

  /** Remembers whether an answer is being read. */
  private static final class Begun implements LineReader {
    private final LineReader reader;
    private volatile boolean reading;

    Begun(LineReader reader) {
      this.reader = reader;
    }

    @Override
    public boolean begins(HttpReply head) {
      reading = reader.begins(head);
      return reading;
    }

    @Override
    public boolean line(String line) {
      return reader.line(line);
    }
  }

  /** The attempts at one call. Each step happens after the one before, so nothing is locked. */
  private final class Attempts {
    private final HttpCall call;
    private final Function<HttpCall, CompletableFuture<HttpReply>> send;
    private final BooleanSupplier reading;
    private final long begin = scheduler.nanoTime();
    private final CompletableFuture<HttpReply> result = new CompletableFuture<>();
    private volatile int sent;
    private volatile Runnable stop = () -> {};

    Attempts(
        HttpCall call,
        Function<HttpCall, CompletableFuture<HttpReply>> send,
        BooleanSupplier reading) {
      this.call = call;
      this.send = send;
      this.reading = reading;
      result.whenComplete((reply, failure) -> stop.run());
    }

    void next() {
      if (result.isDone()) {
        return;
      }
      sent++;
      long sentAt = scheduler.nanoTime();
      Duration left = left();
      CompletableFuture<HttpReply> exchange =
          send.apply(left == null ? call : call.withTimeout(left));
      stopBy(() -> exchange.cancel(true));
      exchange.whenComplete((reply, failure) -> {
        if (failure != null) {
          failed(LinkedFuture.unwrap(failure), Duration.ofNanos(scheduler.nanoTime() - sentAt));
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

    private void failed(Throwable failure, Duration after) {
      if (!(failure instanceof BricklaneException known)) {
        result.completeExceptionally(failure);
      } else if (reading.getAsBoolean()
          || !policy.retries(call, known, after)
          || !waits(backOff(), known.code().label())) {
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
