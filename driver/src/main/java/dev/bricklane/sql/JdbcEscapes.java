package dev.bricklane.sql;

import dev.bricklane.sql.SqlTokens.Token;
import java.util.List;
import java.util.Set;

/**
 * JDBC's escapes that Calcite's grammar does not know, or only in capitals: {@code {fn}} of any
 * function in any case, {@code {oj}}, {@code {escape}} and {@code {limit}}. They are overwritten in
 * place, so that all positions stay. {@code {d}}, {@code {t}} and {@code {ts}} are in the grammar.
 */
final class JdbcEscapes {
  /** What the grammar has in {@code {fn}}, in capitals alone; some of it is nowhere else. */
  private static final Set<String> IN_GRAMMAR =
      Set.of(
          """
          ABS ACOS ASIN ATAN ATAN2 CBRT CEILING COS COT DEGREES EXP FLOOR LOG LOG10 MOD PI POWER
          RADIANS RAND ROUND SIGN SIN SQRT TAN TRUNCATE
          ASCII CHAR CONCAT DIFFERENCE INSERT LCASE LENGTH LOCATE LEFT LTRIM REPEAT REPLACE REVERSE
          RIGHT RTRIM SOUNDEX SPACE SUBSTRING UCASE
          YEAR QUARTER MONTH WEEK DAYOFYEAR DAYOFMONTH DAYOFWEEK DAYNAME HOUR MINUTE MONTHNAME
          SECOND CURDATE CURTIME NOW TIMESTAMPADD TIMESTAMPDIFF
          DATABASE IFNULL USER CONVERT
          """
              .strip()
              .split("\\s+"));

  /** What SQL writes without the parentheses that JDBC gives it. */
  private static final Set<String> WITHOUT_PARENTHESES =
      Set.of("CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP");

  private final List<Token> tokens;
  private final StringBuilder text;

  private JdbcEscapes(List<Token> tokens, StringBuilder text) {
    this.tokens = tokens;
    this.text = text;
  }

  /**
   * Overwrites the escapes of a statement.
   *
   * @param text as the tokens were read from it; keeps its length
   */
  static void overwrite(List<Token> tokens, StringBuilder text) {
    JdbcEscapes escapes = new JdbcEscapes(tokens, text);
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).is("{")) {
        escapes.overwrite(i);
      }
    }
  }

  private void overwrite(int open) {
    switch (tokens.get(open + 1).upper()) {
      case "FN" -> function(open);
      case "OJ" -> {
        unwrap(open);
        blank(tokens.get(open + 1));
      }
      case "ESCAPE", "LIMIT" -> unwrap(open);
      default -> {}
    }
  }

  private void function(int open) {
    Token name = tokens.get(open + 2);
    if (IN_GRAMMAR.contains(name.upper())) {
      text.replace(name.start(), name.end(), name.upper());
      return;
    }
    unwrap(open);
    blank(tokens.get(open + 1));
    if (WITHOUT_PARENTHESES.contains(name.upper())
        && open + 4 < tokens.size()
        && tokens.get(open + 3).is("(")
        && tokens.get(open + 4).is(")")) {
      blank(tokens.get(open + 3));
      blank(tokens.get(open + 4));
    }
  }

  /** Leaves out the braces; without a closing one, the parser is to say so. */
  private void unwrap(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      if (tokens.get(i).is("{")) {
        depth++;
      } else if (tokens.get(i).is("}") && --depth == 0) {
        blank(tokens.get(open));
        blank(tokens.get(i));
        return;
      }
    }
  }

  private void blank(Token token) {
    for (int i = token.start(); i < token.end(); i++) {
      text.setCharAt(i, ' ');
    }
  }
}
