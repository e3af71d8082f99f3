package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.Interceptor;
import dev.bricklane.embedded.ReceivedRequest;
import dev.bricklane.embedded.Reply;
import dev.bricklane.embedded.ServedEndpoint;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole way of a statement: JDBC, plan, pool, sign-in, HTTP, workspace; calls are counted at
 * the workspace.
 */
class WorkspaceIT {
  private static final String CLAUDE = "databricks-claude-sonnet-4-5";

  @Test
  void answersOnTheServingSurface() throws SQLException {
    try (EmbeddedWorkspace workspace = start(Interceptor.NONE);
        Connection connection = connect(workspace)) {
      assertThat(strings(connection, "SELECT complete('%s', 'Hello')".formatted(CLAUDE)))
          .singleElement()
          .asString()
          .contains("\"Hello\"");
      assertThat(paths(workspace)).contains("/serving-endpoints/chat/completions");
      assertThat(workspace.modelCalls()).isEqualTo(1);
    }
  }

  /** Nobody has to know by which protocol an agent is asked, nor to have listed it before. */
  @ParameterizedTest
  @ValueSource(strings = {"embedded-agent", "embedded-chat-agent", "embedded-completions"})
  void asksAnAgentByWhatItIs(String model) throws SQLException {
    try (EmbeddedWorkspace workspace = start(Interceptor.NONE);
        Connection connection = connect(workspace)) {
      for (int i = 0; i < 2; i++) {
        assertThat(strings(connection, "SELECT complete('%s', 'Hello %d')".formatted(model, i)))
            .singleElement()
            .asString()
            .contains("Hello " + i);
      }
      // One was refused, and the second needed no asking.
      assertThat(paths(workspace))
          .filteredOn(path -> path.endsWith("/chat/completions"))
          .hasSize(1);
    }
  }

  @Test
  void answersOnTheGatewayForANameOfThreeParts() throws SQLException {
    try (EmbeddedWorkspace workspace = start(Interceptor.NONE);
        Connection connection = connect(workspace)) {
      assertThat(strings(connection, "SELECT complete('system.ai.claude-sonnet-4-5', 'Hello')"))
          .hasSize(1);
      assertThat(strings(connection, "SELECT index FROM embed('system.ai.gte-large-en', 'a text')"))
          .containsExactly("0");
      assertThat(paths(workspace))
          .contains("/ai-gateway/mlflow/v1/chat/completions", "/ai-gateway/mlflow/v1/embeddings");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CLAUDE, "databricks/" + CLAUDE})
  void followsTheSurfaceProperty(String model) throws SQLException {
    try (EmbeddedWorkspace workspace = start(Interceptor.NONE);
        Connection connection = connect(workspace, "surface=gateway")) {
      strings(connection, "SELECT complete('%s', 'Hello')".formatted(model));
      assertThat(paths(workspace)).contains("/ai-gateway/mlflow/v1/chat/completions");
    }
  }

  @Test
  void signsInAsAServicePrincipal() throws SQLException {
    try (EmbeddedWorkspace workspace = start(Interceptor.NONE)) {
      Properties secret = new Properties();
      secret.setProperty("clientSecret", workspace.clientSecret());
      try (Connection connection =
          DriverManager.getConnection(
              url(workspace) + ";clientId=" + workspace.clientId(), secret)) {
        strings(
            connection, "SELECT complete('%s', x) FROM (VALUES 'a', 'b') t(x)".formatted(CLAUDE));
        assertThat(connection.getMetaData().getUserName()).isEqualTo(workspace.clientId());
      }
      assertThat(paths(workspace))
          .containsOnlyOnce("/oidc/v1/token")
          .contains("/oidc/.well-known/oauth-authorization-server");
    }
  }

  @Test
  void refusesToConnectWithABadToken() {
    try (EmbeddedWorkspace workspace = start(Interceptor.NONE)) {
      SQLException e =
          catchThrowableOfType(
              SQLException.class,
              () -> DriverManager.getConnection(url(workspace) + ";token=dapi-not-this-one"));
      assertThat(e.getSQLState()).isEqualTo("28000");
      assertThat(e.getErrorCode()).isEqualTo(1001);
      assertThat(e.getMessage()).doesNotContain("dapi-not-this-one");
      assertThat(workspace.modelCalls()).isZero();
    }
  }

  @Test
  void saysWhenNothingAnswers() {
    URI nowhere;
    try (EmbeddedWorkspace workspace = start(Interceptor.NONE)) {
      nowhere = workspace.uri();
    }
    SQLException e =
        catchThrowableOfType(
            SQLException.class,
            () ->
                DriverManager.getConnection(
                    "jdbc:bricklane://"
                        + nowhere.getAuthority()
                        + ";ssl=false;token=x;maxRetries=0"));
    assertThat(e.getSQLState()).isEqualTo("08001");
    assertThat(e.getMessage()).contains(nowhere.getAuthority());
  }

