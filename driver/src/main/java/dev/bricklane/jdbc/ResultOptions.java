package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Checks what callers ask of result sets. What JDBC knows is taken, and replaced with a warning by
 * what there is; what it does not know is refused.
 */
final class ResultOptions {
  private ResultOptions() {}

  static void check(int type, int concurrency, int holdability, Warnings warnings)
      throws SQLException {
    switch (type) {
      case ResultSet.TYPE_FORWARD_ONLY -> {}
      case ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.TYPE_SCROLL_SENSITIVE ->
          warnings.add(
              Warnings.OPTION_CHANGED, "Result sets are forward only, not scrollable as asked");
      default -> throw unknown("result set type", type);
    }
    switch (concurrency) {
      case ResultSet.CONCUR_READ_ONLY -> {}
      case ResultSet.CONCUR_UPDATABLE ->
          warnings.add(
              Warnings.OPTION_CHANGED, "Result sets are read-only, not updatable as asked");
      default -> throw unknown("result set concurrency", concurrency);
    }
    checkHoldability(holdability);
  }

  static void checkHoldability(int holdability) throws SQLException {
    if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT
        && holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
      throw unknown("holdability", holdability);
    }
  }

  static void checkFetchDirection(int direction) throws SQLException {
    if (direction != ResultSet.FETCH_FORWARD
        && direction != ResultSet.FETCH_REVERSE
        && direction != ResultSet.FETCH_UNKNOWN) {
      throw unknown("fetch direction", direction);
    }
  }

  static int notNegative(String what, int value) throws SQLException {
    return (int) notNegative(what, (long) value);
  }

  static long notNegative(String what, long value) throws SQLException {
    if (value < 0) {
      throw SqlExceptions.of(ErrorCode.INVALID_ARGUMENT, what + " " + value + " is below 0");
    }
    return value;
  }

  private static SQLException unknown(String what, int value) {
    return SqlExceptions.of(ErrorCode.INVALID_ARGUMENT, "There is no " + what + " " + value);
  }
}
