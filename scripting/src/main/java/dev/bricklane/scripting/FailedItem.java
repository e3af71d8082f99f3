package dev.bricklane.scripting;

import java.sql.SQLException;

/** Says which of many items has failed. */
final class FailedItem {
  private FailedItem() {}

  /**
   * Returns an exception of the same class, SQLSTATE and code.
   *
   * @param item its index, from 0
   */
  static SQLException of(int item, SQLException failure) {
    String message = "Item " + item + " (counted from 0): " + failure.getMessage();
    try {
      return failure
          .getClass()
          .getConstructor(String.class, String.class, int.class, Throwable.class)
          .newInstance(message, failure.getSQLState(), failure.getErrorCode(), failure);
    } catch (ReflectiveOperationException e) {
      return new SQLException(message, failure.getSQLState(), failure.getErrorCode(), failure);
    }
  }
}
