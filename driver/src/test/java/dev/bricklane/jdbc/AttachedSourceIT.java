package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** An attached database, as a tool sees it. */
class AttachedSourceIT {
  private static final String CRM = "jdbc:h2:mem:AttachedSourceIT;DATABASE_TO_LOWER=TRUE";

  private static List<String> column(ResultSet rows, String name) throws SQLException {
    List<String> values = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        values.add(rows.getString(name));
      }
    }
    return values;
  }

  @Test
  void isACatalogWithKeysAndAnswersModels() throws SQLException {
    Properties properties = new Properties();
    properties.put("attach.crm", CRM);
    properties.put("attach.crm.user", "sa");
    properties.put("attach.crm.password", "very-secret");
    properties.put("attach.down", "jdbc:h2:mem:nothing;IFEXISTS=TRUE");
    try (Connection owner = DriverManager.getConnection(CRM, "sa", "very-secret");
        Statement making = owner.createStatement();
        Connection connection = DriverManager.getConnection("jdbc:bricklane:embedded", properties);
        Statement statement = connection.createStatement()) {
      making.execute(
          "CREATE TABLE tickets (id INT, part INT, body VARCHAR, PRIMARY KEY (part, id))");
      making.execute("INSERT INTO tickets VALUES (1, 1, 'hello')");
      var metadata = connection.getMetaData();
      assertThat(column(metadata.getCatalogs(), "TABLE_CAT"))
          .containsExactly("bricklane", "crm", "down");
      assertThat(column(metadata.getTables("crm", null, "%", null), "TABLE_NAME"))
          .contains("tickets");
      assertThat(column(metadata.getColumns("crm", "public", "tickets", "%"), "COLUMN_NAME"))
          .containsExactly("id", "part", "body");
      assertThat(column(metadata.getPrimaryKeys("crm", "public", "tickets"), "KEY_SEQ"))
          .containsExactly("2", "1");
      assertThat(column(metadata.getTables("down", null, "%", null), "TABLE_NAME")).isEmpty();
      assertThat(
              column(
                  statement.executeQuery(
                      "SELECT complete('embedded-responder', body) AS a FROM crm.public.tickets"),
                  "a"))
          .hasSize(1);
      connection.setCatalog("crm");
      assertThat(connection.getSchema()).isEqualTo("public");
      assertThat(column(statement.executeQuery("SELECT body FROM tickets"), "body"))
          .containsExactly("hello");
      assertThat(
              column(
                  statement.executeQuery(
                      "SELECT setting FROM properties WHERE name LIKE 'attach.%'"),
                  "setting"))
          .contains(CRM, "sa", "***")
          .doesNotContain("very-secret");
      assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM down.t"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("HV00N"));
      assertThatThrownBy(() -> statement.executeQuery("DELETE FROM crm.public.tickets"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }
  }
}