  @Test
  void callsAWorkspaceThatStaysSilentOutOfReach() {
    try (EmbeddedWorkspace workspace =
        start(request -> Optional.of(Reply.json(200, "{}").after(Duration.ofHours(1))))) {
      SQLException e =
          catchThrowableOfType(
              SQLException.class, () -> connect(workspace, "requestTimeout=50ms", "maxRetries=0"));
      assertThat((Throwable) e).isInstanceOf(SQLTransientConnectionException.class);
      assertThat(e.getSQLState()).isEqualTo("08001");
    }
  }

  @Test
  void saysWhichModelIsNotThere() throws SQLException {
    try (EmbeddedWorkspace workspace = start(Interceptor.NONE);
        Connection connection = connect(workspace)) {
      SQLException e =
          catchThrowableOfType(
              SQLException.class,
              () -> strings(connection, "SELECT complete('databricks-no-such-model', 'x')"));
      assertThat(e.getSQLState()).isEqualTo("42704");
      assertThat(e.getMessage())
          .contains("databricks-no-such-model", "SELECT name, task FROM models");
    }
  }

  @Test
  void triesAgainWhenTheWorkspaceAsksToWait() throws SQLException {
    AtomicInteger refused = new AtomicInteger();
    Interceptor busyOnce =
        request ->
            isChat(request) && refused.getAndIncrement() == 0
                ? Optional.of(
                    Reply.json(
                            429,
                            "{\"error_code\":\"REQUEST_LIMIT_EXCEEDED\",\"message\":\"slow down\"}")
                        .withHeader("Retry-After", "0"))
                : Optional.empty();
    try (EmbeddedWorkspace workspace = start(busyOnce);
        Connection connection = connect(workspace)) {
      strings(connection, "SELECT complete('%s', 'Hello')".formatted(CLAUDE));
      assertThat(
              strings(connection, "SELECT status || ' ' || CAST(attempts AS VARCHAR) FROM calls"))
          .containsExactly("ok 2");
    }
  }

  @Test
  void givesUpOnALimitWithItsMeaning() throws SQLException {
    Interceptor busy =
        request ->
            isChat(request)
                ? Optional.of(
                    Reply.json(
                            429,
                            "{\"error_code\":\"REQUEST_LIMIT_EXCEEDED\",\"message\":"
                                + "\"REQUEST_LIMIT_EXCEEDED: Exceeded workspace input tokens per"
                                + " minute rate limit for x.\"}")
                        .withHeader("Retry-After", "0"))
                : Optional.empty();
    try (EmbeddedWorkspace workspace = start(busy);
        Connection connection = connect(workspace, "maxRetries=1")) {
      SQLException e =
          catchThrowableOfType(
              SQLException.class,
              () -> strings(connection, "SELECT complete('%s', 'Hello')".formatted(CLAUDE)));
      assertThat(e.getSQLState()).isEqualTo("53400");
      assertThat(e.getMessage()).contains("input tokens per minute");
      assertThat(workspace.modelCalls()).isEqualTo(2);
      assertThat(strings(connection, "SELECT http_status FROM calls WHERE status = 'rate_limited'"))
          .containsExactly("429");
    }
  }

