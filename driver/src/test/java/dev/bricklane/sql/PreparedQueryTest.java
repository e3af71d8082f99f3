package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import java.math.BigDecimal;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreparedQueryTest {
  private final Queries queries = new Queries();

  @Test
  void bindsParametersOfEveryType() {
    assertThat(
            queries
                .rows(
                    """
                    SELECT CAST(? AS INTEGER), CAST(? AS BIGINT), CAST(? AS DOUBLE),
                      CAST(? AS DECIMAL(10, 2)), CAST(? AS BOOLEAN), CAST(? AS VARCHAR),
                      CAST(? AS DATE), CAST(? AS TIME), CAST(? AS TIMESTAMP(3))
                    """,
                    1,
                    2L,
                    2.5,
                    new BigDecimal("3.25"),
                    true,
                    "it's",
                    LocalDate.of(2026, 1, 2),
                    LocalTime.of(3, 4, 5),
                    LocalDateTime.of(2026, 1, 2, 3, 4, 5, 678_000_000))
                .get(0))
        .containsExactly(
            1,
            2L,
            2.5,
            new BigDecimal("3.25"),
            true,
            "it's",
            LocalDate.of(2026, 1, 2),
            LocalTime.of(3, 4, 5),
            LocalDateTime.of(2026, 1, 2, 3, 4, 5, 678_000_000));
  }

  @Test
  void givesAParameterWithoutAContextTheTypeText() {
    assertThat(queries.value("SELECT ?", "x")).isEqualTo("x");
    assertThat(queries.prepare("SELECT ?").parameters().get(0).type().jdbcType())
        .isEqualTo(Types.VARCHAR);
  }

  @Test
  void bindsAFunctionsArguments() {
    assertThat(queries.value("SELECT complete(?, ?, max_tokens => ?)", "m", "it's", 5))
        .isEqualTo("IT'S");
    assertThat(queries.gateway.chats.get(0).parameters()).containsEntry("max_tokens", 5);
    assertThat(queries.prepare("SELECT complete(?, ?, max_tokens => ?)").parameters())
        .extracting(parameter -> parameter.type().jdbcType())
        .containsExactly(Types.VARCHAR, Types.VARCHAR, Types.INTEGER);
  }

  @Test
  void bindsNull() {
    assertThat(queries.value("SELECT COALESCE(CAST(? AS VARCHAR), 'none')", (Object) null))
        .isEqualTo("none");
  }

  @Test
  void leavesQuestionMarksInTextsAlone() {
    assertThat(queries.rows("SELECT 'a?b', ? -- really?", "x").get(0)).containsExactly("a?b", "x");
  }

  @Test
  void runsAgainAndInParallelWithOtherValues() {
    PreparedQuery query = queries.prepare("SELECT complete('m', ?)");
    RowCursor first = query.open(new Execution(List.of("a"), 0, Duration.ZERO));
    RowCursor second = query.open(new Execution(List.of("b"), 0, Duration.ZERO));
    assertThat(first.next() && second.next()).isTrue();
    assertThat(List.of(first.value(0), second.value(0))).containsExactly("A", "B");
    first.close();
    second.close();
  }

  @Test
  void countsTheValuesGiven() {
    assertThatThrownBy(() -> queries.rows("SELECT ?, ?", "x"))
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining("2 parameters")
        .hasMessageContaining("1 values");
  }

  @Test
  void describesColumnsPlainly() {
    assertThat(
            queries
                .prepare(
                    """
                    SELECT CAST(1 AS DECIMAL(10, 2)) AS d, 'abc' AS c, CAST('x' AS VARCHAR(5)) AS v,
                      TIMESTAMP '2026-01-02 03:04:05' AS t, ARRAY[1, 2] AS a, 1.5e0 AS f, TRUE AS b
                    """)
                .columns())
        .extracting(column -> column.type().name())
        .containsExactly(
            "DECIMAL", "CHAR", "VARCHAR", "TIMESTAMP", "INTEGER ARRAY", "DOUBLE", "BOOLEAN");
  }

  @Test
  void cancelsBeforeTheFirstRow() {
    Execution execution = new Execution(Arrays.asList(), 0, Duration.ZERO);
    execution.cancel();
    assertThatThrownBy(() -> queries.prepare("SELECT complete('m', 'x')").open(execution).next())
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining("cancelled");
    assertThat(queries.gateway.chats).isEmpty();
  }

  @Test
  void takesColumnsNamedLikeKeywordsWithoutQuotes() {
    assertThat(
            queries.rows(
                """
                SELECT open, value, date, t.time, year, CAST(date AS DATE) AS timestamp, LENGTH(date)
                FROM (VALUES (TRUE, 1, '2026-01-02', 'noon', 2026)) AS t(open, value, date, time, year)
                WHERE open AND date > '2025' AND t.date IS NOT NULL ORDER BY date, value
                """))
        .containsExactly(
            List.of(true, 1, "2026-01-02", "noon", 2026, LocalDate.of(2026, 1, 2), 10));
  }

  @Test
  void takesNamesInBackticks() {
    assertThat(queries.rows("SELECT `a b`, t.`select` FROM (VALUES (1, 2)) AS t(`a b`, `select`)"))
        .containsExactly(List.of(1, 2));
  }

  @Test
  void stopsInTheMiddleOfAJoinWithoutCalls() {
    String tables =
        IntStream.range(0, 9)
            .mapToObj(i -> "(VALUES 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) AS t" + i + "(x)")
            .collect(Collectors.joining(", "));
    Execution execution = new Execution(List.of(), 0, Duration.ofMillis(200));
    assertThatThrownBy(
            () -> queries.prepare("SELECT count(*) FROM " + tables).open(execution).next())
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining("query timeout");
  }

  @Test
  void stillReadsDateAndTimeLiterals() {
    assertThat(queries.rows("SELECT DATE '2026-01-02', TIME '03:04:05', {d '2026-01-02'}").get(0))
        .containsExactly(LocalDate.of(2026, 1, 2), LocalTime.of(3, 4, 5), LocalDate.of(2026, 1, 2));
  }

  @Test
  void groupsWithNullsInGroupingSets() {
    assertThat(
            queries.rows(
                """
                SELECT a, b, COUNT(*) FROM (VALUES (1, TRUE), (1, FALSE)) t(a, b)
                GROUP BY ROLLUP(a, b) ORDER BY a, b
                """))
        .containsExactly(
            Arrays.asList(null, null, 2L),
            Arrays.asList(1, null, 2L),
            Arrays.asList(1, false, 1L),
            Arrays.asList(1, true, 1L));
  }

  @Test
  void takesTenThousandRowsOfValues() {
    String rows =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "(" + i + ", 'text " + i + "', DATE '2026-01-02', 1.5, NULL, TRUE)")
            .collect(Collectors.joining(", "));
    assertThat(
            queries.rows(
                "SELECT count(*), sum(a), max(b), max(c), sum(d), count(e), count(*) FILTER (WHERE f)"
                    + " FROM (VALUES "
                    + rows
                    + ") AS t(a, b, c, d, e, f)"))
        .containsExactly(
            List.of(
                10_000L,
                49_995_000L,
                "text 9999",
                LocalDate.of(2026, 1, 2),
                new BigDecimal("15000.0"),
                0L,
                10_000L));
    assertThat(
            queries.value(
                "SELECT max(a) FROM (VALUES "
                    + IntStream.range(0, 10_000)
                        .mapToObj(i -> "" + i)
                        .collect(Collectors.joining(","))
                    + ") AS t(a)"))
        .isEqualTo(9_999);
  }

  @Test
  void plansATextOnceForAllThatSendItAgain() {
    Queries queries = new Queries();
    String sql = "SELECT complete('m', x) FROM (VALUES 'a', 'b') AS t(x)";
    assertThat(queries.prepare(sql)).isSameAs(queries.prepare(sql));
    assertThat(queries.engine.prepare(sql, "bricklane", "other")).isNotSameAs(queries.prepare(sql));
    assertThat(queries.rows(sql)).isEqualTo(queries.rows(sql));
    // Each run asks for itself.
    assertThat(queries.gateway.chats).hasSize(4);
  }
}
