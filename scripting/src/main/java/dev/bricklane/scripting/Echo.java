package dev.bricklane.scripting;

import groovy.lang.Closure;
import groovy.lang.MissingPropertyException;
import groovy.lang.Script;
import java.io.Flushable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows a conversation while it goes on. */
final class Echo {
  /** How much is shown. */
  enum Level {
    /** Nothing. */
    NONE,
    /** The answers, as they come. */
    OUTPUT,
    /** Also what is asked, and what tools are called with and answer. */
    ALL;

    /**
     * Reads a level.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Level of(Object given) {
      String name = given.toString();
      return Arrays.stream(values())
          .filter(level -> level.word().equals(name.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(() ->
              new IllegalArgumentException(
                  "echo is 'none', 'output' or 'all', not " + Json.beginning(name)));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Level level;
  private final Appendable out;
  private boolean midLine;

  /**
   * Makes it.
   *
   * @param out null for the standard output
   */
  Echo(Level level, @Nullable Appendable out) {
    this.level = level;
    this.out = out == null ? System.out : out;
  }

  /**
   * Returns where the script of a closure prints, as Groovy's own {@code println} finds it; null
   * for the standard output.
   */
  static @Nullable Appendable ofScript(Closure<?> closure) {
    try {
      return closure.getThisObject() instanceof Script script
              && script.getProperty("out") instanceof Appendable out
          ? out
          : null;
    } catch (MissingPropertyException e) {
      return null;
    }
  }

  /** Tells whether tokens are shown as they come. */
  boolean streams() {
    return level != Level.NONE;
  }

  /** Shows what is asked. */
  void asked(Turn turn) {
    if (level == Level.ALL) {
      lines("> ", turn.getText());
    }
  }

  /** Shows a piece of an answer. */
  void token(String piece) {
    if (level != Level.NONE && !piece.isEmpty()) {
      print(piece);
      midLine = piece.charAt(piece.length() - 1) != '\n';
    }
  }

  /** Ends an answer's line; also one that has broken off. */
  void ended() {
    if (midLine) {
      print("\n");
      midLine = false;
    }
  }

  /** Shows that a tool is called. */
  void called(ToolCall call) {
    if (level == Level.ALL) {
      lines("[tool call] ", call.toString());
    }
  }

  /** Shows what a tool answered. */
  void answered(ToolResult result) {
    if (level == Level.ALL) {
      lines(result.isError() ? "[tool error] " : "[tool result] ", result.getText());
    }
  }

  private void lines(String prefix, String text) {
    StringBuilder lines = new StringBuilder();
    text.lines().forEach(line -> lines.append(prefix).append(line).append('\n'));
    print(lines);
  }

  private void print(CharSequence text) {
    try {
      out.append(text);
      if (out instanceof Flushable flushable) {
        flushable.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The conversation cannot be echoed", e);
    }
  }
}