  @Test
  void cancelsACallInFlight() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    Interceptor slow =
        request -> {
          if (isChat(request)) {
            asked.countDown();
            return Optional.of(Reply.json(200, "{}").after(Duration.ofMinutes(5)));
          }
          return Optional.empty();
        };
    try (EmbeddedWorkspace workspace = start(slow);
        Connection connection = connect(workspace, "maximumPoolSize=1");
        Statement statement = connection.createStatement()) {
      CompletableFuture<String> outcome =
          CompletableFuture.supplyAsync(() -> {
            try (ResultSet rows =
                statement.executeQuery("SELECT complete('%s', 'x')".formatted(CLAUDE))) {
              return "row " + rows.next();
            } catch (SQLException e) {
              return e.getSQLState();
            }
          });
      asked.await();
      statement.cancel();
      assertThat(outcome.get()).isEqualTo("57014");
      // The one client of the pool is free again.
      assertThat(strings(connection, "SELECT count(*) FROM models")).hasSize(1);
    }
  }

  @Test
  void cancelsTheListingOfModels() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    Interceptor slow =
        request -> {
          if (request.path().equals("/api/2.0/serving-endpoints")) {
            asked.countDown();
            return Optional.of(Reply.json(200, "{}").after(Duration.ofMinutes(5)));
          }
          return Optional.empty();
        };
    try (EmbeddedWorkspace workspace = start(slow);
        Connection connection = connect(workspace);
        Statement statement = connection.createStatement()) {
      CompletableFuture<String> outcome =
          CompletableFuture.supplyAsync(() -> {
            try (ResultSet rows = statement.executeQuery("SELECT * FROM models")) {
              return "row " + rows.next();
            } catch (SQLException e) {
              return e.getSQLState();
            }
          });
      asked.await();
      statement.cancel();
      assertThat(outcome.get()).isEqualTo("57014");
    }
  }

  @Test
  void endsAtTheQueryTimeout() throws SQLException {
    Interceptor slow =
        request ->
            isChat(request)
                ? Optional.of(Reply.json(200, "{}").after(Duration.ofMinutes(5)))
                : Optional.empty();
    try (EmbeddedWorkspace workspace = start(slow);
        Connection connection = connect(workspace);
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      SQLException e =
          catchThrowableOfType(
              SQLException.class,
              () -> {
                try (ResultSet rows =
                    statement.executeQuery("SELECT complete('%s', 'x')".formatted(CLAUDE))) {
                  rows.next();
                }
              });
      assertThat((Throwable) e).isInstanceOf(SQLTimeoutException.class);
      assertThat(e.getSQLState()).isEqualTo("57014");
    }
  }

  @Test
  void makesNoMoreCallsThanRowsAreRead() throws SQLException {
    try (EmbeddedWorkspace workspace = start(Interceptor.NONE);
        Connection connection = connect(workspace);
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT complete(?, x) FROM (VALUES 'a', 'b', 'c', 'd') t(x)")) {
      assertThat(statement.getMetaData().getColumnLabel(1)).isEqualTo("complete");
      assertThat(workspace.modelCalls()).isZero();
      statement.setString(1, CLAUDE);
      statement.setMaxRows(2);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          assertThat(rows.getString(1)).isNotBlank();
        }
      }
      assertThat(workspace.modelCalls()).isEqualTo(2);
      StatementProgress progress = statement.unwrap(StatementProgress.class);
      assertThat(progress.rows()).isEqualTo(2L);
      assertThat(progress.calls()).isEqualTo(2);
      assertThat(progress.tokens()).isPositive();
    }
  }

  @Test
  void asksTheWorkspaceNothingForMetadata() throws SQLException {
    try (EmbeddedWorkspace workspace = start(Interceptor.NONE);
        Connection connection = connect(workspace)) {
      int before = workspace.requests().size();
      var metadata = connection.getMetaData();
      metadata.getTables(null, null, "%", null).close();
      metadata.getColumns(null, null, "%", "%").close();
      metadata.getFunctions(null, null, "%").close();
      metadata.getFunctionColumns(null, null, "%", "%").close();
      assertThat(metadata.getDatabaseProductVersion()).isEqualTo("0.1.0");
      connection.prepareStatement("SELECT * FROM complete(?, ?) WHERE 1 = 0").close();
      strings(connection, "SELECT * FROM (SELECT complete('m', 'q') AS a) t WHERE 1 = 0");
      assertThat(workspace.requests()).hasSize(before);
    }
  }

  @Test
  void showsItsSettingsWithoutSecrets() throws SQLException {
    try (EmbeddedWorkspace workspace = start(Interceptor.NONE);
        Connection connection = connect(workspace)) {
      assertThat(
              strings(
                  connection,
                  "SELECT name || '=' || setting || ' (' || source || ')' FROM properties"))
          .contains("ssl=false (URL)", "token=*** (URL)", "maxRetries=3 (default)")
          .noneMatch(line -> line.contains(workspace.token()));
      assertThat(connection.getMetaData().getURL()).doesNotContain(workspace.token());
      assertThat(connection.toString()).doesNotContain(workspace.token());
    }
  }

  @Test
  void takesNoTokenForTheIdOfARequest() throws SQLException {
    AtomicReference<String> echo = new AtomicReference<>("id-1");
    try (EmbeddedWorkspace workspace =
            start(request ->
                isChat(request)
                    ? Optional.of(
                        Reply.json(403, "{\"message\":\"no\"}")
                            .withHeader("x-request-id", echo.get()))
                    : Optional.empty());
        Connection connection = connect(workspace)) {
      failToAsk(connection);
      echo.set("Bearer " + workspace.token());
      failToAsk(connection);
      echo.set(workspace.token());
      failToAsk(connection);
      assertThat(strings(connection, "SELECT request_id FROM calls ORDER BY call_id"))
          .containsExactly("id-1", null, "[REDACTED_PAT]");
    }
  }

  private static void failToAsk(Connection connection) {
    assertThatThrownBy(() -> strings(connection, "SELECT complete('%s', 'x')".formatted(CLAUDE)))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void sharesOneEmbeddedWorkspaceAndLeavesNoThread() throws SQLException {
    String url = "jdbc:bricklane:embedded";
    try (Connection first = DriverManager.getConnection(url);
        Connection second = DriverManager.getConnection(url)) {
      assertThat(strings(first, "SELECT name FROM models"))
          .isEqualTo(strings(second, "SELECT name FROM models"))
          .contains("embedded-responder", "embedded-hashing-384");
      assertThat(first.isValid(0)).isTrue();
    }
  }

  private static EmbeddedWorkspace start(Interceptor interceptor) {
    return EmbeddedWorkspace.builder()
        .endpoint(new ServedEndpoint(CLAUDE, Task.CHAT, Family.CLAUDE, "Claude", true))
        .endpoint(
            new ServedEndpoint(
                "databricks-gte-large-en", Task.EMBEDDINGS, Family.OPEN, "GTE", true))
        .responder(interceptor)
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

  private static boolean isChat(ReceivedRequest request) {
    return request.path().endsWith("/chat/completions");
  }

  private static List<String> paths(EmbeddedWorkspace workspace) {
    return workspace.requests().stream().map(ReceivedRequest::path).toList();
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
