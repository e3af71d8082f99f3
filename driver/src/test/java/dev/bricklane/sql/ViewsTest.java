package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewsTest {
  private static final String TICKETS =
      """
      CREATE VIEW tickets (id COMMENT 'Its number', body) COMMENT 'What people ask' AS
        SELECT * FROM (VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'a')) AS t (x, y);
      CREATE VIEW answered AS
        SELECT id, body, complete('m', body) AS answer FROM tickets;
      """;

  @TempDir private Path folder;

  private Queries queries(String definitions) {
    return DefinedQueries.of(folder, definitions);
  }

  @Test
  void readsAViewByEachOfItsNames() {
    Queries queries = queries(TICKETS);
    for (String name : List.of("tickets", "TICKETS", "main.tickets", "bricklane.main.tickets")) {
      assertThat(queries.value("SELECT count(*) FROM " + name)).isEqualTo(4L);
    }
    assertThat(queries.labels("SELECT * FROM answered")).containsExactly("id", "body", "answer");
    assertThat(queries.gateway.chats).isEmpty();
  }

  @Test
  void makesTheCallsOfAViewOverAView() {
    Queries queries = queries(TICKETS);
    assertThat(queries.rows("SELECT id, answer FROM answered"))
        .containsExactly(List.of(1, "A"), List.of(2, "B"), List.of(3, "C"), List.of(4, "A"));
    assertThat(queries.gateway.chats).hasSize(3);
  }

  @Test
  void makesNoCallForAColumnThatNobodyReads() {
    Queries queries = queries(TICKETS);
    assertThat(queries.rows("SELECT id, body FROM answered WHERE id > 2"))
        .containsExactly(List.of(3, "c"), List.of(4, "a"));
    assertThat(queries.value("SELECT count(*) FROM answered")).isEqualTo(4L);
    assertThat(queries.gateway.chats).isEmpty();
  }

  @Test
  void placesTheCallsOfAViewAsIfTheyStoodInTheQuery() {
    Queries queries = queries(TICKETS);
    assertThat(queries.rows("SELECT answer FROM answered WHERE id = 2"))
        .containsExactly(List.of("B"));
    assertThat(queries.gateway.chats).hasSize(1);
    queries.rows("SELECT answer FROM answered ORDER BY id LIMIT 1");
    assertThat(queries.gateway.chats).hasSize(2);
    queries.rows(
        "SELECT a.id FROM answered a JOIN tickets t ON a.id = t.id WHERE a.answer = 'A' AND t.id < 3");
    assertThat(queries.gateway.chats).hasSize(4);
  }

  @Test
  void keepsTheOrderOfAViewWhereItsRowsGoToTheResult() {
    Queries queries =
        queries(TICKETS + "CREATE VIEW latest AS SELECT id, body FROM tickets ORDER BY id DESC;");
    assertThat(queries.rows("SELECT id FROM latest"))
        .containsExactly(List.of(4), List.of(3), List.of(2), List.of(1));
    assertThat(queries.rows("SELECT body FROM latest WHERE id < 4 LIMIT 2"))
        .containsExactly(List.of("c"), List.of("b"));
    assertThat(queries.rows("SELECT complete('m', body) FROM latest LIMIT 2"))
        .containsExactly(List.of("A"), List.of("C"));
    assertThat(queries.gateway.chats).hasSize(2);
  }

  @Test
  void sortsByNoCallThatNobodySees() {
    Queries queries =
        queries(
            TICKETS
                + "CREATE VIEW sorted AS SELECT id, answer FROM answered ORDER BY answer DESC;");
    assertThat(queries.value("SELECT count(*) FROM sorted")).isEqualTo(4L);
    assertThat(queries.value("SELECT max(id) FROM sorted JOIN tickets USING (id)")).isEqualTo(4);
    assertThat(queries.gateway.chats).isEmpty();
    assertThat(queries.rows("SELECT id FROM sorted LIMIT 1")).containsExactly(List.of(3));
    assertThat(queries.gateway.chats).hasSize(3);
  }

  @Test
  void keepsTheLimitOfAViewAndHidesWhatItSortsBy() {
    Queries queries =
        queries(TICKETS + "CREATE VIEW top AS SELECT body FROM tickets ORDER BY id DESC LIMIT 2;");
    assertThat(queries.rows("SELECT * FROM top")).containsExactly(List.of("a"), List.of("c"));
    assertThat(queries.value("SELECT count(*) FROM top")).isEqualTo(2L);
  }

  @Test
  void readsWithAndModelTableFunctionsInViews() {
    Queries queries =
        queries(
            TICKETS
                + """
                CREATE VIEW counted AS
                  WITH tickets AS (SELECT body FROM bricklane.main.tickets)
                  SELECT body, count(*) AS n FROM tickets GROUP BY body;
                CREATE VIEW asked AS SELECT content FROM complete('m', 'hi');
                CREATE VIEW each_asked AS
                  SELECT t.id, c.content FROM tickets t, LATERAL complete('m', t.body) c;
                """);
    assertThat(queries.rows("SELECT * FROM counted ORDER BY body"))
        .containsExactly(List.of("a", 2L), List.of("b", 1L), List.of("c", 1L));
    assertThat(queries.rows("SELECT * FROM asked")).containsExactly(List.of("HI"));
    assertThat(queries.rows("SELECT content FROM each_asked WHERE id = 3"))
        .containsExactly(List.of("C"));
    assertThat(queries.gateway.chats).hasSize(2);
  }

  @Test
  void namesAColumnByItsFunction() {
    Queries queries = queries("CREATE VIEW v AS SELECT complete('m', 'x')");
    assertThat(queries.labels("SELECT * FROM v")).containsExactly("complete");
    assertThat(queries.rows("SELECT complete FROM v")).containsExactly(List.of("X"));
  }

  @Test
  void readsViewsInSubqueriesAndTwice() {
    Queries queries = queries(TICKETS);
    assertThat(
            queries.rows(
                "SELECT id FROM tickets WHERE id IN (SELECT id FROM answered WHERE answer = 'B')"))
        .containsExactly(List.of(2));
    assertThat(
            queries.rows(
                "SELECT a.id, b.answer FROM answered a, answered b WHERE a.id = b.id AND a.id = 3"))
        .containsExactly(List.of(3, "C"));
    assertThat(
            queries.value(
                "SELECT (SELECT max(id) FROM answered u WHERE u.body = t.body) FROM tickets t"))
        .isEqualTo(4);
  }

  @Test
  void showsViewsExpandedInExplain() {
    Queries queries = queries(TICKETS);
    String plan = String.valueOf(queries.value("EXPLAIN PLAN FOR SELECT answer FROM answered"));
    assertThat(plan).contains("complete").doesNotContain("answered");
    assertThat(plan).contains("exactly 3 calls");
  }

  @Test
  void takesParametersBesideViews() {
    Queries queries = queries(TICKETS);
    assertThat(queries.rows("SELECT answer FROM answered WHERE id = ?", 2))
        .containsExactly(List.of("B"));
  }

  @Test
  void saysWhereAColumnComesFrom() {
    Queries queries = queries(TICKETS);
    assertThat(queries.prepare("SELECT id FROM answered").columns())
        .extracting(Column::catalog, Column::schema, Column::table, Column::name)
        .containsExactly(tuple("bricklane", "main", "answered", "id"));
  }

  @Test
  void looksNamesUpInTheViewsOwnSchemaFirst() {
    Queries queries =
        queries(
            TICKETS
                + """
                CREATE VIEW reports.tickets AS SELECT 7 AS id;
                CREATE VIEW reports.one AS SELECT id FROM tickets;
                CREATE VIEW reports.two AS SELECT count(*) AS n FROM models;
                CREATE VIEW three AS SELECT count(*) AS n FROM tickets;
                CREATE VIEW reports.home AS SELECT current_schema AS s;
                """);
    assertThat(queries.rows("SELECT * FROM reports.one")).containsExactly(List.of(7));
    assertThat(queries.rows("SELECT * FROM reports.two")).containsExactly(List.of(2L));
    assertThat(queries.rows("SELECT * FROM three")).containsExactly(List.of(4L));
    assertThat(queries.rows("SELECT * FROM reports.home")).containsExactly(List.of("reports"));
  }

  @Test
  void listsViewsWithTheirColumns() {
    Catalogue catalogue =
        queries(TICKETS + "CREATE VIEW reports.daily COMMENT 'Each day' AS SELECT 1 AS n;")
            .engine
            .catalogue();
    assertThat(catalogue.schemas())
        .containsExactly(
            new Catalogue.Schema("bricklane", "main"),
            new Catalogue.Schema("bricklane", "reports"));
    assertThat(catalogue.tables())
        .filteredOn(table -> table.type().equals("VIEW"))
        .extracting(Catalogue.Table::schema, Catalogue.Table::name, Catalogue.Table::remarks)
        .containsExactly(
            tuple("main", "answered", ""),
            tuple("main", "tickets", "What people ask"),
            tuple("reports", "daily", "Each day"));
    assertThat(table(catalogue, "tickets").columns())
        .extracting(Column::name, column -> column.type().name(), Column::remarks)
        .containsExactly(tuple("id", "INTEGER", "Its number"), tuple("body", "CHAR", null));
    assertThat(table(catalogue, "answered").columns())
        .extracting(Column::name, column -> column.type().name())
        .containsExactly(tuple("id", "INTEGER"), tuple("body", "CHAR"), tuple("answer", "VARCHAR"));
  }

  @Test
  void seesColumnsThatComeAndGoAtTheSource() throws Exception {
    Definitions views =
        DefinedQueries.read(
            folder,
            """
            CREATE VIEW a AS SELECT * FROM crm.t;
            CREATE VIEW b AS SELECT * FROM a;
            CREATE VIEW c AS SELECT id FROM b;
            """);
    try (AttachedTables source =
        new AttachedTables(
            views, "CREATE TABLE t (id INT, body VARCHAR)", "INSERT INTO t VALUES (1, 'x')")) {
      assertThat(source.queries.labels("SELECT * FROM b")).containsExactly("id", "body");
      source.run("ALTER TABLE t ADD COLUMN more INT DEFAULT 7");
      assertThat(source.queries.rows("SELECT more FROM b")).containsExactly(List.of(7));
      assertThat(source.queries.labels("SELECT * FROM a")).containsExactly("id", "body", "more");
      assertThat(table(source.queries.engine.catalogue(), "b").columns()).hasSize(3);
      source.run("ALTER TABLE t DROP COLUMN body");
      assertThatThrownBy(() -> source.queries.prepare("SELECT gone FROM b"))
          .hasMessageContaining("Column 'gone' not found");
      assertThat(table(source.queries.engine.catalogue(), "b").columns()).hasSize(2);
      assertThat(source.queries.rows("SELECT * FROM b")).containsExactly(List.of(1, 7));
      assertThat(source.queries.rows("SELECT * FROM c")).containsExactly(List.of(1));
    }
  }

  private static Catalogue.Table table(Catalogue catalogue, String name) {
    return catalogue.tables().stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void listsAViewThatCannotBeReadAndSaysWhyWhenItIs() {
    Queries queries =
        queries(
            TICKETS
                + "CREATE VIEW broken AS\n  SELECT colour FROM tickets;\nCREATE VIEW again AS SELECT * FROM broken");
    assertThat(table(queries.engine.catalogue(), "broken").columns()).isEmpty();
    assertThat(table(queries.engine.catalogue(), "again").columns()).isEmpty();
    assertThat(table(queries.engine.catalogue(), "tickets").columns()).hasSize(2);
    assertThatThrownBy(() -> queries.prepare("SELECT * FROM broken"))
        .isInstanceOf(BricklaneException.class)
        .hasMessage(
            "In view broken (defs.sql, line 6, column 10): Column 'colour' not found in any table")
        .extracting(e -> ((BricklaneException) e).code())
        .isEqualTo(ErrorCode.UNKNOWN_COLUMN);
    assertThatThrownBy(() -> queries.prepare("SELECT * FROM again"))
        .hasMessageStartingWith("In view broken (defs.sql, line 6, column 10): ");
    assertThat(queries.rows("SELECT name, problem FROM views ORDER BY name"))
        .satisfiesExactly(
            row -> assertThat(String.valueOf(row.get(1))).contains("colour"),
            row -> assertThat(row).containsExactly("answered", null),
            row -> assertThat(String.valueOf(row.get(1))).contains("colour"),
            row -> assertThat(row).containsExactly("tickets", null));
  }

  @Test
  void tellsTheDefinitionsOfViews() {
    Queries queries = queries("CREATE VIEW reports.one AS\n  SELECT 1 AS n;");
    assertThat(queries.rows("SELECT catalog, schema, name, definition, file FROM views"))
        .containsExactly(
            List.of(
                "bricklane",
                "reports",
                "one",
                "SELECT 1 AS n",
                folder.resolve("defs.sql").toString()));
  }

  @Test
  void refusesNamesThatDoNotFitTheColumns() {
    Queries queries =
        queries(
            """
            CREATE VIEW a (x) AS SELECT 1, 2;
            CREATE VIEW b AS SELECT complete('m', 'x'), complete('m', 'y');
            """);
    assertThatThrownBy(() -> queries.prepare("SELECT * FROM a"))
        .hasMessage(
            "In view a (defs.sql, line 1, column 16): the query has 2 columns, and 1 names are given");
    assertThatThrownBy(() -> queries.prepare("SELECT * FROM b"))
        .hasMessageContaining("two columns are named complete");
  }
}
