package dev.bricklane.shell;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a script into statements at its semicolons, as it is read.
 *
 * <p>A semicolon ends no statement inside quotes ({@code '…'}, {@code "…"}, {@code `…`}, and {@code
 * E'…'} with its backslashes) nor inside comments ({@code --}, {@code //}, {@code /* … *}{@code
 * /}). Statements of blanks and comments alone are left out; a byte order mark is skipped. Not
 * thread safe.
 */
final class StatementReader implements Closeable {
  private static final int END = -1;

  private final BufferedReader reader;
  private final StringBuilder text = new StringBuilder();
  private int line = 1;
  private int startLine;
  private int ahead;

  StatementReader(Reader reader) throws IOException {
    this.reader = new BufferedReader(reader);
    this.ahead = this.reader.read();
    if (ahead == '\uFEFF') {
      ahead = this.reader.read();
    }
  }

  /**
   * A statement without its semicolon.
   *
   * @param line the line of the script on which its first word stands, from 1
   */
  record ScriptStatement(String sql, int line) {}

  /** Returns the next statement, or null at the end. */
  @Nullable ScriptStatement next() throws IOException {
    text.setLength(0);
    startLine = 0;
    while (ahead != END) {
      int c = take();
      switch (c) {
        case ';' -> {
          if (startLine > 0) {
            text.setLength(text.length() - 1);
            return statement();
          }
          text.setLength(0);
        }
        case '\'', '"', '`' -> {
          start();
          skipQuoted((char) c, c == '\'' && hasBackslashes());
        }
        case '-' -> {
          if (ahead == '-') {
            skipLine();
          } else {
            start();
          }
        }
        case '/' -> {
          if (ahead == '/') {
            skipLine();
          } else if (ahead == '*') {
            skipBlock();
          } else {
            start();
          }
        }
        default -> {
          if (!Character.isWhitespace(c)) {
            start();
          }
        }
      }
    }
    return startLine > 0 ? statement() : null;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private ScriptStatement statement() {
    return new ScriptStatement(text.toString().strip(), startLine);
  }

  private void start() {
    if (startLine == 0) {
      startLine = line;
    }
  }

  private int take() throws IOException {
    int c = ahead;
    text.append((char) c);
    if (c == '\n') {
      line++;
    }
    ahead = reader.read();
    return c;
  }

  /** Two quotes in a row read as an end and a new start, which comes to the same. */
  private void skipQuoted(char quote, boolean backslashes) throws IOException {
    while (ahead != END) {
      int c = take();
      if (c == quote) {
        return;
      }
      if (backslashes && c == '\\' && ahead != END) {
        take();
      }
    }
  }

  /** Whether the quote just taken follows an {@code E} that is a word of its own. */
  private boolean hasBackslashes() {
    int e = text.length() - 2;
    return e >= 0
        && (text.charAt(e) == 'E' || text.charAt(e) == 'e')
        && (e == 0 || !Character.isJavaIdentifierPart(text.charAt(e - 1)));
  }

  private void skipLine() throws IOException {
    while (ahead != END && ahead != '\n') {
      take();
    }
  }

  private void skipBlock() throws IOException {
    take();
    int before = 0;
    while (ahead != END) {
      int c = take();
      if (before == '*' && c == '/') {
        return;
      }
      before = c;
    }
  }
}
