package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.sql.SqlTokens.Kind;
import dev.bricklane.sql.SqlTokens.Token;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement as it was sent, and as the parser gets it.
 *
 * <p>Three habits of other databases are not in Calcite's grammar: names in backticks, {@code
 * LATERAL f(…)} without {@code TABLE()}, and columns named {@code date}, {@code time} or {@code
 * timestamp} without quotes; nor is an argument named {@code stream}, a word of its own there; and
 * of JDBC's escapes it knows a part. All are put right in the text, and the positions in errors are
 * turned back to what the user wrote. Immutable.
 */
final class SourceText {
  private static final Set<String> BEFORE_FIRST_WORD = Set.of("(", "{", "?", "=");
  private static final Set<String> TYPE_NAMES = Set.of("DATE", "TIME", "TIMESTAMP");

  /** What stands before an expression, so that a type name there can only be a column. */
  private static final Set<String> BEFORE_COLUMN =
      Set.of(
          "SELECT",
          "DISTINCT",
          "ALL",
          "BY",
          "WHERE",
          "AND",
          "OR",
          "NOT",
          "ON",
          "HAVING",
          "WHEN",
          "THEN",
          "ELSE",
          "CASE",
          "BETWEEN",
          "LIKE",
          "IN",
          "USING",
          "QUALIFY",
          ",",
          "(",
          "=",
          ">",
          "<",
          "+",
          "-",
          "*",
          "/",
          "|",
          "%",
          ".");

  /** What stands after a column, and never after the start of a literal or function. */
  private static final Set<String> AFTER_COLUMN =
      Set.of(
          "FROM",
          "AS",
          "IS",
          "IN",
          "NOT",
          "BETWEEN",
          "LIKE",
          "ASC",
          "DESC",
          "NULLS",
          "AND",
          "OR",
          "THEN",
          "ELSE",
          "END",
          "WHEN",
          "GROUP",
          "ORDER",
          "LIMIT",
          "FETCH",
          "OFFSET",
          "HAVING",
          "UNION",
          "EXCEPT",
          "INTERSECT",
          "OVER",
          ",",
          ")",
          "=",
          ">",
          "<",
          "!",
          "+",
          "-",
          "*",
          "/",
          "|",
          "%",
          ";",
          ":");

  private static final Pattern POSITION = Pattern.compile("^At line (\\d+), column (\\d+): ");

  private final String original;
  private final List<Token> tokens;
  private final TreeMap<Integer, String> insertions = new TreeMap<>();
  private final String parsed;

  private SourceText(String original) {
    this.original = original;
    this.tokens = SqlTokens.of(original);
    for (int i = 0; i < tokens.size(); i++) {
      quoteTypeName(i);
      quoteArgument(i);
      wrapLateral(i);
    }
    SelectsWithoutFrom.places(tokens)
        .forEach(where -> put(where.start(), SelectsWithoutFrom.ONE_ROW));
    this.parsed = insert();
  }

  /**
   * Reads a statement.
   *
   * @throws BricklaneException if a quote or comment is not closed
   */
  static SourceText of(String sql) {
    return new SourceText(sql);
  }

  /** Returns the text for the parser. */
  String parsed() {
    return parsed;
  }

  /** Returns the first word, or that of JDBC's {@code {? = call}}; empty if there is none. */
  String firstWord() {
    return tokens.stream()
        .filter(token -> !BEFORE_FIRST_WORD.contains(token.text()))
        .findFirst()
        .filter(token -> token.kind() == Kind.WORD)
        .map(Token::upper)
        .orElse("");
  }

  /** Returns whether it is a definition, as files may have them. */
  boolean definesSomething() {
    List<String> words = tokens.stream().limit(4).map(Token::upper).toList();
    return !words.isEmpty()
        && words.get(0).equals("CREATE")
        && (words.contains("VIEW") || words.contains("FUNCTION"));
  }

  /** Returns whether there is nothing but white space, comments and semicolons. */
  boolean isEmpty() {
    return tokens.stream().allMatch(token -> token.is(";"));
  }

