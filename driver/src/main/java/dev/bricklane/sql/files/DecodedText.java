package dev.bricklane.sql.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes a file's text. Where bytes are no text, it gives what comes before them, and then fails
 * naming the line; the JDK's readers put a question mark there, or lose what comes before.
 */
final class DecodedText extends Reader {
  private static final int BUFFER = 16 * 1024;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
  private long line = 1;
  private long given;
  private boolean ended;
  private boolean finished;

  private DecodedText(InputStream in, Charset charset) {
    this.in = in;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /**
   * Opens a text; a byte order mark is taken away and says how it is encoded.
   *
   * @param charset of a text without such a mark
   */
  static DecodedText of(InputStream bytes, Charset charset) throws IOException {
    PushbackInputStream in = new PushbackInputStream(bytes, 3);
    byte[] head = in.readNBytes(3);
    Charset marked = charset;
    int mark = 0;
    if (head.length == 3
        && head[0] == (byte) 0xEF
        && head[1] == (byte) 0xBB
        && head[2] == (byte) 0xBF) {
      marked = StandardCharsets.UTF_8;
      mark = 3;
    } else if (head.length >= 2 && head[0] == (byte) 0xFE && head[1] == (byte) 0xFF) {
      marked = StandardCharsets.UTF_16BE;
      mark = 2;
    } else if (head.length >= 2 && head[0] == (byte) 0xFF && head[1] == (byte) 0xFE) {
      marked = StandardCharsets.UTF_16LE;
      mark = 2;
    }
    in.unread(head, mark, head.length - mark);
    return new DecodedText(in, marked);
  }

  /** Returns how many characters have been given. */
  long given() {
    return given;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    CharBuffer out = CharBuffer.wrap(buffer, offset, length);
    while (true) {
      CoderResult result = decode(out);
      int count = out.position() - offset;
      if (count > 0) {
        if (given == 0 && hasNul(buffer, offset, count)) {
          throw new NotText(1, decoder.charset());
        }
        count(buffer, offset, count);
        return count;
      }
      if (result.isError()) {
        throw new NotText(line, decoder.charset());
      }
      if (finished) {
        return -1;
      }
      if (result.isUnderflow() && !ended) {
        fill();
      }
    }
  }

  /** UTF-16 without its mark is valid UTF-8, of which every other character is none. */
  private static boolean hasNul(char[] buffer, int offset, int count) {
    return buffer[offset] == 0 || count > 1 && buffer[offset + 1] == 0;
  }

  private CoderResult decode(CharBuffer out) {
    if (finished) {
      return CoderResult.UNDERFLOW;
    }
    CoderResult result = decoder.decode(bytes, out, ended);
    if (ended && result.isUnderflow()) {
      result = decoder.flush(out);
      finished = result.isUnderflow();
    }
    return result;
  }

  private void fill() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (count < 0) {
      ended = true;
    } else {
      bytes.position(bytes.position() + count);
    }
    bytes.flip();
  }

  private void count(char[] buffer, int offset, int length) {
    given += length;
    for (int i = offset; i < offset + length; i++) {
      if (buffer[i] == '\n') {
        line++;
      }
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Says that bytes are not of the character set. */
  static final class NotText extends CharacterCodingException {
    private static final long serialVersionUID = 1L;

    private final long line;
    private final String charset;

    NotText(long line, Charset charset) {
      this.line = line;
      this.charset = charset.name();
    }

    long line() {
      return line;
    }

    @Override
    public String getMessage() {
      return "it is not encoded in " + charset;
    }
  }
}
