package dev.bricklane.scripting;

import java.io.Console;
import java.io.IOException;
import java.util.Locale;

/** The process's standard streams, in the order of their file descriptors. Thread-safe. */
public enum StandardStream {
  /** Standard input. */
  INPUT,
  /** Standard output. */
  OUTPUT,
  /** Standard error. */
  ERROR;

  /**
   * Returns whether a person sits at its other end.
   *
   * <p>Java alone cannot say that of a single stream, so {@code test -t} is asked, which takes a
   * few milliseconds. Where there is no such command, the JVM's console is asked, which knows
   * standard input and output together.
   */
  public boolean isTerminal() {
    if (!isWindows()) {
      try {
        return new ProcessBuilder("test", "-t", String.valueOf(ordinal()))
                .inheritIO()
                .start()
                .waitFor()
            == 0;
      } catch (IOException e) {
        // A small container image may have no such command.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return consoleIsTerminal();
  }

  /** From Java 22 on there is a console even without a terminal, and a method that tells. */
  private static boolean consoleIsTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }
}
