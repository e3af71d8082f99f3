package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.ServedEndpoint;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers in files, from the JDBC URL to the workspace, where calls are counted. */
class KeptAnswersIT {
  private static final String EMBEDDED = "jdbc:bricklane:embedded";
  private static final String CLAUDE = "databricks-claude-sonnet-4-5";
  private static final String GTE = "databricks-gte-large-en";
  private static final String ASK =
      "SELECT complete('" + CLAUDE + "', 'Hello ' || x) FROM (VALUES 'a', 'b', 'a') AS t(x)";
  private static final String EMBED =
      "SELECT embed('" + GTE + "', x) FROM (VALUES 'one', 'two', 'three') AS t(x)";
  private static final String EMBED_IN_ANOTHER_ORDER =
      "SELECT embed('" + GTE + "', x) FROM (VALUES 'three', 'one') AS t(x)";

  @TempDir Path folder;

  @Test
  void aCacheFileServesAConnectionAfterTheLastIsClosed() throws SQLException {
    String cache = "cache=" + folder.resolve("answers.mv");
    try (EmbeddedWorkspace workspace = start()) {
      List<String> asked;
      List<String> embedded;
      try (Connection connection = connect(workspace, cache)) {
        asked = strings(connection, ASK);
        embedded = strings(connection, EMBED);
      }
      long calls = workspace.modelCalls();
      assertThat(calls).isEqualTo(3);
      try (Connection connection = connect(workspace, cache)) {
        assertThat(strings(connection, ASK)).isEqualTo(asked);
        assertThat(strings(connection, EMBED_IN_ANOTHER_ORDER))
            .containsExactly(embedded.get(2), embedded.get(0));
        assertThat(workspace.modelCalls()).isEqualTo(calls);
        assertThat(strings(connection, "SELECT DISTINCT cached FROM calls"))
            .containsExactly("true");
        assertThat(strings(connection, "SELECT DISTINCT attempts FROM calls")).containsExactly("0");
        assertThat(
                strings(
                    connection,
                    "SELECT model || ' ' || CAST(calls AS VARCHAR) || ' ' || CAST(saved AS VARCHAR)"
                        + " FROM \"usage\" ORDER BY statement_id"))
            .containsExactly(CLAUDE + " 0 3", GTE + " 0 2");
        assertThat((Object) connection.getWarnings()).isNull();
      }
    }
  }

