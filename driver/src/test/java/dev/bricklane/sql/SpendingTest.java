package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpendingTest {
  private static final String THREE =
      "SELECT complete('m', x) FROM (VALUES 'a', 'b', 'a', 'c') AS t(x)";

  @Test
  void makesNoCallBeyondTheStatementsLimit() {
    Queries queries = new Queries(";maxCallsPerStatement=2");
    BricklaneException e =
        catchThrowableOfType(BricklaneException.class, () -> queries.rows(THREE));
    assertThat(e.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
    assertThat(e.getMessage()).contains("maxCallsPerStatement", "2");
    assertThat(queries.gateway.chats).hasSize(2);
    // Each statement has its own.
    assertThat(queries.rows("SELECT complete('m', 'z')")).hasSize(1);
  }

  @Test
  void countsOnlyCallsThatAreMade() {
    Queries queries = new Queries(";maxCallsPerStatement=3");
    assertThat(queries.rows(THREE)).hasSize(4);
  }

  @Test
  void makesNoCallBeyondTheConnectionsLimit() {
    Queries queries = new Queries(";maxCallsPerConnection=3");
    queries.rows(THREE);
    BricklaneException e =
        catchThrowableOfType(
            BricklaneException.class, () -> queries.rows("SELECT complete('m', 'z')"));
    assertThat(e.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
    assertThat(queries.gateway.chats).hasSize(3);
  }

  @Test
  void refusesTokensBeforeTheFirstCall() {
    Queries queries = new Queries(";maxTokensPerStatement=50");
    BricklaneException e =
        catchThrowableOfType(
            BricklaneException.class,
            () -> queries.rows("SELECT complete('m', 'x', max_tokens => 100)"));
    assertThat(e.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
    assertThat(queries.gateway.chats).isEmpty();
  }

  @Test
  void asksForAPriceWhereCostIsLimited() {
    Queries queries = new Queries(";maxCostPerStatement=1");
    BricklaneException e =
        catchThrowableOfType(
            BricklaneException.class, () -> queries.rows("SELECT complete('m', 'x')"));
    assertThat(e.code()).isEqualTo(ErrorCode.PRICE_UNKNOWN);
    assertThat(queries.gateway.chats).isEmpty();
    assertThat(queries.rows("SELECT complete('databricks-claude-sonnet-4-5', 'x')")).hasSize(1);
  }

  @Test
  void answersASecondStatementFromTheCacheWhereItIsOn() {
    Queries queries = new Queries(";cache=memory");
    queries.rows(THREE);
    assertThat(queries.rows(THREE))
        .containsExactly(List.of("A"), List.of("B"), List.of("A"), List.of("C"));
    assertThat(queries.gateway.chats).hasSize(3);
    assertThat(
            queries.rows(
                "SELECT statement_id, cached, count(*) FROM calls GROUP BY statement_id, cached"
                    + " ORDER BY statement_id, cached"))
        .containsExactly(List.of(1L, false, 3L), List.of(1L, true, 1L), List.of(2L, true, 4L));
    queries.rows("SELECT embed('e', 'abc')");
    queries.rows("SELECT embed('e', 'abc')");
    assertThat(queries.gateway.embeddings).hasSize(1);
  }

  @Test
  void keepsNothingAcrossStatementsWhereTheCacheIsOff() {
    Queries queries = new Queries();
    queries.rows(THREE);
    queries.rows(THREE);
    assertThat(queries.gateway.chats).hasSize(6);
  }
}