  /** Turns the position in an error of the parsed text to that of the original one. */
  BricklaneException restore(BricklaneException e) {
    Matcher position = POSITION.matcher(String.valueOf(e.getMessage()));
    if (insertions.isEmpty() || !position.find()) {
      return e;
    }
    int line = Integer.parseInt(position.group(1));
    int column = Integer.parseInt(position.group(2));
    return SqlErrors.at(
        line,
        originalColumn(line, column),
        e.code(),
        String.valueOf(e.getMessage()).substring(position.end()),
        e.getCause());
  }

  private int originalColumn(int line, int column) {
    int lineStart = 0;
    for (int i = 1; i < line; i++) {
      lineStart = original.indexOf('\n', lineStart) + 1;
    }
    int shift = 0;
    for (var insertion : insertions.tailMap(lineStart).entrySet()) {
      int place = insertion.getKey() - lineStart + 1 + shift;
      if (original.substring(lineStart, insertion.getKey()).indexOf('\n') >= 0 || place >= column) {
        break;
      }
      shift += insertion.getValue().length();
    }
    return Math.max(1, column - shift);
  }

  private void quoteTypeName(int i) {
    Token token = tokens.get(i);
    if (token.kind() != Kind.WORD || !TYPE_NAMES.contains(token.upper())) {
      return;
    }
    Token before = i > 0 ? tokens.get(i - 1) : null;
    Token after = i + 1 < tokens.size() ? tokens.get(i + 1) : null;
    boolean ofType =
        before != null && before.is("<") && after != null && (after.is(">") || after.is(","));
    if (before != null
        && (BEFORE_COLUMN.contains(before.upper()) || (before.is("AS") && !inCast(i)))
        && (after == null || AFTER_COLUMN.contains(after.upper()))
        && !ofType) {
      put(token.start(), "\"");
      put(token.end(), "\"");
    }
  }

  private void quoteArgument(int i) {
    Token token = tokens.get(i);
    if (token.kind() == Kind.WORD
        && token.is("STREAM")
        && i + 2 < tokens.size()
        && tokens.get(i + 1).is("=")
        && tokens.get(i + 2).is(">")
        && tokens.get(i + 1).end() == tokens.get(i + 2).start()) {
      put(token.start(), "\"");
      put(token.end(), "\"");
    }
  }

  /** Tells the type in {@code CAST(x AS date)} from the alias in {@code x AS date}. */
  private boolean inCast(int i) {
    int depth = 0;
    for (int k = i - 1; k > 0; k--) {
      if (tokens.get(k).is(")")) {
        depth++;
      } else if (tokens.get(k).is("(") && depth-- == 0) {
        return tokens.get(k - 1).upper().endsWith("CAST");
      }
    }
    return false;
  }

  private void wrapLateral(int i) {
    if (!tokens.get(i).is("LATERAL") || i + 2 >= tokens.size()) {
      return;
    }
    Token name = tokens.get(i + 1);
    if (name.kind() == Kind.WORD && !name.is("TABLE") && tokens.get(i + 2).is("(")) {
      Token close = closing(i + 2);
      if (close != null) {
        put(name.start(), "TABLE(");
        put(close.end(), ")");
      }
    }
  }

  private @Nullable Token closing(int open) {
    int depth = 0;
    for (Token token : tokens.subList(open, tokens.size())) {
      if (token.is("(")) {
        depth++;
      } else if (token.is(")") && --depth == 0) {
        return token;
      }
    }
    return null;
  }

  private void put(int place, String text) {
    insertions.merge(place, text, String::concat);
  }

  private String insert() {
    StringBuilder text = new StringBuilder(original);
    for (Token token : tokens) {
      // A warehouse quotes names by backticks, SQL by double quotes; the length stays the same.
      if (token.kind() == Kind.QUOTED_NAME
          && token.text().startsWith("`")
          && token.text().indexOf('"') < 0
          && token.text().indexOf('`', 1) == token.text().length() - 1) {
        text.setCharAt(token.start(), '"');
        text.setCharAt(token.end() - 1, '"');
      }
    }
    if (original.indexOf('{') >= 0) {
      JdbcEscapes.overwrite(tokens, text);
    }
    insertions.descendingMap().forEach(text::insert);
    return text.toString();
  }
}
