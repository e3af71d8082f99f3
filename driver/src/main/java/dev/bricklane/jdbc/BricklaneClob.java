package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A long text, held in memory. It can be written to, since callers fill one to pass it as a
 * parameter; what it came from does not change. Safe for use by several threads.
 */
final class BricklaneClob implements NClob {
  private @Nullable StringBuilder text;

  BricklaneClob(String text) {
    this.text = new StringBuilder(text);
  }

  private StringBuilder text() throws SQLException {
    StringBuilder held = text;
    if (held == null) {
      throw SqlExceptions.of(ErrorCode.INVALID_STATE, "The clob has been freed");
    }
    return held;
  }

  @Override
  public synchronized long length() throws SQLException {
    return text().length();
  }

  @Override
  public synchronized String getSubString(long position, int length) throws SQLException {
    int start = LobRange.start(position, text().length());
    return text().substring(start, LobRange.end(start, length, text().length()));
  }

  @Override
  public synchronized Reader getCharacterStream() throws SQLException {
    return new StringReader(text().toString());
  }

  @Override
  public synchronized Reader getCharacterStream(long position, long length) throws SQLException {
    int start = LobRange.start(position, text().length());
    return new StringReader(text().substring(start, LobRange.end(start, length, text().length())));
  }

  @Override
  public synchronized InputStream getAsciiStream() throws SQLException {
    return new ByteArrayInputStream(text().toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public synchronized long position(String searched, long start) throws SQLException {
    int found =
        text()
            .indexOf(
                SqlExceptions.notNull(searched, "text"), LobRange.start(start, text().length()));
    return found < 0 ? -1 : found + 1L;
  }

  @Override
  public long position(Clob searched, long start) throws SQLException {
    Clob other = SqlExceptions.notNull(searched, "clob");
    return position(other.getSubString(1, (int) other.length()), start);
  }

  @Override
  public synchronized int setString(long position, String written) throws SQLException {
    SqlExceptions.notNull(written, "text");
    int start = LobRange.start(position, text().length());
    text().replace(start, Math.min(text().length(), start + written.length()), written);
    return written.length();
  }

  @Override
  public int setString(long position, String written, int offset, int length) throws SQLException {
    SqlExceptions.notNull(written, "text");
    if (offset < 0 || length < 0 || length > written.length() - offset) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_ARGUMENT, "Offset and length do not lie within the text");
    }
    return setString(position, written.substring(offset, offset + length));
  }

  @Override
  public synchronized OutputStream setAsciiStream(long position) throws SQLException {
    LobRange.start(position, text().length());
    return new ByteArrayOutputStream() {
      @Override
      public void close() throws IOException {
        overwrite(position, toString(StandardCharsets.UTF_8));
      }
    };
  }

  @Override
  public synchronized Writer setCharacterStream(long position) throws SQLException {
    LobRange.start(position, text().length());
    return new StringWriter() {
      @Override
      public void close() throws IOException {
        overwrite(position, toString());
      }
    };
  }

  private void overwrite(long position, String written) throws IOException {
    try {
      setString(position, written);
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public synchronized void truncate(long length) throws SQLException {
    text().setLength(LobRange.start(length + 1, text().length()));
  }

  @Override
  public synchronized void free() {
    text = null;
  }
}
