package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.config.AttachedSource;
import dev.bricklane.error.BricklaneException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that are files, SQLite and DuckDB, attached. */
class AttachedFilesTest {
  @TempDir private Path folder;

  private static void run(String url, String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> sent(Queries queries, String sql) {
    return ((String) queries.value("EXPLAIN PLAN FOR " + sql))
        .lines()
        .filter(line -> line.contains("SourceRel"))
        .map(line -> line.replaceFirst(".*sql=\\[(.*)\\]\\)$", "$1"))
        .toList();
  }

  @Test
  void readsSqlite() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("a.db");
    run(
        url,
        "CREATE TABLE tickets (id INTEGER PRIMARY KEY, body TEXT, open BOOLEAN, day DATE, n"
            + " DECIMAL(6, 2), r REAL, b BLOB)",
        "INSERT INTO tickets VALUES (1, 'one', 1, '2024-02-29', 1.5, 2.5, x'00ff'),"
            + " (2, 'Two', 0, NULL, NULL, NULL, NULL), (3, 'two', 1, '2024-03-01', 3, 4, NULL)");
    Queries queries = new Queries("", List.of(AttachedSource.of("lite", url)));
    List<Object> row = queries.rows("SELECT * FROM lite.main.tickets WHERE id = 1").get(0);
    assertThat(row.subList(0, 4)).containsExactly(1L, "one", true, LocalDate.of(2024, 2, 29));
    assertThat(row.get(5)).isEqualTo(2.5);
    assertThat((byte[]) row.get(6)).containsExactly(0, -1);
    assertThat(queries.rows("SELECT * FROM lite.tickets WHERE id = 2").get(0).subList(3, 7))
        .containsOnlyNulls();
    assertThat(queries.rows("SELECT id FROM lite.tickets WHERE body LIKE 'two'"))
        .containsExactly(List.of(3L));
    assertThat(
            sent(
                queries,
                "SELECT body FROM lite.tickets WHERE body <> 'x' AND id > 0 ORDER BY body DESC LIMIT"
                    + " 2"))
        .singleElement()
        .asString()
        .contains("WHERE", "ORDER BY", "LIMIT 2");
    assertThat(queries.rows("SELECT body FROM lite.tickets WHERE open ORDER BY body LIMIT 2"))
        .containsExactly(List.of("one"), List.of("two"));
    assertThat(queries.rows("SELECT count(*), max(id) FROM lite.tickets"))
        .containsExactly(List.of(3L, 3L));
  }

  @Test
  void makesNoSqliteFile() {
    Queries queries =
        new Queries(
            "", List.of(AttachedSource.of("lite", "jdbc:sqlite:" + folder.resolve("none.db"))));
    assertThatThrownBy(() -> queries.rows("SELECT * FROM lite.t"))
        .isInstanceOf(BricklaneException.class);
    assertThat(folder.resolve("none.db")).doesNotExist();
  }

  @Test
  void readsDuckDb() throws Exception {
    String url = "jdbc:duckdb:" + folder.resolve("a.duckdb");
    run(
        url,
        "CREATE TABLE tickets (id INTEGER PRIMARY KEY, body VARCHAR, open BOOLEAN, created"
            + " TIMESTAMP, tags VARCHAR[], n DECIMAL(6, 2), u UUID)",
        "INSERT INTO tickets SELECT i, 'ticket ' || i, i % 2 = 0, TIMESTAMP '2024-01-01 00:00:00',"
            + " ['a', 'b'], 1.5, '00000000-0000-0000-0000-00000000000a' FROM range(1, 101) AS r(i)");
    Queries queries = new Queries("", List.of(AttachedSource.of("duck", url)));
    assertThat(
            queries.rows(
                "SELECT id, body, open, tags, u FROM duck.main.tickets WHERE open ORDER BY body LIMIT"
                    + " 1"))
        .containsExactly(
            List.of(
                10, "ticket 10", true, List.of("a", "b"), "00000000-0000-0000-0000-00000000000a"));
    assertThat(
            sent(
                queries,
                "SELECT body FROM duck.tickets WHERE open AND id IN (1, 2) ORDER BY id DESC LIMIT 2"))
        .singleElement()
        .asString()
        .contains("WHERE", "IN (1, 2)", "ORDER BY", "2");
    assertThat(queries.rows("SELECT open, count(*), sum(n) FROM duck.tickets GROUP BY open"))
        .hasSize(2);
    assertThat(queries.rows("SELECT sum(id) / 3 FROM duck.tickets").get(0).get(0)).isEqualTo(1683L);
  }
}
