package dev.bricklane.jdbc;

import java.io.Closeable;
import java.io.Reader;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer while it comes, with all that it holds beside its text: what {@code getObject(i,
 * StreamedAnswer.class)} gives for a column of {@code complete(…, stream => true)}.
 *
 * <p>Thread-safe. Closing it before the end ends its call, unless somebody else reads the answer.
 */
public interface StreamedAnswer extends Closeable {
  /**
   * Returns what reads the text, which gives what is there, and waits only where nothing is; each
   * time the same. It is at its end at once where the answer has no text, as one that calls tools
   * alone.
   */
  Reader reader();

  /**
   * Waits for the end of the answer, and returns what {@code FROM complete(…)} would have given:
   * its columns by their names, such as {@code finish_reason}, {@code tool_calls}, {@code message}
   * and the counts of tokens. The text may be read before, after or not at all.
   *
   * @throws SQLException if the call has failed, the statement is over or this is closed
   */
  Map<String, @Nullable Object> columns() throws SQLException;
}
