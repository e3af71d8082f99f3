package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What EXPLAIN PLAN FOR says of the calls to come. It makes none. */
class ExplainTest {
  private static final String T = "(VALUES (1, 'a'), (2, 'b'), (3, 'a'), (4, NULL)) t(i, x)";
  private static final String SONNET = "databricks-claude-sonnet-4-5";

  private final Queries queries = new Queries();

  @AfterEach
  void madeNoCall() {
    assertThat(queries.gateway.chats).isEmpty();
    assertThat(queries.gateway.embeddings).isEmpty();
  }

  @Test
  void countsEqualRequestsOnceAndNullsNot() {
    assertThat(explain("SELECT complete('m', x) FROM " + T))
        .contains("ModelCallRel", "window=[16]", "expected=[exactly 2 calls]")
        .contains("Expected: exactly 2 calls.", "at a price that is not known");
  }

  @Test
  void countsWhatAFilterLeaves() {
    assertThat(explain("SELECT complete('m', x) FROM " + T + " WHERE i = 2"))
        .contains("Expected: exactly 1 call.");
    assertThat(explain("SELECT complete('m', x) FROM " + T + " WHERE 1 = 0"))
        .contains("exactly 0 calls");
  }

  @Test
  void estimatesTokensAndCost() {
    // 11 characters are 3 tokens, with 8 around them; the answer may have 100.
    // 11 at 3 dollars a million and 100 at 15 are 1,533 millionths.
    assertThat(explain("SELECT complete('" + SONNET + "', 'Hello there', max_tokens => 100)"))
        .contains("About 11 tokens of input and at most 100 of output, at most about $0.001533.");
  }

  @Test
  void countsTextsInBatches() {
    assertThat(
            explain(
                "SELECT embed('e', CAST(a.i * 10 + b.i AS VARCHAR)) FROM"
                    + " (VALUES 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14) a(i),"
                    + " (VALUES 0,1,2,3,4,5,6,7,8,9) b(i)"))
        .contains("batch=[100]", "exactly 2 calls");
  }

  @Test
  void promisesNoCallsWhereALimitMayEndThoseOfManyRowsEarly() {
    String digits = "(VALUES 0,1,2,3,4,5,6,7,8,9)";
    assertThat(
            explain(
                """
                SELECT 1 FROM %1$s a(i), %1$s b(i), %1$s c(i), %1$s d(i), (VALUES 0, 1) e(i)
                WHERE complete('m', CAST(a.i + 10 * b.i + 100 * c.i + 1000 * d.i + 10000 * e.i AS VARCHAR)) = 'A'
                LIMIT 2
                """
                    .formatted(digits)))
        .contains("at most 10,000 calls for the first 10,000 rows, more if these are not enough.");
  }

  @Test
  void givesABoundWhereALimitMayEndItEarly() {
    assertThat(explain("SELECT i FROM " + T + " WHERE complete('m', x) = 'A' LIMIT 1"))
        .contains("at most 2 calls");
  }

  @Test
  void givesABoundWhereAPromptDependsOnAnotherAnswer() {
    assertThat(explain("SELECT complete('m', complete('m', x)) FROM " + T))
        .contains("Expected: at most 6 calls; 4 of these by estimate");
  }

  @Test
  void givesABoundForCallsBehindALimit() {
    assertThat(
            explain(
                "SELECT complete('m', 'Sum ' || x) FROM "
                    + T
                    + " WHERE complete('m', x) = 'A' LIMIT 1"))
        .contains("expected=[at most 1 call]", "Expected: at most 3 calls; 1 of these by estimate");
  }

  /** The operator does not serve a window within a LATERAL join: one row after the other asks. */
  @Test
  void estimatesCallsThatAreMadeRowByRow() {
    assertThat(
            explain(
                "SELECT t.i, l.c, l.r FROM "
                    + T
                    + ", LATERAL (SELECT content AS c, ROW_NUMBER() OVER () AS r FROM complete('m', t.x)) AS l"))
        .contains("Expected: at most 4 calls; 4 of these by estimate");
  }

  @Test
  void countsTheCallsOfNestedLateralJoins() {
    assertThat(
            explain(
                "SELECT t.i, l.c FROM "
                    + T
                    + ", LATERAL (SELECT c.content AS c FROM (VALUES ('p', 1), ('q', 2)) AS u(y, n),"
                    + " LATERAL complete('m', t.x || u.y) AS c WHERE n > t.i) AS l"))
        .contains("Expected: exactly 1 call.");
  }

  @Test
  void saysWhatTheCacheSaves() {
    Queries cached = new Queries(";cache=memory");
    cached.rows("SELECT complete('m', 'a')");
    cached.gateway.chats.clear();
    assertThat((String) cached.value("EXPLAIN PLAN FOR SELECT complete('m', x) FROM " + T))
        .contains("exactly 1 call; 1 more is in the cache");
  }

  @Test
  void countsWithTheValuesOfItsParameters() {
    assertThat((String) queries.value("EXPLAIN PLAN FOR SELECT complete(?, ?)", "m", "hi"))
        .contains("exactly 1 call");
  }

  @Test
  void readsNoMoreThanTenThousandRows() {
    String ten = "(VALUES 0,1,2,3,4,5,6,7,8,9)";
    assertThat(
            explain(
                "SELECT complete('m', CAST(a.i * 10000 + b.i * 1000 + c.i * 100 + d.i * 10 + e.i"
                    + " AS VARCHAR)) FROM "
                    + ten
                    + " a(i), "
                    + ten
                    + " b(i), "
                    + ten
                    + " c(i), "
                    + ten
                    + " d(i), "
                    + ten
                    + " e(i)"))
        .contains("at least 10,000 calls");
  }

  private String explain(String sql) {
    return (String) queries.value("EXPLAIN PLAN FOR " + sql);
  }
}
