package dev.bricklane.embedded;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The workspace's few threads, all daemons in one named group: workers, one that keeps the time,
 * and the server's own.
 */
final class WorkspaceThreads implements AutoCloseable {
  private static final int WORKERS = 16;
  private static final long MOST_NANOS = Duration.ofDays(365).toNanos();

  private final ThreadGroup group;
  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor clock;

  WorkspaceThreads(int port) {
    group = new ThreadGroup(groupName(port));
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

  /** Runs a task to its end on a daemon of the group: threads that it starts inherit both. */
  void runAsDaemon(Runnable task) {
    Thread thread = daemon(task, "starter");
    thread.start();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Names the group of a workspace's threads. */
  static String groupName(int port) {
    return "bricklane-embedded-" + port;
  }

  private Thread daemon(Runnable task, String role) {
    Thread thread = new Thread(group, task, group.getName() + "-" + role);
    thread.setDaemon(true);
    return thread;
  }
}
