package dev.bricklane.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Locale;

/**
 * Text to a stream, gathered until {@link #flush()}; a failure is an unchecked {@link Failed}.
 *
 * <p>Its monitor guards the terminal: while text is flushed, nobody else draws there. Only {@link
 * #besides} and {@code flush} may be called by several threads.
 */
final class Output extends Writer {
  private final StringBuilder gathered = new StringBuilder();
  private final OutputStream stream;
  private final Charset charset;
  private Runnable beforeText = () -> {};
  private boolean atLineStart = true;

  Output(OutputStream stream, Charset charset) {
    this.stream = stream;
    this.charset = charset;
  }

  /** The stream took no more. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(IOException cause) {
      super(cause.getMessage(), cause);
    }

    /** Returns whether the reader went away, as {@code head} does: no error, only an end. */
    boolean isBrokenPipe() {
      return String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }
  }

  @Override
  public void write(char[] text, int from, int count) {
    gathered.append(text, from, count);
  }

  @Override
  public void write(String text) {
    gathered.append(text);
  }

  @Override
  public synchronized void flush() {
    if (gathered.isEmpty()) {
      return;
    }
    beforeText.run();
    byte[] bytes = gathered.toString().getBytes(charset);
    atLineStart = gathered.charAt(gathered.length() - 1) == '\n';
    gathered.setLength(0);
    try {
      stream.write(bytes);
      stream.flush();
    } catch (IOException e) {
      throw new Failed(e);
    }
  }

  /** Flushes, and leaves the stream open: it is the process's. */
  @Override
  public void close() {
    flush();
  }

  /** Has something run before each text, such as to wipe what stands in its place. */
  synchronized void beforeText(Runnable action) {
    beforeText = action;
  }

  /** Runs a drawing, while no text is written, if the cursor stands at the start of a line. */
  synchronized void besides(Runnable drawing) {
    if (atLineStart) {
      drawing.run();
    }
  }
}
