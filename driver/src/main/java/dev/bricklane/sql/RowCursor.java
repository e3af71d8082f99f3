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
   * counts from 0.
   */
  @Nullable Object value(int column);

  /** Stops the query's work and frees what it holds. May be called more than once. */
  @Override
  void close();
}
