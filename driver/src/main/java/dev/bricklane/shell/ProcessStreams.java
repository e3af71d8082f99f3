package dev.bricklane.shell;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The streams of this process.
 *
 * <p>Java alone cannot say whether one stream is a terminal, so {@code test -t} is asked, which
 * takes a few milliseconds; the answers are kept. Where there is no such command, the JVM's console
 * is asked, which knows standard input and standard output together. Not safe for use by several
 * threads.
 */
final class ProcessStreams implements StandardStreams {
  private final Map<String, String> environment;
  private final Map<Stream, Boolean> known = new EnumMap<>(Stream.class);

  ProcessStreams(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public boolean isTerminal(Stream stream) {
    return known.computeIfAbsent(stream, ProcessStreams::ask);
  }

  @Override
  public int width() {
    if (!isTerminal(Stream.OUTPUT)) {
      return UNLIMITED;
    }
    int columns = positive(environment.getOrDefault("COLUMNS", ""));
    return columns > 0 ? columns : widthOfTerminal();
  }

  @Override
  public Charset charset() {
    Console console = System.console();
    return isWindows() && console != null && isTerminal(Stream.OUTPUT)
        ? console.charset()
        : StandardCharsets.UTF_8;
  }

  private static boolean ask(Stream stream) {
    if (!isWindows()) {
      try {
        Process test =
            new ProcessBuilder("test", "-t", String.valueOf(stream.ordinal())).inheritIO().start();
        return test.waitFor() == 0;
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

  private static int widthOfTerminal() {
    if (isWindows()) {
      return UNLIMITED;
    }
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      int columns = positive(size.substring(size.indexOf(' ') + 1).strip());
      return columns > 0 ? columns : UNLIMITED;
    } catch (IOException e) {
      return UNLIMITED;
    }
  }

  private static int positive(String digits) {
    return digits.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(digits) : 0;
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }
}
