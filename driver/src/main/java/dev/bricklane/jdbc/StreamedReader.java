package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.StreamedText;
import java.io.IOException;
import java.io.Reader;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer while it comes: gives what is there, and waits only where nothing is. Closing it
 * before the end ends the call, if nobody else reads the answer. Thread-safe; closing it does not
 * wait for a thread that reads, whose wait goes on while others have the answer come.
 */
final class StreamedReader extends Reader implements StreamedAnswer {
  private final StreamedText text;
  private final int limit;
  private int position;
  private boolean ended;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Begins to read.
   *
   * @param limit the most characters to give
   */
  StreamedReader(StreamedText text, int limit) {
    this.text = text;
    this.limit = limit;
    text.open();
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    synchronized (lock) {
      checkOpen();
      if (length == 0) {
        return 0;
      }
      if (ended || position >= limit) {
        return -1;
      }
      int count;
      try {
        count = text.read(position, buffer, offset, Math.min(length, limit - position));
      } catch (RuntimeException failure) {
        SQLException cause = SqlExceptions.of(failure);
        throw new IOException(cause.getMessage(), cause);
      }
      ended = count < 0;
      position += Math.max(0, count);
      return count;
    }
  }

  @Override
  public boolean ready() throws IOException {
    synchronized (lock) {
      checkOpen();
      return ended || position >= limit || text.isReady(position);
    }
  }

  @Override
  public Reader reader() {
    return this;
  }

  @Override
  public Map<String, @Nullable Object> columns() throws SQLException {
    if (closed.get()) {
      throw SqlExceptions.of(ErrorCode.INVALID_STATE, "The reader is closed");
    }
    return SqlExceptions.translating(text::columns);
  }

  private void checkOpen() throws IOException {
    if (closed.get()) {
      throw new IOException("The reader is closed");
    }
  }

  /** Whoever closes it may be another thread than the one that waits in {@link #read}. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      text.close();
    }
  }
}
