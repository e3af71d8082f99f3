package dev.bricklane.jdbc;

import dev.bricklane.exec.RowProblems;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** A chain of warnings, kept short: a connection that nobody clears must not grow. Thread-safe. */
final class Warnings {
  /** An option was changed to one that there is. */
  static final String OPTION_CHANGED = "01S02";

  /** An attribute of the connection is not known, and ignored. */
  static final String OPTION_IGNORED = "01S00";

  /** Answers are not kept in the file that was named. */
  static final String CACHE_ELSEWHERE = "01Z02";

  private static final int MOST = 32;

  private final int most;

  private @Nullable SQLWarning first;
  private int count;

  /** Makes a chain of options that were changed. */
  Warnings() {
    this(MOST);
  }

  private Warnings(int most) {
    this.most = most;
  }

  /** Makes a chain that has room for the rows of a run too, and for their count. */
  static Warnings ofRun() {
    return new Warnings(MOST + RowProblems.MOST_KEPT + 1);
  }

  void add(String sqlState, String message) {
    add(new SQLWarning(message, sqlState));
  }

  synchronized void add(SQLWarning warning) {
    if (count >= most) {
      return;
    }
    count++;
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
