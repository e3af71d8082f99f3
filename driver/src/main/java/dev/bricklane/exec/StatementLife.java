package dev.bricklane.exec;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A statement's time and its end, which its calls in flight do not outlive. Thread-safe. */
final class StatementLife {
  private final Clock clock;
  private final Duration timeout;
  private final @Nullable Instant deadline;
  private final Runnable whenOver;
  private final CallsInFlight inFlight = new CallsInFlight();

  /**
   * Begins a statement's life.
   *
   * @param timeout how long it may take from now; zero for no limit
   * @param whenOver is run at the end, after the calls in flight were abandoned
   */
  StatementLife(Clock clock, Duration timeout, Runnable whenOver) {
    this.clock = clock;
    this.timeout = timeout;
    this.deadline = timeout.isZero() ? null : clock.instant().plus(timeout);
    this.whenOver = whenOver;
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * Starts a call, and counts it until it has ended. It may wait for a client of the pool.
   *
   * @throws BricklaneException if the statement is over, or what the call throws
   */
  <A> CompletableFuture<A> begin(Supplier<CompletableFuture<A>> call) {
    check();
    return inFlight.begin(call);
  }

  /** Notes that a call has ended. */
  void finished(CompletableFuture<?> exchange) {
    inFlight.finished(exchange);
  }

  int inFlight() {
    return inFlight.count();
  }

  /** Fails with {@code CANCELLED} or {@code DEADLINE_EXCEEDED} if the statement is over. */
  void check() {
    if (deadline != null && !clock.instant().isBefore(deadline)) {
      end();
      throw expired();
    }
    if (inFlight.ended()) {
      throw CallsInFlight.over();
    }
  }

  /** Ends the statement. */
  void end() {
    inFlight.end();
    whenOver.run();
  }

  /** Waits for an answer, within the statement's time. */
  <A> A await(CompletableFuture<A> answer) {
    try {
      return deadline == null
          ? answer.get()
          : answer.get(
              Math.max(0, Duration.between(clock.instant(), deadline).toMillis()),
              TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      end();
      throw expired();
    } catch (CancellationException e) {
      throw CallsInFlight.over();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end();
      throw new BricklaneException(
          ErrorCode.CANCELLED,
          "The statement's thread was interrupted while it waited for a model");
    } catch (ExecutionException e) {
      throw known(e.getCause());
    }
  }

  /** Returns a failure as what it is to the statement. */
  static BricklaneException known(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof BricklaneException ours) {
      return ours;
    }
    return cause instanceof CancellationException
        ? CallsInFlight.over()
        : new BricklaneException(ErrorCode.INTERNAL, "A model call failed", cause);
  }

  /** Returns what an answer has failed with. */
  static BricklaneException failure(CompletableFuture<?> failed) {
    try {
      failed.join();
      throw new IllegalStateException("it has not failed");
    } catch (CompletionException | CancellationException e) {
      return known(e);
    }
  }

  private BricklaneException expired() {
    return new BricklaneException(
        ErrorCode.DEADLINE_EXCEEDED,
        "The statement took longer than its query timeout of " + timeout.toSeconds() + " s");
  }
}
