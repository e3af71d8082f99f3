package dev.bricklane.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/**
 * Time that a test turns by hand: nothing happens until {@link #advance} or {@link #runBackground}.
 */
public final class ManualScheduler implements Scheduler {
  private final List<Waiting> waiting = new ArrayList<>();
  private final Queue<Runnable> background = new ArrayDeque<>();
  private final List<Duration> delays = new ArrayList<>();
  private Duration elapsed = Duration.ZERO;

  @Override
  public synchronized Instant now() {
    return Instant.parse("2026-01-01T00:00:00Z").plus(elapsed);
  }

  @Override
  public synchronized long nanoTime() {
    return elapsed.toNanos() - 1_000_000_000L; // begins below zero, as System.nanoTime may
  }

  @Override
  public synchronized Delayed after(Duration delay, Runnable task) {
    Waiting entry = new Waiting(elapsed.plus(delay), task);
    waiting.add(entry);
    delays.add(delay);
    return () -> forget(entry);
  }

  @Override
  public synchronized void background(Runnable task) {
    background.add(task);
  }

  /** Lets time pass, and what falls due in it happen at its time. */
  public void advance(Duration time) {
    Duration end;
    synchronized (this) {
      end = elapsed.plus(time);
    }
    while (true) {
      Waiting next;
      synchronized (this) {
        next =
            waiting.stream()
                .filter(entry -> entry.due.compareTo(end) <= 0)
                .min(Comparator.comparing(entry -> entry.due))
                .orElse(null);
        if (next == null) {
          elapsed = end;
          return;
        }
        elapsed = next.due;
        waiting.remove(next);
      }
      next.task.run();
    }
  }

  /** Runs what was handed to the background, on the test's own thread; returns how much it was. */
  public int runBackground() {
    int count = 0;
    while (true) {
      Runnable task;
      synchronized (this) {
        task = background.poll();
      }
      if (task == null) {
        return count;
      }
      task.run();
      count++;
    }
  }

  /** Returns the delays of all tasks there ever were, in order. */
  public synchronized List<Duration> delays() {
    return List.copyOf(delays);
  }

  /** Returns how many tasks wait for their time. */
  public synchronized int waiting() {
    return waiting.size();
  }

  private synchronized void forget(Waiting entry) {
    waiting.remove(entry);
  }

  private static final class Waiting {
    private final Duration due;
    private final Runnable task;

    Waiting(Duration due, Runnable task) {
      this.due = due;
      this.task = task;
    }
  }
}
