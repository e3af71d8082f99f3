package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views and templates over an attached database. */
class AttachedViewsTest {
  private static final String[] TABLES = {
    "CREATE TABLE tickets (id INT PRIMARY KEY, body VARCHAR(100), open BOOLEAN)",
    "INSERT INTO tickets SELECT \"X\", 'ticket ' || \"X\", MOD(\"X\", 2) = 0 FROM SYSTEM_RANGE(1, 50)"
  };

  private static final String DEFINITIONS =
      """
      CREATE VIEW open_tickets AS SELECT * FROM crm.public.tickets WHERE open ORDER BY id DESC;
      CREATE VIEW answered AS SELECT id, complete('m', body) AS answer FROM open_tickets;
      CREATE VIEW coloured AS SELECT id, colour FROM crm.tickets;
      CREATE FUNCTION body_of(ticket INT) RETURNS STRING
        RETURN (SELECT body FROM crm.tickets WHERE id = ticket);
      """;

  @TempDir private Path folder;

  private AttachedTables tables() {
    return new AttachedTables(DefinedQueries.read(folder, DEFINITIONS), TABLES);
  }

  @Test
  void sendsConditionOrderAndLimitToTheSource() throws Exception {
    try (AttachedTables crm = tables()) {
      assertThat(crm.queries.rows("SELECT id, answer FROM answered LIMIT 2"))
          .containsExactly(List.of(50, "TICKET 50"), List.of(48, "TICKET 48"));
      assertThat(crm.queries.gateway.chats).hasSize(2);
      assertThat(crm.sent("SELECT answer FROM answered LIMIT 2"))
          .singleElement()
          .asString()
          .contains("WHERE \"open\"", "ORDER BY \"id\" DESC", "FETCH NEXT 2 ROWS ONLY");
      assertThat(crm.sent("SELECT count(*) FROM answered"))
          .singleElement()
          .asString()
          .contains("COUNT(*)")
          .doesNotContain("ORDER BY");
      assertThat(crm.queries.value("SELECT body_of(7)")).isEqualTo("ticket 7");
    }
  }

  @Test
  void seesAColumnThatIsAddedLater() throws Exception {
    try (AttachedTables crm = tables()) {
      assertThat(crm.queries.labels("SELECT * FROM open_tickets")).hasSize(3);
      assertThatThrownBy(() -> crm.queries.prepare("SELECT * FROM coloured"))
          .hasMessageStartingWith("In view coloured (defs.sql, line 3, column 36): ");
      assertThat(columns(crm)).isEmpty();
      crm.run("ALTER TABLE tickets ADD COLUMN colour VARCHAR(10)");
      assertThat(crm.queries.labels("SELECT * FROM coloured")).containsExactly("id", "colour");
      assertThat(columns(crm)).hasSize(2);
      assertThat(crm.queries.labels("SELECT * FROM open_tickets")).hasSize(4);
    }
  }

  private static List<Column> columns(AttachedTables crm) {
    return crm.queries.engine.catalogue().tables("bricklane").stream()
        .filter(table -> table.name().equals("coloured"))
        .findFirst()
        .orElseThrow()
        .columns();
  }

  @Test
  void harmsNoOtherWhereTheSourceIsAway() throws Exception {
    AttachedTables crm = tables();
    crm.run("SHUTDOWN");
    Catalogue catalogue = crm.queries.engine.catalogue();
    assertThat(catalogue.tables("bricklane"))
        .extracting(Catalogue.Table::name)
        .contains("open_tickets", "models");
    assertThat(columns(crm)).isEmpty();
    assertThatThrownBy(() -> crm.queries.rows("SELECT * FROM open_tickets"))
        .hasMessageStartingWith("In view open_tickets (defs.sql, line 1, column ");
    assertThat(crm.queries.rows("SELECT 1")).hasSize(1);
  }
}
