package dev.bricklane.scripting.shell;

import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * Standard output for a script. A {@code PrintStream} swallows errors; but a script whose reader
 * went away, as in {@code … | head}, must not go on and pay for calls.
 */
final class TextOutput extends FilterOutputStream {
  private final IntConsumer exit;

  /**
   * Writes to a stream.
   *
   * @param exit ends the process
   */
  TextOutput(OutputStream stream, IntConsumer exit) {
    super(stream);
    this.exit = exit;
  }

  /** Returns a stream that writes UTF-8, at once. */
  static PrintStream of(FileOutputStream file) {
    return new PrintStream(new TextOutput(file, System::exit), true, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      exit.accept(String.valueOf(e.getMessage()).contains("pipe") ? 0 : 1);
    }
  }
}
