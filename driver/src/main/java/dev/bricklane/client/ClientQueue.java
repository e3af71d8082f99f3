package dev.bricklane.client;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.http.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may have a client of a pool, and who waits for one, in their order. No thread waits, as in
 * the queue of the pool itself. Thread-safe.
 */
final class ClientQueue {
  private final Supplier<PooledClient> take;
  private final Consumer<PooledClient> giveBack;
  private final Scheduler scheduler;
  private final Deque<Waiter> waiters = new ArrayDeque<>();
  private int free;
  private boolean closed;

  /**
   * Makes a queue.
   *
   * @param clients how many there may be
   * @param take gives one, which is there
   * @param giveBack takes one back, and then calls {@link #released}
   */
  ClientQueue(
      int clients,
      Supplier<PooledClient> take,
      Consumer<PooledClient> giveBack,
      Scheduler scheduler) {
    this.free = clients;
    this.take = take;
    this.giveBack = giveBack;
    this.scheduler = scheduler;
  }

  private static final class Waiter extends CompletableFuture<PooledClient> {
    private volatile Scheduler.@Nullable Delayed timer;

    void stopTimer() {
      Scheduler.Delayed set = timer;
      if (set != null) {
        set.cancel();
      }
    }
  }

  /**
   * Asks for a client. If one is free it is taken on the caller's thread; else a thread of the
   * background takes it later. Cancelling the future ends the waiting.
   *
   * @param longest the longest wait; zero for no limit
   * @param exhausted makes the error for a wait that was too long, from the number of other waiters
   * @param closedError makes the error for a pool that is closed
   */
  CompletableFuture<PooledClient> request(
      Duration longest,
      IntFunction<BricklaneException> exhausted,
      Supplier<BricklaneException> closedError) {
    Waiter waiter;
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(closedError.get());
      }
      if (free > 0 && waiters.isEmpty()) {
        free--;
        waiter = null;
      } else {
        waiter = new Waiter();
        waiters.addLast(waiter);
      }
    }
    if (waiter == null) {
      return taken();
    }
    waiter.whenComplete((client, failure) -> {
      waiter.stopTimer();
      if (failure != null) {
        forget(waiter);
      }
    });
    if (!longest.isZero()) {
      waiter.timer =
          scheduler.after(
              longest,
              () -> {
                int others = forget(waiter);
                if (others >= 0) {
                  waiter.completeExceptionally(exhausted.apply(others));
                }
              });
      if (waiter.isDone()) {
        waiter.stopTimer();
      }
    }
    return waiter;
  }

  private CompletableFuture<PooledClient> taken() {
    try {
      return CompletableFuture.completedFuture(take.get());
    } catch (BricklaneException e) {
      released();
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Takes a waiter out of the queue; returns how many are left, or -1 if it was not in it. */
  private synchronized int forget(Waiter waiter) {
    return waiters.remove(waiter) ? waiters.size() : -1;
  }

  /** Notes that a client has come back to its pool. */
  void released() {
    Waiter next;
    synchronized (this) {
      next = waiters.pollFirst();
      if (next == null) {
        free++;
        return;
      }
    }
    // Elsewhere: what is hung on the future sends a call, and this thread may carry answers.
    scheduler.background(() -> serve(next));
  }

  private void serve(Waiter waiter) {
    if (waiter.isDone()) {
      released();
      return;
    }
    PooledClient client;
    try {
      client = take.get();
    } catch (BricklaneException e) {
      released();
      waiter.completeExceptionally(e);
      return;
    }
    if (!waiter.complete(client)) {
      giveBack.accept(client);
    }
  }

  /** Lets there be more clients. */
  void grow(int more) {
    for (int i = 0; i < more; i++) {
      released();
    }
  }

  /** Returns how many wait. */
  synchronized int waiting() {
    return waiters.size();
  }

  /** Lets nobody wait any more. */
  void close(Supplier<BricklaneException> closedError) {
    List<Waiter> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(waiters);
      waiters.clear();
    }
    left.forEach(waiter -> waiter.completeExceptionally(closedError.get()));
  }
}
