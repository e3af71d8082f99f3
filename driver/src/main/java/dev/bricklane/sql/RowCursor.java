package dev.bricklane.sql;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a running query, forward only. Used by one thread at a time; to stop it from another,
 * use {@link Execution#cancel()}.
 *
 * <p>Every method may throw {@code BricklaneException}, and nothing else.
 */
public interface RowCursor extends AutoCloseable {
  /** Goes to the next row; false when there is none, or {@code maxRows} are read. */
  boolean next();

  /**
   * Returns a value of the current row, of the class that {@link ColumnType} says; {@code column}
   * counts from 0. Waits for one that is still coming.
   */
  @Nullable Object value(int column);

  /**
   * Returns a text of the current row that may be read while it comes; null if the value is there,
   * or NULL. It may be read on when the cursor has left the row, until it is closed.
   */
  default @Nullable StreamedText streamed(int column) {
    return null;
  }

  /** Stops the query's work and frees what it holds. May be called more than once. */
  @Override
  void close();
}
