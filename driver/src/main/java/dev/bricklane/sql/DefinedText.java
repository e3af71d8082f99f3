package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.sql.SqlTokens.Token;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/**
 * A query or an expression in a file of definitions, parsed at the lines and columns that it has
 * there. Immutable.
 *
 * @param file where it stands
 * @param owner what it defines, such as {@code view daily}
 * @param start index of the first character; of the word before, where it is an expression
 * @param end index after the last
 * @param word the word before an expression, {@code RETURN} or {@code DEFAULT}; empty for a query
 */
record DefinedText(DefinitionFile file, String owner, int start, int end, String word) {

  /** Returns the text as it stands in the file, without the word before it. */
  String text() {
    return file.text().substring(start + word.length(), end).strip();
  }

  /**
   * Parses it; an expression as the query that selects it. Each time anew, as a check changes what
   * was parsed.
   *
   * @throws DefinitionException if it is no SQL, or no query
   */
  SqlNode parse() {
    SourceText source = source();
    try {
      return StatementParser.parse(source);
    } catch (BricklaneException e) {
      throw located(e);
    }
  }

  /** Returns what was thrown with the place in the file, and none of the caller's statement. */
  DefinitionException located(Throwable thrown) {
    DefinitionException known = SqlErrors.find(thrown, DefinitionException.class);
    if (known != null) {
      return known;
    }
    BricklaneException error = source().restore(SqlErrors.ofPlanning(thrown));
    String text = String.valueOf(error.getMessage());
    return new DefinitionException(
        file,
        owner,
        text.startsWith("At line ")
            ? error
            : SqlErrors.at(file.line(start), file.column(start), error.code(), text, error));
  }

  private SourceText source() {
    // SELECT is as long as RETURN, so that what follows keeps its column.
    String select = word.isEmpty() ? "" : "SELECT" + " ".repeat(word.length() - 6);
    String text = file.text().substring(start + word.length(), end);
    return SourceText.of(
        "\n".repeat(file.line(start) - 1)
            + " ".repeat(file.column(start) - 1)
            + select
            + (word.isEmpty() ? text : inParentheses(text)));
  }

  /** Databricks takes a query for the expression that is its value. */
  private static String inParentheses(String text) {
    List<Token> tokens = SqlTokens.of(text);
    boolean query = !tokens.isEmpty() && (tokens.get(0).is("SELECT") || tokens.get(0).is("WITH"));
    return query ? "(" + (text.startsWith(" ") ? text.substring(1) : text) + ")" : text;
  }
}
