package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.StreamedText;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * An answer as a long text. Its streams deliver it while it comes; all else waits for the whole of
 * it, which may be written to as to any {@link BricklaneClob}. Safe for use by several threads.
 */
final class StreamedClob implements NClob {
  private final StreamedText text;
  private final int limit;
  private @Nullable BricklaneClob whole;
  private boolean freed;

  /**
   * Makes a clob.
   *
   * @param limit the most characters that it has
   */
  StreamedClob(StreamedText text, int limit) {
    this.text = text;
    this.limit = limit;
    text.open();
  }

  /** Waits for the whole text, without the lock: {@link #free} does not wait. */
  private BricklaneClob whole() throws SQLException {
    checkNotFreed();
    String answer;
    try {
      answer = text.rest();
    } catch (RuntimeException failure) {
      throw SqlExceptions.of(failure);
    }
    synchronized (this) {
      checkNotFreed();
      BricklaneClob known = whole;
      if (known == null) {
        known = new BricklaneClob(answer.substring(0, Math.min(limit, answer.length())));
        whole = known;
      }
      return known;
    }
  }

  private synchronized void checkNotFreed() throws SQLException {
    if (freed) {
      throw SqlExceptions.of(ErrorCode.INVALID_STATE, "The clob has been freed");
    }
  }

  @Override
  public Reader getCharacterStream() throws SQLException {
    checkNotFreed();
    synchronized (this) {
      return whole == null ? new StreamedReader(text, limit) : whole.getCharacterStream();
    }
  }

  @Override
  public InputStream getAsciiStream() throws SQLException {
    return new StreamedBytes(getCharacterStream());
  }

  @Override
  public Reader getCharacterStream(long position, long length) throws SQLException {
    return whole().getCharacterStream(position, length);
  }

  @Override
  public long length() throws SQLException {
    return whole().length();
  }

  @Override
  public String getSubString(long position, int length) throws SQLException {
    return whole().getSubString(position, length);
  }

  @Override
  public long position(String searched, long start) throws SQLException {
    return whole().position(searched, start);
  }

  @Override
  public long position(Clob searched, long start) throws SQLException {
    return whole().position(searched, start);
  }

  @Override
  public int setString(long position, String written) throws SQLException {
    return whole().setString(position, written);
  }

  @Override
  public int setString(long position, String written, int offset, int length) throws SQLException {
    return whole().setString(position, written, offset, length);
  }

  @Override
  public OutputStream setAsciiStream(long position) throws SQLException {
    return whole().setAsciiStream(position);
  }

  @Override
  public Writer setCharacterStream(long position) throws SQLException {
    return whole().setCharacterStream(position);
  }

  @Override
  public void truncate(long length) throws SQLException {
    whole().truncate(length);
  }

  /** Frees it; a call that nobody else reads, nor a reader of this clob, is ended. */
  @Override
  public void free() {
    BricklaneClob held;
    synchronized (this) {
      if (freed) {
        return;
      }
      freed = true;
      held = whole;
    }
    text.close();
    if (held != null) {
      held.free();
    }
  }
}
