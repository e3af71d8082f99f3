package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectPlanTest {
  @AfterEach
  void forgetThread() {
    QueryPlanner.forgetThread();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT 1 AS a, 'x' AS b, NULL AS c",
        "SELECT ?",
        "SELECT complete('m', 'hi')",
        "SELECT complete('m', 'hi') || '!', complete('m', 'hi'), 1 + 2",
        "SELECT CASE WHEN ? > 1 THEN complete('m', 'a') ELSE complete('m', 'b') END",
        "SELECT upper(complete('m', complete('n', 'hi', temperature => 0.5)))",
        "SELECT CURRENT_DATE, CAST('2020-01-01' AS DATE), ARRAY[1, 2]",
        "SELECT 1 LIMIT 1",
        "VALUES (1, 'a'), (2, 'bc')",
        "VALUES (1.5, DATE '2020-01-01')",
        "SELECT 1 UNION ALL SELECT 2",
        "SELECT 1 FROM (VALUES (1), (2)) AS t (n)",
        "SELECT 1 FROM (VALUES (1, 2)) AS t (n, m)",
        "SELECT complete('m', 'hi') FROM (VALUES (1, 2)) AS t (n, m)",
        "SELECT 1 FROM (VALUES (1)) AS t (n) WHERE 1 = 0",
        "SELECT n, complete('m', s) FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s)",
        "SELECT complete('m', s) FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s) WHERE n > 1",
        "SELECT n FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s) WHERE complete('m', s) = 'A'",
        """
        SELECT upper(s), CAST(n AS VARCHAR) FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s)
        WHERE s LIKE 'a%' AND n IN (1, 2, 3)
        """,
        """
        SELECT n, complete('m', 'Hello ' || trim(s)) AS c FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s)
        WHERE n > 0 AND complete('n', s) <> 'x' LIMIT 5
        """,
        "SELECT complete('m', s) FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s) LIMIT ?",
        "SELECT complete('m', s) FROM (VALUES (2, 'a'), (1, 'b')) AS t (n, s) ORDER BY n LIMIT 1",
        "SELECT n FROM (VALUES (2, 'a'), (1, 'b')) AS t (n, s) ORDER BY complete('m', s), n",
        "SELECT * FROM complete('m', 'hi')",
        "SELECT content FROM complete('m', 'hi') WHERE finish_reason = 'stop'",
        "SELECT * FROM embed('e', ARRAY['a', 'b'])",
        "SELECT * FROM models",
        "SELECT name, task FROM models WHERE ready AND task LIKE '%chat'",
        "SELECT * FROM models ORDER BY name LIMIT 3",
        "SELECT * FROM models WHERE 1 = 0",
        "SELECT setting, complete('m', name) FROM properties WHERE name <> 'x'",
        "SELECT t.n, c.content FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s), LATERAL complete('m', t.s) AS c",
        """
        SELECT t.n, e.embedding FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s)
        LEFT JOIN LATERAL embed('e', t.s || '!') AS e ON TRUE WHERE t.n > 1
        """,
        "SELECT (SELECT 1)",
        "SELECT EXISTS (VALUES (1))",
        "SELECT n FROM (VALUES (1), (2)) AS t (n) WHERE n IN (SELECT 1)",
        "SELECT * FROM complete('m', (SELECT 'hi'))",
        "SELECT * FROM models, LATERAL (SELECT name || 'x') AS x",
      })
  void isThePlanThatTheOptimiserFinds(String sql) {
    EnumerableRel direct = DirectPlan.of(Relations.of(sql)).orElseThrow();
    assertThat(Relations.withEstimates(direct))
        .isEqualTo(Relations.withEstimates(QueryPlanner.cheapest(Relations.of(sql))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT row_number() OVER ()",
        "SELECT count(*)",
        "SELECT DISTINCT s FROM (VALUES (1, 2), (2, 2)) AS t (n, s)",
        "SELECT rand() FROM (VALUES (1), (2)) AS t (n)",
        "SELECT complete('m', 'hi') UNION ALL SELECT 'b'",
        "SELECT 1 FROM (VALUES (1), (2)) AS t (n) JOIN (VALUES (1)) AS u (m) ON n = m",
      })
  void leavesWhatThereIsToChooseToTheOptimiser(String sql) {
    assertThat(DirectPlan.of(Relations.of(sql))).isEmpty();
  }
}
