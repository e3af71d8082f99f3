package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.config.AttachedSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real PostgreSQL, attached twice: its NUMERICs without a scale meet as they meet in it. */
@Timeout(300)
class AttachedDecimalsIT {
  private static PostgresServer server;
  private static Connection owner;
  private static Queries queries;

  @BeforeAll
  static void fill() throws Exception {
    server = PostgresServer.start();
    String url = server.url() + "?user=" + PostgresServer.OWNER + "&password=correct%20horse";
    owner = DriverManager.getConnection(url);
    try (Statement statement = owner.createStatement()) {
      for (int i = 0; i < 2; i++) {
        String table = i == 0 ? "a_rows" : "b_rows";
        statement.execute(
            "CREATE TABLE "
                + table
                + " (id int, u numeric, d numeric(10, 2), i numeric(10), l numeric[])");
        for (String row : DecimalShapes.ROWS.get(i)) {
          statement.execute("INSERT INTO " + table + " VALUES (" + row + ")");
        }
        statement.execute("UPDATE " + table + " SET l = ARRAY[u, 1.5]");
      }
    }
    queries =
        new Queries("", List.of(AttachedSource.of("one", url), AttachedSource.of("two", url)));
  }

  @AfterAll
  static void stop() throws Exception {
    if (owner != null) {
      owner.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static List<List<Object>> here(String shape) {
    return queries.rows(shape.replace("{a}", "one.a_rows").replace("{b}", "two.b_rows"));
  }

  private static List<List<Object>> there(String shape) throws Exception {
    return DecimalShapes.rows(owner, shape.replace("{a}", "a_rows").replace("{b}", "b_rows"));
  }

  @Test
  void areEqualAsInPostgres() {
    SoftAssertions softly = new SoftAssertions();
    for (String shape : DecimalShapes.all()) {
      softly
          .assertThatCode(() ->
              assertThat(DecimalShapes.comparable(here(shape)))
                  .isEqualTo(DecimalShapes.comparable(there(shape))))
          .as(shape)
          .doesNotThrowAnyException();
    }
    softly.assertAll();
  }

  @Test
  void haveTheirOwnDigits() {
    assertThat(here("SELECT u FROM {a} WHERE id < 3 ORDER BY id"))
        .containsExactly(List.of(new BigDecimal("1.00")), List.of(new BigDecimal("1.0")));
    assertThat(here("SELECT a.u, b.u FROM {a} AS a JOIN {b} AS b ON a.u = b.u WHERE a.id = 3"))
        .containsExactlyInAnyOrder(
            List.of(new BigDecimal("2.50"), new BigDecimal("2.5")),
            List.of(new BigDecimal("2.50"), new BigDecimal("2.500")));
    assertThat(here("SELECT u FROM {a} WHERE id = 3 INTERSECT SELECT u FROM {b}"))
        .containsExactly(List.of(new BigDecimal("2.50")));
    assertThat(here("SELECT u FROM {a} WHERE id = 3 EXCEPT SELECT u FROM {b} WHERE id = 1"))
        .containsExactly(List.of(new BigDecimal("2.50")));
  }

  @Test
  void areEqualInArrays() throws Exception {
    for (String shape :
        List.of(
            "SELECT a.id, b.id FROM {a} AS a JOIN {b} AS b ON a.l = b.l",
            "SELECT count(*) FROM (SELECT l FROM {a} UNION SELECT l FROM {b}) AS t",
            "SELECT count(*) FROM (SELECT l FROM {a} UNION ALL SELECT l FROM {b}) AS t GROUP BY l")) {
      assertThat(DecimalShapes.comparable(here(shape)))
          .as(shape)
          .isEqualTo(DecimalShapes.comparable(there(shape)));
    }
  }
}
