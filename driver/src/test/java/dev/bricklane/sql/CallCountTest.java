package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.client.EmbeddingRequest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Counts the calls that query shapes make against the fewest that their answers need.
 *
 * <p>The table {@code t} has five rows: (1, 'a', true), (2, 'b', false), (3, 'c', true), (4, 'a',
 * false), (5, NULL, true). So it has three different texts, and two among the rows that are ok.
 */
class CallCountTest {
  private static final String T =
      "(VALUES (1, 'a', TRUE), (2, 'b', FALSE), (3, 'c', TRUE), (4, 'a', FALSE),"
          + " (5, CAST(NULL AS VARCHAR(5)), TRUE)) AS t(id, x, ok)";

  static Stream<Arguments> shapes() {
    return Stream.of(
        // Evaluate once
        shape(3, "SELECT id, complete('m', x) FROM T"),
        shape(3, "SELECT complete('m', x) || complete('m', x) FROM T"),
        shape(3, "SELECT complete('m', x) FROM T UNION ALL SELECT complete('m', x) FROM T"),
        shape(1, "SELECT id, complete('m', 'constant') FROM T"),
        shape(
            3,
            "SELECT complete('m', x) FROM T WHERE complete('m', x) <> 'Z' ORDER BY complete('m', x)"),
        shape(3, "SELECT complete('m', x), count(*) FROM T GROUP BY complete('m', x)"),
        shape(
            3,
            "SELECT complete('m', x) FROM T GROUP BY complete('m', x)"
                + " HAVING complete('m', x) > 'A' ORDER BY complete('m', x)"),
        shape(3, "SELECT DISTINCT complete('m', x) FROM T"),
        shape(6, "SELECT complete('m', x), complete('n', x) FROM T"),
        shape(6, "SELECT complete('m', x), complete('m', x, max_tokens => 9) FROM T"),
        shape(6, "SELECT complete('m', complete('n', x)) FROM T"),
        // What is not used is not called
        shape(0, "SELECT id FROM (SELECT id, complete('m', x) AS c FROM T) q"),
        shape(0, "SELECT count(*) FROM (SELECT complete('m', x) AS c FROM T) q"),
        shape(3, "SELECT count(c) FROM (SELECT complete('m', x) AS c FROM T) q"),
        shape(0, "SELECT * FROM (SELECT complete('m', x) AS c FROM T) q WHERE 1 = 0"),
        shape(0, "SELECT complete('m', x) FROM T LIMIT 0"),
        shape(0, "SELECT EXISTS (SELECT complete('m', x) FROM T)"),
        // Conditions without calls run first
        shape(2, "SELECT id FROM T WHERE complete('m', x) = 'A' AND ok"),
        shape(2, "SELECT id FROM T WHERE ok AND complete('m', x) = 'A'"),
        shape(1, "SELECT c FROM (SELECT id, complete('m', x) AS c FROM T) q WHERE id > 3"),
        shape(
            1, "WITH q AS (SELECT id, complete('m', x) AS c FROM T) SELECT c FROM q WHERE id = 2"),
        shape(4, "SELECT id FROM T WHERE complete('m', x) = 'A' AND complete('n', x) = 'A'"),
        shape(3 + 1, "SELECT complete('n', x) FROM T WHERE complete('m', x) = 'A'"),
        // Limits
        shape(2, "SELECT complete('m', x) FROM T LIMIT 2"),
        shape(2, "SELECT * FROM (SELECT id, complete('m', x) AS c FROM T) q LIMIT 2"),
        shape(1, "SELECT complete('m', x) FROM T ORDER BY id LIMIT 1"),
        shape(1, "SELECT complete('m', x) FROM T ORDER BY id OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY"),
        shape(1, "SELECT id FROM T WHERE complete('m', x) = 'A' LIMIT 1"),
        // Of the groups TRUE and FALSE, the one that is wanted first
        shape(
            2,
            "SELECT ok FROM T GROUP BY ok HAVING max(complete('m', x)) > 'A' ORDER BY ok DESC LIMIT 1"),
        shape(
            1,
            "SELECT id FROM T WHERE EXISTS (SELECT 1 FROM (VALUES 'a', 'b') AS u(y)"
                + " WHERE y = t.x AND complete('m', y) <> 'Z') ORDER BY id LIMIT 1"),
        // Guards
        shape(2, "SELECT CASE WHEN ok THEN complete('m', x) ELSE 'no' END FROM T"),
        shape(4, "SELECT CASE WHEN ok THEN complete('m', x) ELSE complete('n', x) END FROM T"),
        shape(1, "SELECT COALESCE(x, complete('m', 'nothing')) FROM T"),
        shape(3, "SELECT NULLIF(complete('m', x), 'A') FROM T"),
        shape(2, "SELECT id FROM T WHERE ok OR complete('m', x) = 'B'"),
        shape(2, "SELECT ok AND complete('m', x) = 'A' FROM T"),
        shape(
            2,
            "SELECT CASE WHEN id = 1 THEN '' WHEN 10 / (id - 1) > 4 THEN complete('m', x) END FROM T"),
        shape(
            4, "SELECT CASE WHEN complete('m', x) = 'A' THEN complete('n', x) ELSE '' END FROM T"),
        shape(
            3 + 2,
            "SELECT id FROM T WHERE (ok AND complete('m', x) = 'A') OR (id > 2 AND complete('n', x) = 'A')"
                + " OR (id > 1 AND complete('m', x) = 'B')"),
        shape(0, "SELECT complete('m', CAST(NULL AS VARCHAR)) FROM T"),
        // Joins, subqueries, windows
        shape(3, "SELECT a.id FROM T JOIN (VALUES 'A', 'B') AS a(id) ON complete('m', t.x) = a.id"),
        shape(3, "SELECT id FROM T WHERE complete('m', x) IN (SELECT y FROM (VALUES 'A') AS u(y))"),
        shape(
            2,
            "SELECT (SELECT max(complete('m', y)) FROM (VALUES 'a', 'b') AS u(y) WHERE y = t.x) FROM T"),
        shape(
            2,
            "SELECT t.id FROM T LEFT JOIN (VALUES (1), (2)) AS u(k)"
                + " ON t.id = u.k AND complete('m', t.x) = 'B' AND RAND() >= 0"),
        // Of the texts of TRUE, the first decides; of FALSE, the second.
        shape(
            1 + 2,
            "SELECT ok FROM (VALUES (TRUE, 'A'), (FALSE, 'E')) AS t(ok, x) WHERE x IN (SELECT complete('m', y)"
                + " FROM (VALUES (TRUE, 'a'), (FALSE, 'd'), (FALSE, 'e'), (TRUE, 'b')) AS u(k, y)"
                + " WHERE k = t.ok)"),
        shape(3, "SELECT ROW_NUMBER() OVER (PARTITION BY complete('m', x) ORDER BY id) FROM T"),
        // Table functions
        shape(1, "SELECT content FROM complete('m', 'p')"),
        shape(3, "SELECT t.id, c.content FROM T, LATERAL complete('m', t.x) AS c"),
        shape(2, "SELECT t.id, c.content FROM T, LATERAL complete('m', t.x) AS c WHERE t.ok"),
        shape(3, "SELECT t.id, c.content FROM T LEFT JOIN LATERAL complete('m', t.x) AS c ON TRUE"),
        shape(6, "SELECT c.content FROM T, LATERAL complete('m', complete('n', t.x)) AS c"),
        shape(
            2,
            "SELECT t.id, c.n FROM T, LATERAL (SELECT count(*) AS n FROM complete('m', t.x)) AS c WHERE t.ok"),
        shape(
            3,
            "SELECT t.id, c.s FROM T LEFT JOIN LATERAL (SELECT content || '!' AS s FROM complete('m', t.x))"
                + " AS c ON c.s <> 'A!'"),
        // What tools put around a query
        shape(0, "SELECT * FROM (SELECT complete('m', x) AS c FROM T) SPARK_GEN_SUBQ_0 WHERE 1=0"),
        shape(3, "SELECT * FROM (SELECT id, complete('m', x) AS c FROM T) t1 LIMIT 200"),
        shape(0, "SELECT COUNT(*) FROM (SELECT id, complete('m', x) AS c FROM T ORDER BY id) t1"),
        shape(0, "SELECT * FROM (SELECT id, complete('m', x) AS c FROM T) t1 LIMIT 0"));
  }

