package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.config.AttachedSource;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DECIMALs that are equal are one key, whatever their digits and wherever they come from. */
class DecimalKeysTest {
  private static final String H2 =
      "CREATE TABLE %s (id INT, u DECFLOAT, d NUMERIC(10, 2), i NUMERIC(10))";

  private static void fill(Connection connection, String create, String name, int rows)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(create.formatted(name));
      for (String row : DecimalShapes.ROWS.get(rows)) {
        statement.execute("INSERT INTO " + name + " VALUES (" + row + ")");
      }
    }
  }

  private static void holdsAllShapes(AttachedSource a, AttachedSource b) throws SQLException {
    Queries queries = new Queries("", List.of(a, b));
    try (Connection alone =
        DriverManager.getConnection(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";DATABASE_TO_LOWER=TRUE")) {
      fill(alone, H2, "a", 0);
      fill(alone, H2, "b", 1);
      SoftAssertions softly = new SoftAssertions();
      for (String shape : DecimalShapes.all()) {
        if (shape.contains("ROLLUP") || shape.contains("SETS") || shape.contains("FULL JOIN")) {
          continue; // H2 has none of them.
        }
        List<List<Object>> expected =
            DecimalShapes.rows(alone, shape.replace("{a}", "a").replace("{b}", "b"));
        softly
            .assertThatCode(() ->
                assertThat(
                        DecimalShapes.comparable(
                            queries.rows(shape.replace("{a}", "one.t").replace("{b}", "two.t"))))
                    .as(shape)
                    .isEqualTo(DecimalShapes.comparable(expected)))
            .as(shape)
            .doesNotThrowAnyException();
      }
      softly.assertAll();
    }
  }

  @Test
  void areEqualAcrossTwoH2() throws Exception {
    String one = "jdbc:h2:mem:" + UUID.randomUUID() + ";DATABASE_TO_LOWER=TRUE";
    String two = "jdbc:h2:mem:" + UUID.randomUUID() + ";DATABASE_TO_LOWER=TRUE";
    try (Connection first = DriverManager.getConnection(one, "sa", "");
        Connection second = DriverManager.getConnection(two, "sa", "")) {
      fill(first, H2, "t", 0);
      fill(second, H2, "t", 1);
      holdsAllShapes(AttachedTables.source("one", one), AttachedTables.source("two", two));
    }
  }

  @Test
  void areEqualBetweenSqliteAndDuckDb(@TempDir Path folder) throws Exception {
    String one = "jdbc:sqlite:" + folder.resolve("one.db");
    String two = "jdbc:duckdb:" + folder.resolve("two.duckdb");
    try (Connection first = DriverManager.getConnection(one)) {
      fill(
          first, "CREATE TABLE %s (id INT, u NUMERIC, d NUMERIC(10, 2), i NUMERIC(10, 0))", "t", 0);
    }
    try (Connection second = DriverManager.getConnection(two)) {
      fill(
          second,
          "CREATE TABLE %s (id INT, u DECIMAL(38, 19), d DECIMAL(10, 2), i DECIMAL(10, 0))",
          "t",
          1);
    }
    holdsAllShapes(AttachedSource.of("one", one), AttachedSource.of("two", two));
  }

  /** The same numbers with the source's digits, and with those of a cast. */
  private static final String MIXED =
      "(SELECT id, u AS x FROM one.t UNION ALL"
          + " SELECT id + 10, CAST(d AS DECIMAL(38, 19)) FROM one.t) AS m";

  @Test
  void keepTheirDigitsWhereTheyAreShown() throws Exception {
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DATABASE_TO_LOWER=TRUE";
    try (Connection owner = DriverManager.getConnection(url, "sa", "")) {
      fill(owner, H2, "t", 0);
      Queries queries = new Queries("", List.of(AttachedTables.source("one", url)));
      BigDecimal padded = new BigDecimal("1.0000000000000000000");
      assertThat(queries.rows("SELECT x FROM " + MIXED + " WHERE id IN (1, 11)"))
          .containsExactlyInAnyOrder(List.of(padded), List.of(BigDecimal.ONE));
      assertThat(
              queries.rows(
                  "SELECT x, count(*) OVER (PARTITION BY x) FROM " + MIXED + " WHERE x = 1"))
          .containsExactlyInAnyOrder(
              List.of(padded, 4L),
              List.of(padded, 4L),
              List.of(BigDecimal.ONE, 4L),
              List.of(BigDecimal.ONE, 4L));
      assertThat(queries.rows("SELECT x, count(*) FROM " + MIXED + " WHERE id > 11 GROUP BY x"))
          .contains(List.of(padded, 1L));
      assertThat(queries.rows("SELECT x FROM " + MIXED + " WHERE id = 11 INTERSECT SELECT 1.00"))
          .containsExactly(List.of(padded));
      assertThat(
              queries.rows(
                  "SELECT m.x, v.y FROM "
                      + MIXED
                      + " JOIN (VALUES (1.0, 'a'), (2.0, 'b')) AS v(y, n)"
                      + " ON m.x = v.y WHERE m.id IN (1, 11)"))
          .containsExactlyInAnyOrder(
              List.of(padded, new BigDecimal("1.0")),
              List.of(BigDecimal.ONE, new BigDecimal("1.0")));
    }
  }

  @Test
  void areEqualInArrays() {
    Queries queries = new Queries();
    assertThat(
            queries.rows(
                "SELECT count(*) FROM (VALUES (1), (2)) AS t(n) GROUP BY"
                    + " ARRAY[CASE WHEN n = 1 THEN 1.50 ELSE n - 0.5 END]"))
        .containsExactly(List.of(2L));
  }

  @Test
  void areCountedOnceWhereGroupsAskAModel() {
    Queries queries = new Queries();
    assertThat(
            queries.rows(
                "SELECT x, complete('m', max(t)) FROM (VALUES (1.0, 'a'), (1.00, 'b')) AS v(x, t)"
                    + " GROUP BY x"))
        .hasSize(1);
  }
}
