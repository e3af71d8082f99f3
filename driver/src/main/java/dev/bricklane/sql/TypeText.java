package dev.bricklane.sql;

import dev.bricklane.sql.SqlTokens.Token;
import java.util.List;

/** Types as Databricks writes them, in the words that the parser knows. */
final class TypeText {
  private TypeText() {}

  /** Writes {@code STRING} as {@code VARCHAR}, and {@code ARRAY<T>} as {@code T ARRAY}. */
  static String of(List<Token> tokens) {
    int last = tokens.size() - 1;
    if (last > 2
        && tokens.get(0).is("ARRAY")
        && tokens.get(1).is("<")
        && tokens.get(last).is(">")) {
      return of(tokens.subList(2, last)) + " ARRAY";
    }
    StringBuilder text = new StringBuilder();
    for (Token token : tokens) {
      boolean word = Character.isLetterOrDigit(token.text().charAt(0)) && text.length() > 0;
      boolean after = word && Character.isLetterOrDigit(text.charAt(text.length() - 1));
      text.append(after ? " " : "").append(word(token));
    }
    return text.toString();
  }

  private static String word(Token token) {
    return switch (token.upper()) {
      case "STRING", "TEXT" -> "VARCHAR";
      case "INT64", "LONG" -> "BIGINT";
      default -> token.text();
    };
  }
}
