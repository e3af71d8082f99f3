package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to an attached H2 database, and what is asked of models above. */
class AttachedQueryTest {
  private static AttachedTables crm;

  @BeforeAll
  static void makeTables() {
    crm =
        new AttachedTables(
            "CREATE TABLE tickets (id INT PRIMARY KEY, body VARCHAR(100), open BOOLEAN,"
                + " created TIMESTAMP, owner INT, price DECIMAL(10, 2), score DOUBLE PRECISION)",
            "INSERT INTO tickets SELECT x, 'ticket ' || x, MOD(x, 2) = 0,"
                + " DATEADD('HOUR', x, TIMESTAMP '2024-01-01 00:00:00'), MOD(x, 3), x * 1.25, x / 7e0"
                + " FROM SYSTEM_RANGE(1, 100) AS r(x)",
            "CREATE TABLE seen (id INT, made TIMESTAMP WITH TIME ZONE)",
            "INSERT INTO seen VALUES (1, LOCALTIMESTAMP), (2, TIMESTAMP '2024-07-01 10:00:00')",
            "CREATE TABLE owners (id INT PRIMARY KEY, name VARCHAR)",
            "INSERT INTO owners VALUES (0, 'Ann'), (1, 'Bob'), (2, NULL)",
            "CREATE SCHEMA archive",
            "CREATE TABLE archive.old (id INT, \"Odd name.\" VARCHAR)",
            "INSERT INTO archive.old VALUES (1, 'x')",
            "CREATE VIEW open_tickets AS SELECT id FROM tickets WHERE open");
  }

