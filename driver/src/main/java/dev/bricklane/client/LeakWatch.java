package dev.bricklane.client;

import dev.bricklane.http.Scheduler;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Warns, once for each, of leases that stay out longer than {@code leakDetectionThreshold}, and
 * shows where they were taken.
 */
final class LeakWatch {
  private static final Logger LOGGER = Logger.getLogger(LeakWatch.class.getName());
  private static final Scheduler.Delayed NOTHING = () -> {};

  private final Duration threshold;
  private final String poolName;
  private final Scheduler scheduler;

  /**
   * Makes a watch.
   *
   * @param threshold zero to watch nothing
   */
  LeakWatch(Duration threshold, String poolName, Scheduler scheduler) {
    this.threshold = threshold;
    this.poolName = poolName;
    this.scheduler = scheduler;
  }

  /** Watches a lease that the current thread takes now, until the result is cancelled. */
  Scheduler.Delayed watch() {
    if (threshold.isZero()) {
      return NOTHING;
    }
    String borrower = Thread.currentThread().getName();
    Throwable taken = new Throwable("Taken here by the thread " + borrower);
    return scheduler.after(
        threshold,
        () ->
            LOGGER.log(
                Level.WARNING,
                "A client of the pool "
                    + poolName
                    + " has been out for "
                    + threshold.toMillis()
                    + " ms (leakDetectionThreshold); is its Lease closed?",
                taken));
  }
}
