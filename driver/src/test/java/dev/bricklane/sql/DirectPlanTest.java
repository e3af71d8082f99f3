package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.rel.RelRoot;
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
        "VALUES (1, 'a'), (2, 'bc')",
        "VALUES (1.5, DATE '2020-01-01')",
        "SELECT 1 UNION ALL SELECT 2",
        "SELECT 1 FROM (VALUES (1), (2)) AS t (n)",
        "SELECT 1 FROM (VALUES (1, 2)) AS t (n, m)",
      })
  void isThePlanThatTheOptimiserFinds(String sql) {
    RelRoot root = Relations.of(sql);
    EnumerableRel direct = DirectPlan.of(root).orElseThrow();
    assertThat(Relations.withEstimates(direct))
        .isEqualTo(Relations.withEstimates(QueryPlanner.cheapest(Relations.of(sql))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT n FROM (VALUES (1), (2)) AS t (n)  WHERE n > 1",
        "SELECT n + 1 FROM (VALUES (1)) AS t (n)",
        "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s)",
        "SELECT n FROM (VALUES (2), (1)) AS t (n) ORDER BY n",
        "SELECT (SELECT 1)",
        "SELECT EXISTS (VALUES (1))",
        "SELECT row_number() OVER ()",
        "SELECT count(*)",
        "SELECT complete('m', 'hi') FROM (VALUES (1, 2)) AS t (n, m)",
        "SELECT 1 FROM (VALUES (1)) AS t (n) WHERE 1 = 0",
        "SELECT 1 LIMIT 1",
        "SELECT complete('m', 'hi') UNION ALL SELECT 'b'",
        "SELECT * FROM complete('m', 'hi')",
      })
  void leavesWhatThereIsToChooseToTheOptimiser(String sql) {
    assertThat(DirectPlan.of(Relations.of(sql))).isEmpty();
  }
}
