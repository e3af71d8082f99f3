package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.exec.CallExecutor;
import dev.bricklane.exec.CallLedger;
import dev.bricklane.exec.Executors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.rel.RelRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the queries of the call-count tables that are planned directly as the optimiser has them.
 */
class DirectAnswersTest {
  @AfterEach
  void forgetThread() {
    QueryPlanner.forgetThread();
  }

  /** Those whose plan is not the optimiser's. */
  private static final List<String> OTHERWISE =
      List.of(
          "SELECT complete('m', s) FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s) LIMIT 1 OFFSET 1",
          "SELECT complete('m', s) FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s) LIMIT 0",
          """
          SELECT s || '!' FROM (VALUES (1, 'a'), (2, 'b'), (3, 'c')) AS t (n, s)
          WHERE complete('m', s) <> 'B' AND n > 0 ORDER BY n DESC LIMIT 1
          """);

  static Stream<String> queries() {
    return Stream.concat(
        OTHERWISE.stream(),
        Stream.concat(CallCountTest.queries(), CallPlacementTest.queries())
            .filter(DirectAnswersTest::isDirect));
  }

  private static boolean isDirect(String sql) {
    try {
      return DirectPlan.of(Relations.of(sql)).isPresent();
    } finally {
      QueryPlanner.forgetThread();
    }
  }

  /** What a plan is seen by. */
  private record Answers(String rowType, List<List<Object>> rows, int calls) {
    static Answers of(String sql, Function<RelRoot, EnumerableRel> planner) {
      EchoGateway gateway = new EchoGateway();
      CallExecutor executor = Executors.over(gateway, new CallLedger(), 16, "");
      QueryPlanner.Checked checked = Relations.checked(sql);
      RelRoot relational = QueryPlanner.relational(checked);
      EnumerableRel physical = QueryPlanner.physical(relational, planner.apply(relational));
      QueryPlanner.Plan plan = QueryPlanner.compile(checked, physical);
      PlannedQuery query =
          new PlannedQuery(
              plan, List.of(), CalciteSchema.createRootSchema(false, false).plus(), executor);
      List<List<Object>> rows = new ArrayList<>();
      try (RowCursor cursor = query.open(new Execution(List.of(), 0, Duration.ZERO))) {
        while (cursor.next()) {
          List<Object> row = new ArrayList<>();
          for (int i = 0; i < plan.fields().size(); i++) {
            row.add(cursor.value(i));
          }
          rows.add(row);
        }
      }
      return new Answers(types(physical), rows, gateway.chats.size());
    }

    private static String types(EnumerableRel plan) {
      return plan.getRowType().getFieldList().stream()
          .map(field -> field.getType().getFullTypeString())
          .toList()
          .toString();
    }
  }

  @ParameterizedTest
  @MethodSource("queries")
  void areThoseOfTheOptimisersPlan(String sql) {
    Answers direct = Answers.of(sql, root -> DirectPlan.of(root).orElseThrow());
    assertThat(direct).isEqualTo(Answers.of(sql, QueryPlanner::cheapest));
  }

  @Test
  void areComparedForMostQueriesWithoutJoinGroupWindowAndSubquery() {
    assertThat(queries()).hasSizeGreaterThan(40);
  }
}
