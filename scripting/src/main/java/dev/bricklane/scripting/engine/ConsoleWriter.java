package dev.bricklane.scripting.engine;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.function.Supplier;

/**
 * Writes to the console at once, so that a person sees the parts of an answer as they come; a
 * host's own writer is left as it is. Thread-safe.
 */
final class ConsoleWriter extends Writer {
  private final Supplier<PrintStream> stream;

  ConsoleWriter(Supplier<PrintStream> stream) {
    this.stream = stream;
  }

  /** Writes to what is {@link System#out} then. */
  static PrintWriter output() {
    return new PrintWriter(new ConsoleWriter(() -> System.out), true);
  }

  /** Writes to what is {@link System#err} then. */
  static PrintWriter errors() {
    return new PrintWriter(new ConsoleWriter(() -> System.err), true);
  }

  @Override
  public void write(char[] text, int offset, int length) {
    PrintStream to = stream.get();
    to.print(new String(text, offset, length));
    to.flush();
  }

  @Override
  public void flush() {
    stream.get().flush();
  }

  /** Leaves the console open. */
  @Override
  public void close() {
    flush();
  }
}
