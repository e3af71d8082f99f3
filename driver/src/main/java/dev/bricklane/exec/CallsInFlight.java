package dev.bricklane.exec;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls that a statement has in flight, and the switch that ends them. Thread-safe. */
final class CallsInFlight {
  private final Set<CompletableFuture<?>> running = new HashSet<>();

  /** Threads that start a call now, and were not interrupted. */
  private final Set<Thread> starters = new HashSet<>();

  private boolean ended;

  /**
   * Starts a call. It may wait for a client that the pool looks at just then; ending the statement
   * ends that wait.
   *
   * @throws BricklaneException with {@code CANCELLED} if the statement is over, or what the call
   *     throws
   */
  <A> CompletableFuture<A> begin(Supplier<CompletableFuture<A>> call) {
    Thread thread = Thread.currentThread();
    synchronized (this) {
      if (ended) {
        throw over();
      }
      starters.add(thread);
    }
    CompletableFuture<A> exchange;
    try {
      exchange = call.get();
    } finally {
      synchronized (this) {
        // An interrupt of ours ended the wait; the thread's owner knows nothing of it.
        if (!starters.remove(thread)) {
          Thread.interrupted();
        }
      }
    }
    boolean late;
    synchronized (this) {
      running.add(exchange);
      late = ended;
    }
    if (late) {
      exchange.cancel(true);
    }
    return exchange;
  }

  /** Notes that a call has ended. */
  synchronized void finished(CompletableFuture<?> exchange) {
    running.remove(exchange);
  }

  /** Returns how many calls are in flight. */
  synchronized int count() {
    return running.size();
  }

  /** Returns whether no further call may start. */
  synchronized boolean ended() {
    return ended;
  }

  /**
   * Abandons the calls in flight and lets none start. Closing a connection takes the JDK some
   * tenths of a millisecond, so where several threads end the same statement they share its calls.
   */
  void end() {
    synchronized (this) {
      ended = true;
      starters.stream()
          .filter(thread -> thread != Thread.currentThread())
          .forEach(Thread::interrupt);
      starters.removeIf(thread -> thread != Thread.currentThread());
    }
    CompletableFuture<?> next = takeOne();
    while (next != null) {
      next.cancel(true);
      next = takeOne();
    }
  }

  private synchronized @Nullable CompletableFuture<?> takeOne() {
    Iterator<CompletableFuture<?>> left = running.iterator();
    if (!left.hasNext()) {
      return null;
    }
    CompletableFuture<?> one = left.next();
    left.remove();
    return one;
  }

  static BricklaneException over() {
    return new BricklaneException(ErrorCode.CANCELLED, "The statement was cancelled");
  }
}
