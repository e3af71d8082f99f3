package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import java.sql.SQLException;

/** Checks the positions, counted from 1, that callers give to large objects. */
final class LobRange {
  private LobRange() {}

  /** Returns the position counted from 0; it may stand just behind the end. */
  static int start(long position, int size) throws SQLException {
    if (position < 1 || position - 1 > size) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_ARGUMENT,
          "Position " + position + " is not within 1 to " + (size + 1L));
    }
    return (int) position - 1;
  }

  /** Returns the end, counted from 0 and exclusive, of a part that may reach over the end. */
  static int end(int start, long length, int size) throws SQLException {
    if (length < 0) {
      throw SqlExceptions.of(ErrorCode.INVALID_ARGUMENT, "Length " + length + " is below 0");
    }
    return (int) Math.min(size, start + length);
  }
}
