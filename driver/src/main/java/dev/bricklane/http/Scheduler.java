package dev.bricklane.http;

import java.time.Duration;
import java.time.Instant;

/** Time, and what happens later. Thread-safe. Tests pass one that they turn by hand. */
public interface Scheduler {
  /** Returns the one of this JVM: system time, and daemon threads that end when idle. */
  static Scheduler shared() {
    return DaemonScheduler.INSTANCE;
  }

  /** Returns the wall clock's time. */
  Instant now();

  /** Returns a time in nanoseconds that never jumps; only differences mean anything. */
  long nanoTime();

  /** Runs a task once after a delay, on a shared thread: the task must not block. */
  Delayed after(Duration delay, Runnable task);

  /** Runs a task now on a daemon thread, where it may block. */
  void background(Runnable task);

  /** A task that waits for its time. */
  interface Delayed {
    /** Forgets the task, if it has not begun. */
    void cancel();
  }
}
