package dev.bricklane.scripting.shell;

import dev.bricklane.scripting.Databricks;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** The end of the process from outside, by Ctrl-C, or by the script's {@code System.exit}. */
final class Interrupt {
  private static final long SECONDS_TO_CLOSE = 2;

  private volatile boolean come;

  /** Returns whether the process is about to end. */
  boolean hasCome() {
    return come;
  }

  /** Has the binding closed at that end, so that calls in flight are cancelled, until run. */
  Runnable closing(Databricks databricks) {
    Thread hook = new Thread(() -> close(databricks), "bricklane-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    return () -> {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending already, and the hook with it.
      }
    };
  }

  private void close(Databricks databricks) {
    come = true;
    Thread closing =
        new Thread(
            () -> {
              try {
                databricks.close();
              } catch (SQLException e) {
                // Nobody is left to be told.
              }
            },
            "bricklane-closing");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_CLOSE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
