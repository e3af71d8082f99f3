package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the answers to those of the code that Calcite would generate. */
class MetadataHandlersTest {
  @AfterEach
  void forgetThread() {
    QueryPlanner.forgetThread();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT complete('m', 'hi')",
        "SELECT a, b FROM (VALUES (1, 'x'), (2, 'y')) AS t (a, b) WHERE a > 1 AND b LIKE 'x%'",
        """
        SELECT t.a, count(*), max(u.c) FROM (VALUES (1, 'x'), (2, 'y')) AS t (a, b)
        LEFT JOIN (VALUES (1, 5), (1, 6)) AS u (a, c) ON t.a = u.a
        GROUP BY t.a HAVING count(*) > 1 ORDER BY 2 DESC LIMIT 3
        """,
        """
        SELECT DISTINCT a FROM (VALUES (1), (2)) AS t (a)
        UNION SELECT a FROM (VALUES (3)) AS u (a) WHERE a IN (SELECT 3)
        """,
        "SELECT a, sum(a) OVER (ORDER BY a) FROM (VALUES (1), (2)) AS t (a)",
      })
  void answerAsCalcitesGeneratedOnes(String sql) {
    assertThat(answers(sql, MetadataHandlers::query))
        .isEqualTo(answers(sql, RelMetadataQuery::instance));
  }

  private static List<String> answers(String sql, Supplier<RelMetadataQuery> session) {
    RelRoot root = Relations.of(sql);
    RelOptCluster cluster = root.rel.getCluster();
    cluster.setMetadataQuerySupplier(session);
    cluster.invalidateMetadataQuery();
    List<String> answers = new ArrayList<>();
    add(answers, root.rel);
    EnumerableRel plan = QueryPlanner.cheapest(root);
    answers.add(Relations.withEstimates(plan));
    return answers;
  }

  private static void add(List<String> answers, RelNode rel) {
    RelMetadataQuery asked = rel.getCluster().getMetadataQuery();
    ImmutableBitSet first = ImmutableBitSet.of(0);
    answers.add(
        rel.getRelTypeName()
            + List.of(
                String.valueOf(asked.getRowCount(rel)),
                String.valueOf(asked.getMaxRowCount(rel)),
                String.valueOf(asked.getMinRowCount(rel)),
                String.valueOf(asked.getUniqueKeys(rel)),
                String.valueOf(asked.areColumnsUnique(rel, first)),
                String.valueOf(asked.getDistinctRowCount(rel, first, null)),
                String.valueOf(asked.getPopulationSize(rel, first)),
                String.valueOf(asked.getPercentageOriginalRows(rel)),
                String.valueOf(asked.getAverageColumnSizes(rel)),
                String.valueOf(asked.getPulledUpPredicates(rel).pulledUpPredicates),
                String.valueOf(asked.getColumnOrigins(rel, 0)),
                String.valueOf(asked.collations(rel)),
                String.valueOf(asked.getSelectivity(rel, null))));
    rel.getInputs().forEach(input -> add(answers, input));
  }
}
