package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.Interceptor;
import dev.bricklane.embedded.Reply;
import dev.bricklane.embedded.ServedEndpoint;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a program gets of rows whose calls fail, over HTTP. */
class RowErrorsIT {
  private static final String CALL =
      "SELECT complete('databricks-claude-sonnet-4-5', x, on_error => 'null')";

  /** Refuses the prompts that hold the word bad. */
  private static final Interceptor CHOOSY =
      request ->
          request.path().endsWith("/chat/completions") && request.body().contains("bad")
              ? Optional.of(
                  Reply.json(400, "{\"error_code\":\"BAD_REQUEST\",\"message\":\"too bad\"}")
                      .withHeader("x-request-id", "req-77"))
              : Optional.empty();

  @Test
  void warnsOfEachRowThatHasNoAnswer() throws SQLException {
    try (EmbeddedWorkspace workspace = workspace();
        Connection connection = connect(workspace);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(CALL + " FROM (VALUES 'a', 'bad 1', 'c', 'bad 2') t(x)")) {
      List<Boolean> answered = new ArrayList<>();
      List<Boolean> warned = new ArrayList<>();
      while (rows.next()) {
        answered.add(rows.getString(1) != null);
        warned.add(rows.getWarnings() != null);
      }
      assertThat(answered).containsExactly(true, false, true, false);
      assertThat(warned).containsExactly(false, true, false, true);
      assertThat(chain(statement.getWarnings()))
          .hasSize(2)
          .allSatisfy(warning -> {
            assertThat(warning.getSQLState()).isEqualTo("22023");
            assertThat(warning.getErrorCode()).isEqualTo(2003);
            assertThat(warning.getMessage()).contains("too bad", "req-77");
            assertThat(((ModelCallWarning) warning).httpStatus()).isEqualTo(400);
            assertThat(((ModelCallWarning) warning).requestId()).isEqualTo("req-77");
          });
      assertThat(statement.unwrap(StatementProgress.class).rowsWithWarnings()).isEqualTo(2);
      statement.clearWarnings();
      assertThat(chain(statement.getWarnings())).isEmpty();
    }
  }

  @Test
  void listsTheFirstHundredAndCountsAll() throws SQLException {
    try (EmbeddedWorkspace workspace = workspace();
        Connection connection = connect(workspace);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                CALL.replace("x", "'bad'")
                    + " FROM (VALUES 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) a(i),"
                    + " (VALUES 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) b(i)")) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      assertThat(count).isEqualTo(120);
      assertThat(workspace.modelCalls()).isEqualTo(1);
      List<SQLWarning> warnings = chain(statement.getWarnings());
      assertThat(warnings).hasSize(101);
      assertThat(warnings.get(100).getMessage()).contains("120 rows have NULL for an answer");
      assertThat(warnings.get(100).getSQLState()).isEqualTo("01000");
    }
  }

  @Test
  void tellsListenersOfItsProgress() throws SQLException {
    try (EmbeddedWorkspace workspace = workspace();
        Connection connection = connect(workspace);
        Statement statement = connection.createStatement()) {
      List<Long> rows = new CopyOnWriteArrayList<>();
      StatementProgress progress = statement.unwrap(StatementProgress.class);
      progress.addProgressListener(now -> {
        rows.add(now.rows());
        throw new IllegalStateException("a listener's own mistake");
      });
      try (ResultSet result = statement.executeQuery(CALL + " FROM (VALUES 'a', 'b') t(x)")) {
        while (result.next()) {
          assertThat(result.getString(1)).isNotNull();
        }
      }
      assertThat(rows).isNotEmpty().last().isEqualTo(2L);
      assertThat(progress.callsInFlight()).isZero();
      assertThat(progress.cost()).hasValueSatisfying(cost -> assertThat(cost).isPositive());
    }
  }

  private static List<SQLWarning> chain(SQLWarning first) {
    List<SQLWarning> all = new ArrayList<>();
    for (SQLWarning each = first; each != null; each = each.getNextWarning()) {
      all.add(each);
    }
    return all;
  }

  private static EmbeddedWorkspace workspace() {
    return EmbeddedWorkspace.builder()
        .endpoint(
            new ServedEndpoint(
                "databricks-claude-sonnet-4-5", Task.CHAT, Family.CLAUDE, "Claude", true))
        .responder(CHOOSY)
        .start();
  }

  private static Connection connect(EmbeddedWorkspace workspace) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:bricklane://"
            + workspace.uri().getAuthority()
            + ";ssl=false;token="
            + workspace.token());
  }
}