  @Test
  void aCacheFileServesTheEmbeddedWorkspaceThoughItsPortAndTokenChange() throws SQLException {
    String url = EMBEDDED + ";cache=" + folder.resolve("answers.mv");
    String query = "SELECT complete('embedded-responder', 'Hello')";
    List<String> first;
    try (Connection connection = DriverManager.getConnection(url)) {
      first = strings(connection, query);
    }
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(strings(connection, query)).isEqualTo(first);
      assertThat(strings(connection, "SELECT cached FROM calls")).containsExactly("true");
    }
  }

  @Test
  void aCacheFileHoldsNeitherSecretNorPrompt() throws Exception {
    Path file = folder.resolve("answers.mv");
    try (EmbeddedWorkspace workspace = start()) {
      try (Connection connection = connect(workspace, "cache=" + file)) {
        strings(connection, "SELECT embed('" + GTE + "', 'a prompt of nobody else')");
      }
      assertThat(text(file)).doesNotContain(workspace.token()).doesNotContain("nobody else");
    }
  }

  @Test
  void saysAtOnceThatTheCacheFileCannotBeUsed() {
    Path file = folder.resolve("none/answers.mv");
    SQLException e =
        catchThrowableOfType(
            SQLException.class, () -> DriverManager.getConnection(EMBEDDED + ";cache=" + file));
    assertThat(e.getSQLState()).isEqualTo("58030");
    assertThat(e.getErrorCode()).isEqualTo(6001);
    assertThat(e.getMessage()).contains(file.toString(), "its folder does not exist");
  }

  @Test
  void replaysWithoutAWorkspaceWhatWasRecorded() throws SQLException {
    Path file = folder.resolve("calls.jsonl");
    List<String> asked;
    List<String> embedded;
    List<String> models;
    List<String> tokens;
    String rows = "SELECT total_tokens FROM complete('" + CLAUDE + "', 'Hello a')";
    String url;
    try (EmbeddedWorkspace workspace = start()) {
      url = url(workspace);
      // A cache would hide calls from the recording.
      try (Connection connection = connect(workspace, "recording=record:" + file, "cache=memory")) {
        asked = strings(connection, ASK);
        embedded = strings(connection, EMBED);
        models = strings(connection, "SELECT name FROM models");
        tokens = strings(connection, rows);
      }
      assertThat(workspace.modelCalls()).isEqualTo(4);
    }
    for (String target : List.of(url, EMBEDDED, "jdbc:bricklane://")) {
      String limited = ";maxCallsPerStatement=0;maxCostPerConnection=0";
      try (Connection connection =
          DriverManager.getConnection(target + ";recording=replay:" + file + limited)) {
        assertThat(connection.isValid(1)).isTrue();
        assertThat(connection.getMetaData().getURL()).startsWith("jdbc:bricklane:");
        assertThat(strings(connection, ASK)).isEqualTo(asked);
        assertThat(strings(connection, EMBED_IN_ANOTHER_ORDER))
            .containsExactly(embedded.get(2), embedded.get(0));
        assertThat(strings(connection, "SELECT name FROM models")).isEqualTo(models);
        assertThat(strings(connection, rows)).isEqualTo(tokens);
        assertThat(strings(connection, "SELECT DISTINCT cached FROM calls"))
            .containsExactly("true");
        assertThat(strings(connection, "SELECT sum(cost) FROM \"usage\""))
            .singleElement()
            .satisfies(cost -> assertThat(Double.parseDouble(cost)).isZero());
        SQLException e =
            catchThrowableOfType(
                SQLException.class,
                () -> strings(connection, "SELECT complete('" + CLAUDE + "', 'Hello c')"));
        assertThat(e.getSQLState()).isEqualTo("58Z01");
        assertThat(e.getMessage()).contains(CLAUDE, file.toString(), "recording=record:");
      }
    }
  }

  @Test
  void replaysTheErrorOfAModelThatIsNotThere() throws SQLException {
    Path file = folder.resolve("calls.jsonl");
    String query = "SELECT complete('no-such-model', 'Hello')";
    SQLException recorded;
    try (Connection connection =
        DriverManager.getConnection(EMBEDDED + ";recording=record:" + file)) {
      recorded = catchThrowableOfType(SQLException.class, () -> strings(connection, query));
    }
    try (Connection connection =
        DriverManager.getConnection(EMBEDDED + ";recording=replay:" + file)) {
      SQLException replayed =
          catchThrowableOfType(SQLException.class, () -> strings(connection, query));
      assertThat(replayed.getSQLState()).isEqualTo("42704").isEqualTo(recorded.getSQLState());
      assertThat(replayed.getMessage()).isEqualTo(recorded.getMessage());
    }
  }

  @Test
  void aRecordingHoldsNoToken() throws Exception {
    Path file = folder.resolve("calls.jsonl");
    try (EmbeddedWorkspace workspace = start()) {
      String query =
          "SELECT complete('" + CLAUDE + "', 'My token is " + workspace.token() + " indeed')";
      try (Connection connection = connect(workspace, "recording=record:" + file)) {
        strings(connection, query);
        strings(connection, "SELECT name FROM models");
        assertThat(text(file)).contains("My token is").doesNotContain(workspace.token());
      }
      String replay = "jdbc:bricklane://;recording=replay:" + file;
      try (Connection connection =
          DriverManager.getConnection(replay + ";token=" + workspace.token())) {
        assertThat(strings(connection, query)).hasSize(1);
      }
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static EmbeddedWorkspace start() {
    return EmbeddedWorkspace.builder()
        .endpoint(new ServedEndpoint(CLAUDE, Task.CHAT, Family.CLAUDE, "Claude", true))
        .endpoint(new ServedEndpoint(GTE, Task.EMBEDDINGS, Family.OPEN, "GTE", true))
        .start();
  }

  private static Connection connect(EmbeddedWorkspace workspace, String... properties)
      throws SQLException {
    return DriverManager.getConnection(
        url(workspace) + ";token=" + workspace.token() + ";" + String.join(";", properties));
  }

  private static String url(EmbeddedWorkspace workspace) {
    return "jdbc:bricklane://" + workspace.uri().getAuthority() + ";ssl=false";
  }

  private static List<String> strings(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> strings = new ArrayList<>();
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
      return strings;
    }
  }
}
