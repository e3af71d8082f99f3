package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of files through JDBC, with the models of the embedded workspace. */
class AttachedFolderIT {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("january.csv"),
        "id,day,body\n1,2024-01-01,one\n2,2024-01-02,two\n3,,three\n4,2024-01-04,four\n");
    Files.writeString(
        folder.resolve("people.jsonl"), "{\"id\": 1, \"tags\": [\"a\", \"b\"]}\n{\"id\": 2}\n");
  }

  private Connection connect(String... settings) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("files", folder.toString());
    properties.setProperty("attach.tickets", "file:" + folder);
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    return DriverManager.getConnection("jdbc:bricklane:embedded", properties);
  }

  private static List<String> strings(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  @Test
  void makesAsManyCallsAsALimitHasRows() throws SQLException {
    try (Connection connection = connect()) {
      assertThat(
              strings(
                  connection,
                  "SELECT complete('embedded-responder', body) FROM tickets.main.january LIMIT 3"))
          .hasSize(3);
      assertThat(strings(connection, "SELECT count(*) FROM calls")).containsExactly("3");
    }
  }

  @Test
  void givesValuesOfTheTypesFoundOut() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT a.id, a.\"day\", b.tags FROM tickets.main.january a JOIN tickets.people b ON a.id"
                    + " = b.id ORDER BY a.id")) {
      ResultSetMetaData columns = rows.getMetaData();
      assertThat(columns.getColumnType(1)).isEqualTo(Types.BIGINT);
      assertThat(columns.getColumnType(2)).isEqualTo(Types.DATE);
      assertThat(columns.getColumnTypeName(3)).isEqualTo("VARCHAR ARRAY");
      assertThat(columns.getCatalogName(1)).isEqualTo("tickets");
      // Named without its schema.
      assertThat(columns.getCatalogName(3)).isEqualTo("tickets");
      assertThat(columns.getSchemaName(3)).isEqualTo("main");
      assertThat(columns.getTableName(3)).isEqualTo("people");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getObject(2, LocalDate.class)).isEqualTo("2024-01-01");
      assertThat((Object[]) rows.getArray(3).getArray()).containsExactly("a", "b");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getArray(3)).isNull();
    }
  }

  @Test
  void isSeenInTheMetadata() throws SQLException {
    try (Connection connection = connect()) {
      List<String> columns = new ArrayList<>();
      try (ResultSet each =
          connection.getMetaData().getColumns("tickets", "main", "january", "%")) {
        while (each.next()) {
          columns.add(each.getString("COLUMN_NAME") + " " + each.getString("TYPE_NAME"));
        }
      }
      assertThat(columns).containsExactly("id BIGINT", "day DATE", "body VARCHAR");
    }
  }

  @Test
  void takesOptionsAsPropertiesOfTheSource() throws SQLException {
    try (Connection connection =
        connect(
            "attach.tickets.property.sampleRows", "0", "ATTACH.Tickets.Property.Header", "false")) {
      assertThat(strings(connection, "SELECT column1 FROM tickets.january"))
          .containsExactly("id", "1", "2", "3", "4");
    }
  }

  @Test
  void refusesAWrongOptionAtConnect() {
    assertThatThrownBy(() -> connect("attach.tickets.property.header", "perhaps"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("attach.tickets.property.header must be true or false");
    assertThatThrownBy(() -> connect("attach.tickets.user", "ann"))
        .hasMessageContaining("has no user, password, driver or schema");
  }
}
