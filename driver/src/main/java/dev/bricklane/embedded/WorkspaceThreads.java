package dev.bricklane.embedded;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The workspace's few threads, all daemons: workers, and one that keeps the time. */
final class WorkspaceThreads implements AutoCloseable {
  private static final int WORKERS = 16;
  private static final long MOST_NANOS = Duration.ofDays(365).toNanos();

  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor clock;

  WorkspaceThreads() {
    workers =
        new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(task, "worker"));
    workers.allowCoreThreadTimeOut(true);
    clock = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "clock"));
    clock.setRemoveOnCancelPolicy(true);
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  Executor workers() {
    return workers;
  }

  /** Runs a task on a worker after a wait. */
  void later(Runnable task, Duration wait) {
    long nanos = wait.compareTo(Duration.ofDays(365)) > 0 ? MOST_NANOS : wait.toNanos();
    var unused = clock.schedule(() -> workers.execute(task), nanos, TimeUnit.NANOSECONDS);
  }

  /** Stops the threads and waits for their end, a few seconds at most. */
  @Override
  public void close() {
    clock.shutdownNow();
    workers.shutdownNow();
    try {
      workers.awaitTermination(5, TimeUnit.SECONDS);
      clock.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Thread daemon(Runnable task, String role) {
    Thread thread = new Thread(task, "bricklane-embedded-" + role);
    thread.setDaemon(true);
    return thread;
  }
}
