package dev.bricklane.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one result in one format: {@link #begin}, {@link #row} for each row, then {@link #end} or
 * {@link #breakOff}. Nothing is flushed. Not thread safe.
 */
interface RowPrinter {
  /** Returns whether it takes texts as readers, to write them while they come. */
  default boolean readsWhileItComes() {
    return false;
  }

  /** Starts, with the columns. */
  void begin(ResultColumns columns);

  /** Takes a row of plain values. */
  void row(List<@Nullable Object> values);

  /** Ends a complete result. */
  void end();

  /**
   * Ends a result whose statement failed: writes the rows still held back, and nothing that would
   * make the result look complete.
   */
  void breakOff();
}
