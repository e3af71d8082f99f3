package dev.bricklane.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * Text as lines on a screen: breaks it, measures it, and makes control characters visible, so that
 * a model's answer can neither disturb a table nor command the terminal.
 */
final class TextLines {
  private static final int TAB = 8;

  private TextLines() {}

  /** Returns the text's lines; those wider than the limit are wrapped, at blanks where possible. */
  static List<String> of(String text, int limit) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\r\n|\n|\r", -1)) {
      wrap(visible(line), Math.max(2, limit), lines);
    }
    return lines;
  }

  /** Returns the cells that a text takes on a terminal. */
  static int width(String text) {
    return text.codePoints().map(TextLines::width).sum();
  }

  /** Returns the width of the widest of several lines. */
  static int width(List<String> lines) {
    return lines.stream().mapToInt(TextLines::width).max().orElse(0);
  }

  /** Returns a message with its lines kept and its other control characters made visible. */
  static String message(String text) {
    return String.join("\n", of(text.strip(), Integer.MAX_VALUE));
  }

  /** Returns a text with its lines and tabs kept and other control characters made visible. */
  static String visibleText(String text) {
    StringBuilder result = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c == '\n' || c == '\t' || !Character.isISOControl(c)) {
            result.appendCodePoint(c);
          } else if (c != '\r') {
            result.append("\\x%02X".formatted(c));
          }
        });
    return result.toString();
  }

  private static int width(int codePoint) {
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }

  private static String visible(String line) {
    if (line.chars().noneMatch(Character::isISOControl)) {
      return line;
    }
    StringBuilder result = new StringBuilder();
    line.codePoints()
        .forEach(c -> {
          if (c == '\t') {
            result.append(" ".repeat(TAB - width(result.toString()) % TAB));
          } else if (Character.isISOControl(c)) {
            result.append("\\x%02X".formatted(c));
          } else {
            result.appendCodePoint(c);
          }
        });
    return result.toString();
  }

  private static void wrap(String line, int limit, List<String> lines) {
    int start = 0;
    int blank = -1;
    int used = 0;
    for (int i = 0; i < line.length(); ) {
      int codePoint = line.codePointAt(i);
      used += width(codePoint);
      if (codePoint == ' ') {
        blank = i;
      }
      if (used > limit) {
        boolean atBlank = blank > start;
        lines.add(line.substring(start, atBlank ? blank : i));
        start = atBlank ? blank + 1 : i;
        blank = -1;
        used = start > i ? 0 : width(line.substring(start, i + Character.charCount(codePoint)));
      }
      i += Character.charCount(codePoint);
    }
    lines.add(line.substring(start));
  }
}
