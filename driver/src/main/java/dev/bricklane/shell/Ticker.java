package dev.bricklane.shell;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs something again and again. */
@FunctionalInterface
interface Ticker {
  /** A daemon thread per task. */
  Ticker DAEMON =
      (first, period, task) -> {
        ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(work -> {
              Thread thread = new Thread(work, "bricklane-progress");
              thread.setDaemon(true);
              return thread;
            });
        var unused =
            executor.scheduleAtFixedRate(
                task, first.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
        return executor::shutdownNow;
      };

  /** Starts the task after the first wait, then once a period, until the result is run. */
  Runnable every(Duration first, Duration period, Runnable task);
}
