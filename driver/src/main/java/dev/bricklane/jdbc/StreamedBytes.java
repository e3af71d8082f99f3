package dev.bricklane.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Reads characters as UTF-8 as they come, without waiting for more than one. Thread-safe. */
final class StreamedBytes extends InputStream {
  private static final int CHUNK = 2048;

  private final Reader reader;
  private final CharsetEncoder encoder =
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /** What was read and is not encoded: at most the first half of a character. */
  private final CharBuffer characters = CharBuffer.allocate(CHUNK).flip();

  private final ByteBuffer bytes = ByteBuffer.allocate(4 * CHUNK).flip();
  private boolean ended;

  StreamedBytes(Reader reader) {
    this.reader = reader;
  }

  @Override
  public synchronized int read() throws IOException {
    return fill() ? Byte.toUnsignedInt(bytes.get()) : -1;
  }

  @Override
  public synchronized int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(buffer, offset, count);
    return count;
  }

  /** Sees to it that there are bytes; returns false at the end. */
  private boolean fill() throws IOException {
    while (!bytes.hasRemaining() && !ended) {
      characters.compact();
      int count = reader.read(characters.array(), characters.position(), characters.remaining());
      characters.position(characters.position() + Math.max(0, count)).flip();
      ended = count < 0;
      bytes.clear();
      encoder.encode(characters, bytes, ended);
      if (ended) {
        encoder.flush(bytes);
      }
      bytes.flip();
    }
    return bytes.hasRemaining();
  }

  @Override
  public synchronized int available() throws IOException {
    return bytes.remaining();
  }

  /** Not synchronised, as another thread may wait in {@link #read()}. */
  @Override
  public void close() throws IOException {
    reader.close();
  }
}
