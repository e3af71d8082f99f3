package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.exec.RowProblem;
import dev.bricklane.exec.RowProblem.Kind;
import dev.bricklane.exec.RowProblems;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What becomes of a row whose call fails, or whose answer is not whole. */
class RowErrorsTest {
  private static final String MODEL_BY_ROW = "CASE x WHEN 'b' THEN 'broken' ELSE 'm' END";
  private static final String ROWS = " FROM (VALUES 'a', 'b', 'c') t(x)";

  private final Queries queries = new Queries();
  private final Execution execution = new Execution(List.of(), 0, Duration.ZERO);

  @Test
  void failsTheStatementUnlessToldOtherwise() {
    assertThat(code("SELECT complete(" + MODEL_BY_ROW + ", x)" + ROWS))
        .isEqualTo(ErrorCode.RATE_LIMITED);
  }

  @Test
  void givesNullAndAWarningWithTheHttpStatusAndRequestId() {
    assertThat(column("SELECT complete(" + MODEL_BY_ROW + ", x, on_error => 'null')" + ROWS))
        .containsExactly("A", null, "C");
    assertThat(execution.problems().from(0))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.kind()).isEqualTo(Kind.FAILED);
          assertThat(problem.sqlState()).isEqualTo("53400");
          assertThat(problem.httpStatus()).isEqualTo(429);
          assertThat(problem.requestId()).isEqualTo("req-9");
          assertThat(problem.message()).contains("The model broken met its limit");
        });
  }

  @Test
  void takesThePropertyWhereTheCallDoesNotSay() {
    Queries lenient = new Queries(";onError=null");
    String call = "SELECT complete(" + MODEL_BY_ROW + ", x%s)" + ROWS;
    assertThat(lenient.rows(call.formatted("")))
        .containsExactly(List.of("A"), Arrays.asList((Object) null), List.of("C"));
    assertThat(
            catchThrowableOfType(
                    BricklaneException.class,
                    () -> lenient.rows(call.formatted(", on_error => 'fail'")))
                .code())
        .isEqualTo(ErrorCode.RATE_LIMITED);
  }

  @Test
  void refusesAnotherWord() {
    BricklaneException e =
        catchThrowableOfType(
            BricklaneException.class,
            () -> queries.rows("SELECT complete('m', 'p', on_error => 'ignore')"));
    assertThat(e).hasMessageContaining("on_error").hasMessageContaining("'ignore'");
    assertThat(queries.gateway.chats).isEmpty();
  }

  @Test
  void keepsARowOfATableFunctionWithTheErrorInIt() {
    assertThat(
            queries.rows(
                "SELECT x, content, error FROM (VALUES 'a', 'b') t(x),"
                    + " LATERAL complete("
                    + MODEL_BY_ROW
                    + ", x, on_error => 'null') c"))
        .satisfiesExactly(
            row -> assertThat(row).containsExactly("a", "A", null),
            row -> {
              assertThat(row).startsWith("b", null);
              assertThat(row.get(2)).asString().contains("met its limit");
            });
  }

  @Test
  void failsOneTextOfAnArrayAlone() {
    assertThat(
            queries.rows(
                "SELECT input, embedding, request_id, error FROM"
                    + " embed('e', ARRAY['good', 'bad', 'fine'], on_error => 'null')"))
        .satisfiesExactly(
            row -> assertThat(row.get(1)).isNotNull(),
            row -> {
              assertThat(row).startsWith("bad", null, "req-8");
              assertThat(row.get(3)).asString().contains("A bad text");
            },
            row -> assertThat(row.get(1)).isNotNull());
  }

  @Test
  void makesAFailedCallOnceForAllItsRows() {
    column("SELECT complete('broken', 'same', on_error => 'null')" + ROWS);
    assertThat(queries.gateway.chats).hasSize(1);
    assertThat(execution.problems().counts()).isEqualTo(new RowProblems.Counts(3, 0, 0));
  }

  @Test
  void dropsARowWhoseConditionHasNoAnswer() {
    assertThat(
            column(
                "SELECT x"
                    + ROWS
                    + " WHERE complete("
                    + MODEL_BY_ROW
                    + ", x, on_error => 'null')"
                    + " <> 'C'"))
        .containsExactly("a");
    assertThat(execution.problems().counts().failed()).isEqualTo(1);
  }

  @Test
  void failsInAnyCaseWhereEveryFurtherCallWould() {
    Queries poor = new Queries(";onError=null;maxCallsPerStatement=1");
    assertThat(
            catchThrowableOfType(
                    BricklaneException.class, () -> poor.rows("SELECT complete('m', x)" + ROWS))
                .code())
        .isEqualTo(ErrorCode.BUDGET_EXCEEDED);
  }

  @Test
  void tellsAnswersThatAreCutOffOrFilteredFromGoodOnes() {
    assertThat(
            column(
                "SELECT complete(CASE x WHEN 'a' THEN 'cut' WHEN 'b' THEN 'prim' ELSE 'm' END, x)"
                    + ROWS))
        .containsExactly("A", "B", "C");
    assertThat(execution.problems().from(0))
        .extracting(RowProblem::kind, RowProblem::sqlState)
        .containsExactly(Tuple.tuple(Kind.TRUNCATED, "01004"), Tuple.tuple(Kind.FILTERED, "01Z01"));
  }

  @Test
  void countsAllAndKeepsTheFirstHundred() {
    List<Object> answers =
        column(
            "SELECT complete('broken', CAST(a.i * 20 + b.i AS VARCHAR), on_error => 'null')"
                + " FROM (VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) a(i),"
                + " (VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) b(i)");
    assertThat(answers).hasSize(130).containsOnlyNulls();
    assertThat(execution.problems().from(0)).hasSize(100);
    assertThat(execution.problems().counts().all()).isEqualTo(130);
  }

  @Test
  void makesAFreshCallForEachSample() {
    queries.rows("SELECT complete('m', 'same', sample => i) FROM (VALUES 1, 2, 2, 3) t(i)");
    assertThat(queries.gateway.chats).hasSize(3);
    assertThat(queries.gateway.chats)
        .allSatisfy(request -> assertThat(request.parameters()).isEmpty());
  }

  private ErrorCode code(String sql) {
    return catchThrowableOfType(BricklaneException.class, () -> queries.rows(sql)).code();
  }

  private List<Object> column(String sql) {
    return queries.rows(execution, sql).stream().map(row -> row.get(0)).toList();
  }
}
