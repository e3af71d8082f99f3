package dev.bricklane.scripting.shell;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Standard input, read by whoever asks first: the script, by {@code System.in} or {@code stdin}, or
 * the first prompt, which leaves it to the script once the script has read of it. Thread-safe.
 */
final class StandardInput {
  private final InputStream source;
  private final BooleanSupplier isTerminal;
  private @Nullable String text;
  private boolean claimed;

  /**
   * Reads nothing yet.
   *
   * @param isTerminal asked only when a prompt wants to read
   */
  StandardInput(InputStream source, BooleanSupplier isTerminal) {
    this.source = source;
    this.isTerminal = isTerminal;
  }

  /** Returns all of it, as UTF-8; the same text each time. */
  synchronized String text() throws IOException {
    claimed = true;
    String read = text;
    if (read == null) {
      read = new String(source.readAllBytes(), StandardCharsets.UTF_8);
      text = read;
    }
    return read;
  }

  /** Returns all of it, and leaves nothing. */
  synchronized String taken() throws IOException {
    String read = text();
    text = "";
    return read;
  }

  private synchronized String tail() throws IOException {
    return claimed || isTerminal.getAsBoolean() ? "" : text();
  }

  private synchronized void claim() {
    claimed = true;
  }

  /** Returns what follows the first prompt: empty if the script has read, or for a terminal. */
  Reader ofPrompt() {
    return new Tail();
  }

  /** Returns what takes the place of {@code System.in}. */
  InputStream ofScript() {
    return new FilterInputStream(source) {
      @Override
      public int read() throws IOException {
        claim();
        return super.read();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        claim();
        return super.read(bytes, offset, length);
      }
    };
  }

  /** Opens at the first read. */
  private final class Tail extends Reader {
    private @Nullable Reader open;

    @Override
    public int read(char[] chars, int offset, int length) throws IOException {
      Reader reader = open;
      if (reader == null) {
        reader = new StringReader(tail());
        open = reader;
      }
      return reader.read(chars, offset, length);
    }

    @Override
    public void close() {}
  }
}
