package dev.bricklane.sql.files;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a file, one at a time. Not thread-safe; {@link #close} may come from anywhere.
 */
interface RowReader extends Closeable {
  /**
   * Reads a row.
   *
   * @return the values of the columns that were asked for, as Calcite's generated code has them;
   *     null after the last row
   */
  @Nullable Object @Nullable [] next() throws IOException;
}