  private static Arguments shape(int calls, String sql) {
    return Arguments.of(calls, sql);
  }

  /** Returns the queries of the table. */
  static Stream<String> queries() {
    return shapes().map(shape -> inFull((String) shape.get()[1]));
  }

  private static String inFull(String sql) {
    return sql.replace("FROM T", "FROM " + T);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void makesNoMoreCallsThanTheAnswerNeeds(int calls, String sql) {
    Queries queries = new Queries();
    queries.rows(inFull(sql));
    assertThat(queries.gateway.chats).hasSize(calls);
  }

  /**
   * The second row passes; after the first was dropped, two calls may be in flight for the one row
   * wanted.
   */
  @Test
  void looksAheadUnderALimitByTheShareOfRowsThatPass() {
    Queries queries = new Queries();
    assertThat(queries.rows("SELECT id FROM " + T + " WHERE complete('m', x) = 'B' LIMIT 1"))
        .containsExactly(List.of(2));
    assertThat(queries.gateway.chats).hasSizeBetween(2, 3);
  }

  @Test
  void asksTheConditionOfAnOuterJoinForEachPairOnce() {
    Queries queries = new Queries();
    assertThat(
            queries.rows(
                "SELECT a.x, b.y FROM (VALUES 'p', 'q') AS a(x) LEFT JOIN (VALUES 'r', 's', 'r') AS b(y)"
                    + " ON complete('m', a.x || b.y) = 'PR' ORDER BY a.x, b.y"))
        .containsExactly(List.of("p", "r"), List.of("p", "r"), Arrays.asList("q", null));
    assertThat(queries.gateway.chats).hasSize(4);
  }

  @Test
  void looksAheadByEachOperatorsOwnRows() {
    Queries queries = new Queries();
    queries.rows(
        "SELECT id FROM " + T + " WHERE embed('e', x)[1] = 1 AND complete('m', x) = 'A' LIMIT 1");
    assertThat(queries.gateway.embeddings).hasSize(1);
    assertThat(queries.gateway.chats).hasSize(1);
  }

  @Test
  void embedsFirstWhereBothDecide() {
    Queries queries = new Queries();
    queries.rows(
        "SELECT id FROM " + T + " WHERE complete('m', x) = 'A' AND embed('e', x || 'zz')[1] = 9");
    assertThat(queries.gateway.embeddings).hasSize(1);
    assertThat(queries.gateway.chats).isEmpty();
  }

  @Test
  void embedsManyRowsInFewCalls() {
    Queries queries = new Queries();
    String rows =
        IntStream.range(0, 250)
            .mapToObj(i -> "'text " + i % 240 + "'")
            .collect(Collectors.joining(","));
    assertThat(queries.rows("SELECT embed('e', x) FROM (VALUES " + rows + ") AS t(x)"))
        .hasSize(250);
    assertThat(queries.gateway.embeddings)
        .extracting(request -> request.inputs().size())
        .containsExactly(100, 100, 40);
  }

  @Test
  void embedsNoMoreTextsThanTheReaderWants() {
    Queries queries = new Queries();
    queries.rowsUpTo(3, "SELECT embed('e', x) FROM (VALUES 'a', 'b', 'c', 'd', 'e') AS t(x)");
    queries.rows("SELECT embed('e', x) FROM (VALUES 'f', 'g', 'h', 'i', 'j') AS t(x) LIMIT 2");
    assertThat(queries.gateway.embeddings)
        .extracting(EmbeddingRequest::inputs)
        .containsExactly(List.of("a", "b", "c"), List.of("f", "g"));
  }

  @Test
  void computesAnArgumentOnlyWhereItsCallIsMade() {
    Queries queries = new Queries();
    assertThat(
            queries.rows(
                "SELECT CASE WHEN id = 1 THEN 'one'"
                    + " ELSE complete('m', CAST(6 / (id - 1) AS VARCHAR(9))) END FROM "
                    + T
                    + " WHERE id < 3"))
        .hasSize(2);
    assertThat(queries.gateway.chats).hasSize(1);
  }

  @Test
  void showsTheOperatorInThePlan() {
    Queries queries = new Queries();
    assertThat((String) queries.value("EXPLAIN PLAN FOR SELECT complete('m', x) FROM " + T))
        .contains("ModelCallRel(calls=[[complete(model=m, prompt=$0)]]");
  }
}
