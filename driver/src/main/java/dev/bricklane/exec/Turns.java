package dev.bricklane.exec;

import dev.bricklane.http.Scheduler;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Lets only so many tasks be under way at a time; others wait in order, without a thread. */
final class Turns {
  private final Scheduler scheduler;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int free;

  Turns(int atATime, Scheduler scheduler) {
    this.free = atATime;
    this.scheduler = scheduler;
  }

  /** Runs a task on a thread where it may block, now or later; {@link #end} follows each. */
  void begin(Runnable task) {
    synchronized (this) {
      if (free == 0) {
        waiting.add(task);
        return;
      }
      free--;
    }
    scheduler.background(task);
  }

  /** Notes that what a task has begun is over. */
  void end() {
    Runnable next = next();
    if (next != null) {
      scheduler.background(next);
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = waiting.poll();
    if (next == null) {
      free++;
    }
    return next;
  }
}
