package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Splits a statement into words, quoted things and signs, leaving out white space and comments.
 *
 * <p>It sees what has to be decided before the parser: the first word, a quote that is not closed,
 * and names that the grammar would take for something else.
 */
final class SqlTokens {
  /** The kinds of tokens. */
  enum Kind {
    WORD,
    QUOTED_NAME,
    TEXT,
    SIGN
  }

  /**
   * A token.
   *
   * @param start index of its first character
   * @param end index after its last
   */
  record Token(Kind kind, String text, int start, int end) {
    boolean is(String word) {
      return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(word);
    }

    String upper() {
      return text.toUpperCase(Locale.ROOT);
    }
  }

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private SqlTokens(String sql) {
    this.sql = sql;
  }

  /**
   * Splits a statement.
   *
   * @throws BricklaneException if a quote or comment is not closed
   */
  static List<Token> of(String sql) {
    SqlTokens scanner = new SqlTokens(sql);
    while (scanner.at < sql.length()) {
      scanner.step();
    }
    return scanner.tokens;
  }

  private void step() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length() : end + 1;
    } else if (sql.startsWith("/*", at)) {
      int end = sql.indexOf("*/", at + 2);
      if (end < 0) {
        throw open("the comment that begins here is not closed");
      }
      at = end + 2;
    } else if (c == '\'') {
      add(Kind.TEXT, endOfQuoted('\'', "the text that begins here is not closed"));
    } else if (c == '"') {
      add(Kind.QUOTED_NAME, endOfQuoted('"', "the quoted name that begins here is not closed"));
    } else if (c == '`') {
      add(Kind.QUOTED_NAME, endOfQuoted('`', "the quoted name that begins here is not closed"));
    } else if (Character.isJavaIdentifierStart(c)) {
      int end = at + 1;
      while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
        end++;
      }
      add(Kind.WORD, end);
    } else if (Character.isDigit(c)) {
      int end = at + 1;
      while (end < sql.length() && Character.isLetterOrDigit(sql.charAt(end))) {
        end++;
      }
      add(Kind.SIGN, end);
    } else {
      add(Kind.SIGN, at + 1);
    }
  }

  private int endOfQuoted(char quote, String problem) {
    int end = at + 1;
    while (true) {
      end = sql.indexOf(quote, end);
      if (end < 0) {
        throw open(problem);
      }
      if (end + 1 < sql.length() && sql.charAt(end + 1) == quote) {
        end += 2;
      } else {
        return end + 1;
      }
    }
  }

  private void add(Kind kind, int end) {
    tokens.add(new Token(kind, sql.substring(at, end), at, end));
    at = end;
  }

  private BricklaneException open(String problem) {
    int line = 1 + (int) sql.substring(0, at).chars().filter(c -> c == '\n').count();
    int column = at - sql.lastIndexOf('\n', at - 1);
    return SqlErrors.at(new SqlParserPos(line, column), ErrorCode.SYNTAX_ERROR, problem);
  }
}
