package dev.bricklane.scripting;

import groovy.lang.GString;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SQL out of a GString: its values are bound, never spliced into the text. */
final class BoundText {
  private static final Pattern IN_LIST = Pattern.compile("(?is).*\\bIN\\s*\\(\\s*");

  private BoundText() {}

  /**
   * Makes a query. Each value becomes a {@code ?}; a collection between {@code IN (} and {@code )}
   * as many as it has elements.
   *
   * @throws SQLException if a value stands within quotes or a comment, where no value can be bound
   */
  static Query of(GString given) throws SQLException {
    String[] pieces = given.getStrings();
    Object[] values = given.getValues();
    StringBuilder text = new StringBuilder();
    List<@Nullable Object> parameters = new ArrayList<>();
    for (int i = 0; i < pieces.length; i++) {
      text.append(pieces[i]);
      if (i >= values.length) {
        continue;
      }
      Lexed place = Lexed.endOf(text);
      if (place != Lexed.PLAIN) {
        throw new SQLException(
            "Value "
                + (i + 1)
                + " of the query stands within "
                + place.words
                + ", where it cannot be bound. "
                + place.advice,
            "42601");
      }
      Object value = values[i];
      if (value instanceof Collection<?> elements
          && IN_LIST.matcher(text).matches()
          && i + 1 < pieces.length
          && pieces[i + 1].stripLeading().startsWith(")")) {
        if (elements.isEmpty()) {
          throw new SQLException("Value " + (i + 1) + " of the query is an empty list", "42601");
        }
        text.append("?, ".repeat(elements.size() - 1)).append('?');
        parameters.addAll(elements);
      } else {
        text.append('?');
        parameters.add(value);
      }
    }
    return new Query(text.toString(), parameters);
  }

  /** What the end of a text stands in. */
  private enum Lexed {
    PLAIN("", ""),
    QUOTE("quotes", "Write it without them, and join it to the text beside it with ||."),
    NAME("a quoted name", "Names cannot be bound: write the query as a plain text."),
    COMMENT("a comment", "Take it out.");

    private final String words;
    private final String advice;

    Lexed(String words, String advice) {
      this.words = words;
      this.advice = advice;
    }

    static Lexed endOf(CharSequence text) {
      Lexed in = PLAIN;
      boolean line = false;
      char quote = '"';
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        char next = i + 1 < text.length() ? text.charAt(i + 1) : '\0';
        switch (in) {
          case QUOTE -> in = c == '\'' ? PLAIN : in;
          case NAME -> in = c == quote ? PLAIN : in;
          case COMMENT -> {
            if (line ? c == '\n' : c == '*' && next == '/') {
              in = PLAIN;
              i += line ? 0 : 1;
            }
          }
          case PLAIN -> {
            if (c == '\'') {
              in = QUOTE;
            } else if (c == '"' || c == '`') {
              in = NAME;
              quote = c;
            } else if ((c == '-' && next == '-') || (c == '/' && next == '*')) {
              in = COMMENT;
              line = c == '-';
              i++;
            }
          }
        }
      }
      return in;
    }
  }
}
