package dev.bricklane.sql;

import dev.bricklane.sql.SqlTokens.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * {@code SELECT 1 WHERE …}, which other databases take, and Calcite's grammar with a FROM alone.
 */
final class SelectsWithoutFrom {
  /** What is put before WHERE: one row. */
  static final String ONE_ROW = "FROM (VALUES 0) AS \"one row\" ";

  private SelectsWithoutFrom() {}

  /** Returns each WHERE of a SELECT that has no FROM. */
  static List<Token> places(List<Token> tokens) {
    List<Token> places = new ArrayList<>();
    // For each open parenthesis, whether a SELECT waits for its FROM there.
    Deque<Boolean> waiting = new ArrayDeque<>(List.of(false));
    Token before = null;
    for (Token token : tokens) {
      if (token.is("(")) {
        waiting.push(false);
      } else if (token.is(")") && waiting.size() > 1) {
        waiting.pop();
      } else if (token.is("SELECT")) {
        settle(waiting, true);
      } else if (token.is("FROM") && (before == null || !before.is("DISTINCT"))) {
        settle(waiting, false);
      } else if (token.is("WHERE") && waiting.element()) {
        places.add(token);
        settle(waiting, false);
      }
      before = token;
    }
    return places;
  }

  private static void settle(Deque<Boolean> waiting, boolean open) {
    waiting.pop();
    waiting.push(open);
  }
}
