package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views and prompt templates of files, as tools see them. */
class DefinitionsIT {
  private static final String URL = "jdbc:bricklane:embedded";
  private static final String DEFINITIONS =
      """
      CREATE VIEW tickets (id COMMENT 'Its number', body) COMMENT 'What people ask' AS
        SELECT * FROM (VALUES (1, 'one'), (2, 'two'), (3, 'three')) AS t (x, y);
      CREATE VIEW reports.answers AS SELECT id, greet(body) AS answer FROM tickets;
      CREATE VIEW reports.broken AS SELECT * FROM no_such_table;
      CREATE FUNCTION greet(who STRING COMMENT 'Whom', word STRING DEFAULT 'Hello') RETURNS STRING
        COMMENT 'Says hello' RETURN complete('embedded-responder', word || ' ' || who);
      CREATE FUNCTION greetings(who STRING) RETURNS TABLE (line STRING COMMENT 'Each') COMMENT 'Two'
        RETURN VALUES ('Hello ' || who), ('Bye ' || who);
      """;

  @TempDir private Path folder;

  private Connection connect(String definitions) throws SQLException, IOException {
    Properties properties = new Properties();
    properties.setProperty(
        "init", Files.writeString(folder.resolve("d.sql"), definitions).toString());
    return DriverManager.getConnection(URL, properties);
  }

  @Test
  void answersThroughViewsAndTemplates() throws Exception {
    try (Connection connection = connect(DEFINITIONS)) {
      assertThat(rows(connection, "SELECT answer FROM reports.answers WHERE id = 2"))
          .singleElement()
          .asString()
          .contains("Hello two");
      assertThat(rows(connection, "SELECT line FROM greetings('you')"))
          .containsExactly("[Hello you]", "[Bye you]");
      assertThat(rows(connection, "SELECT count(*) FROM calls")).containsExactly("[1]");
      connection.setSchema("reports");
      assertThat(rows(connection, "SELECT count(answer) FROM answers")).containsExactly("[3]");
    }
  }

  @Test
  void preparesACallOfATemplate() throws Exception {
    try (Connection connection = connect(DEFINITIONS);
        PreparedStatement statement = connection.prepareStatement("SELECT greet(?, word => ?)")) {
      ParameterMetaData parameters = statement.getParameterMetaData();
      assertThat(parameters.getParameterCount()).isEqualTo(2);
      assertThat(parameters.getParameterTypeName(1)).isEqualTo("VARCHAR");
      statement.setString(1, "there");
      statement.setString(2, "Good day");
      try (ResultSet result = statement.executeQuery()) {
        assertThat(result.getMetaData().getColumnLabel(1)).isEqualTo("greet");
        assertThat(result.next()).isTrue();
        assertThat(result.getString(1)).contains("Good day there");
      }
    }
  }

  @Test
  void showsThemInMetadataWithoutACall() throws Exception {
    try (Connection connection = connect(DEFINITIONS)) {
      DatabaseMetaData metadata = connection.getMetaData();
      assertThat(texts(metadata.getSchemas(), "TABLE_SCHEM")).containsExactly("main", "reports");
      ResultSet views = metadata.getTables(null, null, "%", new String[] {"VIEW"});
      assertThat(texts(views, "TABLE_SCHEM", "TABLE_NAME", "REMARKS"))
          .containsExactly("main tickets What people ask", "reports answers ", "reports broken ");
      ResultSet columns = metadata.getColumns(null, null, "%", "%");
      assertThat(texts(columns, "TABLE_NAME", "COLUMN_NAME", "TYPE_NAME", "REMARKS"))
          .contains(
              "tickets id INTEGER Its number",
              "tickets body VARCHAR null",
              "answers id INTEGER null",
              "answers answer VARCHAR null")
          .noneMatch(row -> row.startsWith("broken"));
      assertThat(
              texts(
                  metadata.getFunctions(null, null, "greet%"),
                  "FUNCTION_NAME",
                  "REMARKS",
                  "FUNCTION_TYPE"))
          .containsExactly(
              "greet Says hello " + DatabaseMetaData.functionNoTable,
              "greetings Two " + DatabaseMetaData.functionReturnsTable);
      assertThat(
              texts(
                  metadata.getFunctionColumns(null, null, "greet%", "%"),
                  "FUNCTION_NAME",
                  "COLUMN_NAME",
                  "TYPE_NAME",
                  "REMARKS"))
          .containsExactly(
              "greet result VARCHAR null",
              "greet who VARCHAR Whom",
              "greet word VARCHAR Optional",
              "greetings who VARCHAR ",
              "greetings line VARCHAR Each");
      assertThat(rows(connection, "SELECT count(*) FROM calls")).containsExactly("[0]");
    }
  }

  @Test
  void refusesAViewThatCannotBeReadAndServesTheOthers() throws Exception {
    try (Connection connection = connect(DEFINITIONS)) {
      assertThatThrownBy(() -> rows(connection, "SELECT * FROM reports.broken"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("In view reports.broken (d.sql, line 4, column 45): ")
          .hasMessageContaining("no_such_table")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42P01");
      assertThat(rows(connection, "SELECT id FROM tickets LIMIT 1")).containsExactly("[1]");
    }
  }

  @Test
  void refusesToConnectWithMistakesAndSaysAllOfThem() {
    assertThatThrownBy(() -> connect("CREATE VIEW a AS SELECT 1 +;\nCREATE VIEWS;\nDROP VIEW b"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("The definitions have 3 mistakes:")
        .hasMessageContaining("init: d.sql, line 1, column 27: ")
        .hasMessageContaining("init: d.sql, line 2, column 8: ")
        .hasMessageContaining("init: d.sql, line 3, column 1: ")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("22023");
  }

  /** A stranger's URL could have an error tell words of any file. */
  @Test
  void takesNoFilesFromAUrl() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.sql"), "canary-token");
    for (String property : List.of("init=" + secret, "views=" + folder)) {
      assertThatThrownBy(() -> DriverManager.getConnection(URL + ";" + property))
          .isInstanceOf(SQLException.class)
          .hasMessageNotContaining("canary");
    }
  }

  @Test
  void refusesDefinitionsOverTheConnectionAndSaysWhereTheyGo() throws Exception {
    try (Connection connection = connect(DEFINITIONS)) {
      for (String sql :
          List.of(
              "CREATE VIEW v AS SELECT 1", "CREATE OR REPLACE FUNCTION f() RETURNS INT RETURN 1")) {
        assertThatThrownBy(() -> rows(connection, sql))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("the properties init and views name")
            .extracting(e -> ((SQLException) e).getSQLState())
            .isEqualTo("25006");
      }
    }
  }

  @Test
  void readsFilesAnewForEachConnection() throws Exception {
    try (Connection first = connect("CREATE VIEW v AS SELECT 1 AS n");
        Connection second = connect("CREATE VIEW v AS SELECT 2 AS n")) {
      assertThat(rows(first, "SELECT * FROM v")).containsExactly("[1]");
      assertThat(rows(second, "SELECT * FROM v")).containsExactly("[2]");
    }
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row.toString());
      }
      return rows;
    }
  }

  private static List<String> texts(ResultSet result, String... columns) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (result) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (String column : columns) {
          row.add(result.getString(column));
        }
        texts.add(String.join(" ", row));
      }
    }
    return texts;
  }
}
