package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tables of an attached H2 database in queries. */
class AttachedQueryTest {
  private static AttachedTables crm;

  @BeforeAll
  static void makeTables() {
    crm =
        new AttachedTables(
            "CREATE TABLE tickets (id INT PRIMARY KEY, body VARCHAR(100), open BOOLEAN,"
                + " created TIMESTAMP, owner INT)",
            "INSERT INTO tickets SELECT x, 'ticket ' || x, MOD(x, 2) = 0,"
                + " DATEADD('HOUR', x, TIMESTAMP '2024-01-01 00:00:00'), MOD(x, 3)"
                + " FROM SYSTEM_RANGE(1, 100) AS r(x)",
            "CREATE TABLE owners (id INT PRIMARY KEY, name VARCHAR)",
            "INSERT INTO owners VALUES (0, 'Ann'), (1, 'Bob'), (2, NULL)");
  }

  @AfterAll
  static void drop() throws Exception {
    crm.close();
  }

  @Test
  void readsATableByItsFullName() {
    assertThat(
            crm.queries.rows("SELECT id, body FROM crm.public.tickets WHERE id <= 2 ORDER BY id"))
        .containsExactly(List.of(1, "ticket 1"), List.of(2, "ticket 2"));
  }

  @Test
  void sendsConditionOrderAndLimit() {
    String sql =
        "SELECT complete('m', body) FROM crm.tickets WHERE open ORDER BY created DESC LIMIT 20";
    assertThat(crm.sent(sql))
        .containsExactly(
            "SELECT \"body\", \"created\" FROM \"public\".\"tickets\" WHERE \"open\""
                + " ORDER BY \"created\" DESC FETCH NEXT 20 ROWS ONLY");
  }

  @Test
  void listsTheSource() {
    assertThat(crm.queries.engine.catalogue().catalogs()).containsExactly("bricklane", "crm");
    assertThat(crm.queries.engine.catalogue().tables("crm"))
        .extracting(Catalogue.Table::name)
        .contains("owners", "tickets");
  }
}
