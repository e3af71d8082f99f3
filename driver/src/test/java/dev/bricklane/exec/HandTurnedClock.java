package dev.bricklane.exec;

import dev.bricklane.http.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Time that stands still until it is turned; what is due runs when the test says so. */
final class HandTurnedClock implements Scheduler {
  private final Deque<Runnable> due = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private long nanos = -5;
  private boolean held;

  void add(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  /** From now on what is to run in the background waits until the test says so. */
  void holdBackground() {
    held = true;
  }

  void runDue() {
    while (!due.isEmpty()) {
      due.poll().run();
    }
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Delayed after(Duration delay, Runnable task) {
    due.add(task);
    return () -> due.remove(task);
  }

  @Override
  public void background(Runnable task) {
    if (held) {
      due.add(task);
    } else {
      task.run();
    }
  }
}
