package dev.bricklane.jdbc;

import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** A chain of warnings, kept short: a connection that nobody clears must not grow. Thread-safe. */
final class Warnings {
  /** An option was changed to one that there is. */
  static final String OPTION_CHANGED = "01S02";

  /** An attribute of the connection is not known, and ignored. */
  static final String OPTION_IGNORED = "01S00";

  private static final int MOST = 32;

  private @Nullable SQLWarning first;
  private int count;

  synchronized void add(String sqlState, String message) {
    if (count >= MOST) {
      return;
    }
    count++;
    SQLWarning warning = new SQLWarning(message, sqlState);
    if (first == null) {
      first = warning;
    } else {
      first.setNextWarning(warning);
    }
  }

  synchronized @Nullable SQLWarning first() {
    return first;
  }

  synchronized void clear() {
    first = null;
    count = 0;
  }
}
