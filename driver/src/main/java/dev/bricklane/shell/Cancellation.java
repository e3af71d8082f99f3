package dev.bricklane.shell;

import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Stops the statement that runs, from another thread. Safe for use by several threads. */
final class Cancellation {
  private @Nullable Statement running;
  private boolean requested;

  /** Cancels the running statement, and each that starts later. */
  synchronized void request() {
    requested = true;
    if (running != null) {
      cancel(running);
    }
  }

  synchronized boolean isRequested() {
    return requested;
  }

  /** Names the statement that runs from now on; null for none. */
  synchronized void running(@Nullable Statement statement) throws SQLException {
    running = statement;
    if (requested && statement != null) {
      throw new SQLException("cancelled", "57014");
    }
  }

  private static void cancel(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      // It goes on, or has ended: nothing better can be done here.
    }
  }
}
