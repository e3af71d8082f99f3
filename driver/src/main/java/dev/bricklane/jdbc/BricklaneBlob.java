package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes, held in memory. It can be written to, since callers fill one to pass it as a parameter;
 * what it came from does not change. Safe for use by several threads.
 */
final class BricklaneBlob implements Blob {
  private byte @Nullable [] bytes;

  BricklaneBlob(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  private byte[] bytes() throws SQLException {
    byte[] held = bytes;
    if (held == null) {
      throw SqlExceptions.of(ErrorCode.INVALID_STATE, "The blob has been freed");
    }
    return held;
  }

  @Override
  public synchronized long length() throws SQLException {
    return bytes().length;
  }

  @Override
  public synchronized byte[] getBytes(long position, int length) throws SQLException {
    int start = LobRange.start(position, bytes().length);
    return Arrays.copyOfRange(bytes(), start, LobRange.end(start, length, bytes().length));
  }

  @Override
  public synchronized InputStream getBinaryStream() throws SQLException {
    return new ByteArrayInputStream(bytes());
  }

  @Override
  public synchronized InputStream getBinaryStream(long position, long length) throws SQLException {
    int start = LobRange.start(position, bytes().length);
    int end = LobRange.end(start, length, bytes().length);
    return new ByteArrayInputStream(bytes(), start, end - start);
  }

  @Override
  public synchronized long position(byte[] searched, long start) throws SQLException {
    SqlExceptions.notNull(searched, "part");
    byte[] held = bytes();
    for (int i = LobRange.start(start, held.length); i <= held.length - searched.length; i++) {
      if (Arrays.equals(held, i, i + searched.length, searched, 0, searched.length)) {
        return i + 1L;
      }
    }
    return -1;
  }

  @Override
  public long position(Blob searched, long start) throws SQLException {
    Blob other = SqlExceptions.notNull(searched, "blob");
    return position(other.getBytes(1, (int) other.length()), start);
  }

  @Override
  public int setBytes(long position, byte[] written) throws SQLException {
    return setBytes(position, written, 0, SqlExceptions.notNull(written, "value").length);
  }

  @Override
  public synchronized int setBytes(long position, byte[] written, int offset, int length)
      throws SQLException {
    SqlExceptions.notNull(written, "value");
    if (offset < 0 || length < 0 || length > written.length - offset) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_ARGUMENT, "Offset and length do not lie within the bytes");
    }
    int start = LobRange.start(position, bytes().length);
    byte[] longer = Arrays.copyOf(bytes(), Math.max(bytes().length, start + length));
    System.arraycopy(written, offset, longer, start, length);
    bytes = longer;
    return length;
  }

  @Override
  public synchronized OutputStream setBinaryStream(long position) throws SQLException {
    LobRange.start(position, bytes().length);
    return new ByteArrayOutputStream() {
      @Override
      public void close() throws IOException {
        try {
          setBytes(position, toByteArray());
        } catch (SQLException e) {
          throw new IOException(e.getMessage(), e);
        }
      }
    };
  }

  @Override
  public synchronized void truncate(long length) throws SQLException {
    bytes = Arrays.copyOf(bytes(), LobRange.start(length + 1, bytes().length));
  }

  @Override
  public synchronized void free() {
    bytes = null;
  }
}