  @AfterAll
  static void drop() throws Exception {
    crm.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crm.public.tickets",
        "CRM.PUBLIC.TICKETS",
        "crm.tickets",
        "\"crm\".\"public\".\"tickets\""
      })
  void findsATableByItsNames(String name) {
    assertThat(crm.queries.rows("SELECT id, body FROM " + name + " WHERE id <= 2 ORDER BY id"))
        .containsExactly(List.of(1, "ticket 1"), List.of(2, "ticket 2"));
  }

  @Test
  void findsOddNames() {
    assertThat(crm.queries.rows("SELECT \"Odd name.\" FROM crm.archive.old"))
        .containsExactly(List.of("x"));
  }

  @Test
  void findsATableOfTheCurrentCatalogAndTheDriversOwnBeside() {
    assertThat(
            crm.queries
                .engine
                .prepare("SELECT t.id FROM old AS t CROSS JOIN properties AS p", "crm", "archive")
                .columns())
        .hasSize(1);
  }

  @Test
  void sendsConditionOrderAndLimitBelowACall() {
    String sql =
        "SELECT complete('m', body) FROM crm.tickets WHERE open ORDER BY created DESC LIMIT 20";
    assertThat(crm.sent(sql))
        .containsExactly(
            "SELECT \"body\", \"created\" FROM \"public\".\"tickets\" WHERE \"open\""
                + " ORDER BY \"created\" DESC FETCH NEXT 20 ROWS ONLY");
    assertThat(crm.calls(sql)).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT DISTINCT owner FROM crm.tickets"
            + "| SELECT \"owner\" FROM \"public\".\"tickets\" GROUP BY \"owner\"",
        "SELECT count(*) FROM crm.tickets WHERE body LIKE 'ticket 1%'"
            + "| SELECT COUNT(*) FROM \"public\".\"tickets\" WHERE \"body\" LIKE 'ticket 1%'",
        "SELECT sum(price), count(DISTINCT owner), max(id) FROM crm.tickets WHERE id > 3"
            + "| SELECT SUM(\"price\"), COUNT(DISTINCT \"owner\"), MAX(\"id\") FROM"
            + " \"public\".\"tickets\" WHERE \"id\" > 3",
        "SELECT body FROM crm.tickets WHERE owner IN (SELECT id FROM crm.owners WHERE name = 'Bob')"
            + "| SELECT \"t\".\"body\" FROM (SELECT \"body\", \"owner\" FROM \"public\".\"tickets\")"
            + " AS \"t\" INNER JOIN (SELECT \"id\" FROM \"public\".\"owners\" WHERE \"name\" ="
            + " 'Bob') AS \"t1\" ON \"t\".\"owner\" = \"t1\".\"id\"",
        "SELECT id FROM crm.tickets WHERE id IN (1, 2, 3) AND body <> 'x'"
            + "| SELECT \"id\" FROM \"public\".\"tickets\" WHERE \"id\" IN (1, 2, 3) AND \"body\" <>"
            + " 'x'",
        "SELECT id + 1 FROM crm.tickets ORDER BY id OFFSET 2 ROWS FETCH NEXT 3 ROWS ONLY"
            + "| SELECT \"id\" + 1 AS \"x0\", \"id\" FROM \"public\".\"tickets\" ORDER BY \"id\""
            + " OFFSET 2 ROWS FETCH NEXT 3 ROWS ONLY",
        "SELECT id FROM crm.tickets UNION SELECT id FROM crm.owners"
            + "| SELECT \"id\" FROM (SELECT \"id\" FROM \"public\".\"tickets\" UNION SELECT \"id\""
            + " FROM \"public\".\"owners\") AS \"t1\"",
        "SELECT date_trunc('month', created), count(*) FROM crm.tickets GROUP BY 1"
            + "| SELECT DATE_TRUNC('MONTH', \"created\") AS \"x0\", COUNT(*) FROM"
            + " \"public\".\"tickets\" GROUP BY DATE_TRUNC('MONTH', \"created\")",
        "SELECT id FROM crm.tickets WHERE year(created) = 2024"
            + "| SELECT \"id\" FROM \"public\".\"tickets\" WHERE CAST(EXTRACT(YEAR FROM"
            + " \"created\") AS BIGINT) = 2024",
        "SELECT id FROM crm.open_tickets LIMIT 2"
            + "| SELECT \"id\" FROM \"public\".\"open_tickets\" FETCH NEXT 2 ROWS ONLY"
      })
  void sendsWhatTheSourceWorksOut(String sql, String sent) {
    assertThat(crm.sent(sql)).containsExactly(sent);
  }

  /** What may mean another thing elsewhere stays here, and the source gives its columns alone. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT id FROM crm.tickets WHERE id / 2 = 1"
            + "| SELECT \"id\" FROM \"public\".\"tickets\"",
        "SELECT upper(body) FROM crm.tickets WHERE lower(body) = 'ticket 7'"
            + "| SELECT \"body\" FROM \"public\".\"tickets\"",
        "SELECT date_trunc('week', created), count(*) FROM crm.tickets GROUP BY 1"
            + "| SELECT \"created\" FROM \"public\".\"tickets\"",
        "SELECT id FROM crm.tickets WHERE open AND char_length(body) = 9"
            + "| SELECT \"id\", \"body\", \"open\" FROM \"public\".\"tickets\" WHERE \"open\""
      })
  void computesHereWhatMayMeanAnotherThingThere(String sql, String sent) {
    assertThat(crm.sent(sql)).containsExactly(sent);
  }

  @Test
  void sendsATextOfAnotherAlphabetBesideTheStatement() {
    String sql = "SELECT name FROM crm.owners WHERE name IN ('Müller', 'Ann')";
    assertThat(crm.sent(sql))
        .containsExactly(
            "SELECT \"name\" FROM \"public\".\"owners\" WHERE \"name\" = 'Ann' OR \"name\" = ?");
    assertThat(crm.queries.rows(sql)).containsExactly(List.of("Ann"));
  }

  @Test
  void sendsParameters() {
    String sql = "SELECT id FROM crm.tickets WHERE id < ? AND body <> ? ORDER BY id LIMIT ?";
    assertThat(crm.sent(sql, 3, "ticket 1", 5))
        .containsExactly(
            "SELECT \"id\" FROM \"public\".\"tickets\" WHERE \"id\" < ? AND \"body\" <> ?"
                + " ORDER BY \"id\" FETCH NEXT ? ROWS ONLY");
    assertThat(crm.queries.rows(sql, 3, "ticket 1", 5)).containsExactly(List.of(2));
  }

  /** Worked out here: the source's clock and time zone have no say. */
  @Test
  void sendsWhatIsTheSameForAllRowsAsAValue() {
    String sql =
        "SELECT id FROM crm.tickets WHERE created < CURRENT_TIMESTAMP - INTERVAL '7' DAY"
            + " AND id < 1 + CAST(? AS INTEGER)";
    assertThat(crm.sent(sql, 2))
        .containsExactly(
            "SELECT \"id\" FROM \"public\".\"tickets\" WHERE \"created\" < ? AND \"id\" < ?");
    assertThat(crm.queries.rows(sql, 2)).containsExactlyInAnyOrder(List.of(1), List.of(2));
  }

  /** A TIMESTAMP is taken for a moment by the session's time zone, whatever it is. */
  @Test
  void comparesMomentsWithTimestampsAndDates() {
    String week = "SELECT id FROM crm.seen WHERE made > CURRENT_TIMESTAMP - INTERVAL '7' DAY";
    assertThat(crm.sent(week))
        .containsExactly("SELECT \"id\" FROM \"public\".\"seen\" WHERE \"made\" > ?");
    assertThat(crm.queries.rows(week)).containsExactly(List.of(1));
    assertThat(
            crm.queries.rows(
                "SELECT id FROM crm.seen WHERE made = TIMESTAMP '2024-07-01 10:00:00'"
                    + " AND made BETWEEN DATE '2024-07-01' AND TIMESTAMP '2024-07-01 10:00:00'"))
        .containsExactly(List.of(2));
  }

  @Test
  void asksForListedKeysAlone() {
    String sql =
        "SELECT v.x FROM crm.tickets t JOIN (VALUES (1, 'a'), (200, 'b')) AS v(id, x)"
            + " ON v.id = t.id";
    assertThat(crm.sent(sql))
        .containsExactly("SELECT \"id\" FROM \"public\".\"tickets\" WHERE \"id\" IN (1, 200)");
    assertThat(crm.queries.rows(sql)).containsExactly(List.of("a"));
  }

  @Test
  void neverSendsACall() {
    for (String sql :
        List.of(
            "SELECT complete('m', body) FROM crm.tickets WHERE complete('m', body) = 'TICKET 7'",
            "SELECT complete('m', o.name), count(*) FROM crm.tickets t"
                + " JOIN crm.owners o ON t.owner = o.id GROUP BY complete('m', o.name)",
            "SELECT max(complete('m', body)) FROM crm.tickets ORDER BY 1",
            "SELECT c.content FROM crm.tickets AS t, LATERAL complete('m', t.body) AS c",
            "SELECT id FROM crm.tickets t WHERE body IN"
                + " (SELECT complete('m', name) FROM crm.owners)")) {
      assertThat(crm.sent(sql)).isNotEmpty().noneMatch(sent -> sent.contains("omplete"));
    }
  }

  @Test
  void joinsInTheSourceAndCallsForEachDistinctPrompt() {
    assertThat(
            crm.calls(
                "SELECT complete('m', o.name), count(*) FROM crm.tickets t"
                    + " JOIN crm.owners o ON t.owner = o.id GROUP BY complete('m', o.name)"))
        .isEqualTo(2);
  }

  /** In the order that the source sorts in, as far as is needed. */
  @Test
  void looksAheadNoFurtherThanALimitAboveAConditionOnCalls() {
    String sql =
        "SELECT complete('m', body) FROM crm.tickets WHERE complete('m', body) LIKE '%8'"
            + " ORDER BY id DESC LIMIT 1";
    assertThat(crm.sent(sql))
        .containsExactly(
            "SELECT \"id\", \"body\" FROM \"public\".\"tickets\" ORDER BY \"id\" DESC");
    assertThat(crm.calls(sql)).isLessThan(10);
  }

  @Test
  void joinsTwoSources() throws Exception {
    try (AttachedTables two =
        new AttachedTables(
            "CREATE TABLE prices (ticket INT, amount INT)", "INSERT INTO prices VALUES (2, 9)")) {
      Queries both =
          new Queries(
              "",
              List.of(
                  AttachedTables.source("crm", crm.url), AttachedTables.source("erp", two.url)));
      assertThat(
              both.rows(
                  "SELECT t.body, p.amount FROM crm.tickets t JOIN erp.prices p ON p.ticket = t.id"))
          .containsExactly(List.of("ticket 2", 9));
    }
  }

  @Test
  void seesATableThatWasMadeAfterTheFirstLook() {
    crm.queries.rows("SELECT id FROM crm.owners");
    crm.run("CREATE TABLE later (id INT)", "INSERT INTO later VALUES (5)");
    assertThat(crm.queries.rows("SELECT id FROM crm.later")).containsExactly(List.of(5));
  }

  @Test
  void listsTheSourceAsACatalog() {
    Catalogue catalogue = crm.queries.engine.catalogue();
    assertThat(catalogue.catalogs()).containsExactly("bricklane", "crm");
    assertThat(catalogue.schemas("crm"))
        .extracting(Catalogue.Schema::name)
        .containsExactly("archive", "public");
    assertThat(catalogue.defaultSchema("crm")).isEqualTo("public");
    Catalogue.Table owners =
        catalogue.tables("crm").stream()
            .filter(table -> table.name().equals("owners"))
            .findFirst()
            .orElseThrow();
    assertThat(owners.key())
        .extracting(Catalogue.KeyColumn::column, Catalogue.KeyColumn::sequence)
        .containsExactly(tuple("id", 1));
    assertThat(owners.columns())
        .extracting(Column::name, column -> column.type().name(), Column::nullable)
        .containsExactly(tuple("id", "INTEGER", false), tuple("name", "VARCHAR", true));
  }
}
