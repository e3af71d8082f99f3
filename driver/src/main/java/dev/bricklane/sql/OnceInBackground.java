package dev.bricklane.sql;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Work that is done ahead, at most once, by a daemon thread that ends with it; a failure is logged,
 * for who needs what failed will meet it again. Thread-safe.
 */
final class OnceInBackground {
  private static final Logger LOGGER = Logger.getLogger(OnceInBackground.class.getName());

  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private final String name;
  private final Work work;

  OnceInBackground(String name, Work work) {
    this.name = name;
    this.work = work;
  }

  /** What is to be done. */
  interface Work {
    void run() throws Exception;
  }

  /** Begins it, unless this has been done. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      Thread thread = new Thread(null, this::run, name, 0, false);
      thread.setDaemon(true);
      // The creator's would keep a whole application from being unloaded.
      thread.setContextClassLoader(null);
      thread.start();
    }
  }

  private void run() {
    try {
      work.run();
    } catch (Exception | Error e) {
      LOGGER.log(Level.FINE, "The thread " + name + " failed", e);
    } finally {
      done.countDown();
    }
  }

  /** Waits for its end, if it has begun; an interrupt is kept for later. */
  void await() {
    if (!begun.get()) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
