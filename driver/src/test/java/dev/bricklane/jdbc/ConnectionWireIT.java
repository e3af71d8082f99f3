package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.ReceivedRequest;
import dev.bricklane.embedded.Reply;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the workspace sees of what is asked of a connection. */
@Timeout(60)
class ConnectionWireIT {
  private volatile boolean silent;
  private EmbeddedWorkspace workspace;
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    workspace =
        EmbeddedWorkspace.builder()
            .responder(request ->
                silent
                    ? Optional.of(Reply.json(200, "{}").after(Duration.ofMinutes(5)))
                    : Optional.empty())
            .start();
    connection =
        DriverManager.getConnection(
            "jdbc:bricklane://%s;ssl=false;token=%s"
                .formatted(workspace.uri().getAuthority(), workspace.token()));
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    workspace.close();
  }

  private void ask() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT complete('embedded-responder', 'x')").next();
    }
  }

  private ReceivedRequest last() {
    List<ReceivedRequest> requests = workspace.requests();
    return requests.get(requests.size() - 1);
  }

  @Test
  void namesTheApplicationInTheUserAgent() throws SQLException {
    connection.setClientInfo("ApplicationName", "DBeaver 24.3 - Main");
    ask();
    assertThat(last().header("User-Agent"))
        .hasValueSatisfying(agent ->
            assertThat(agent).startsWith("bricklane/").endsWith(" app/DBeaver_24.3_-_Main"));
    connection.setClientInfo("ApplicationName", null);
    ask();
    assertThat(last().header("User-Agent")).get().asString().doesNotContain("app/");
  }

  @Test
  void makesOneRequestThatIsNoModelCallToSeeWhetherItIsValid() throws SQLException {
    for (int seconds : new int[] {0, 5}) {
      int before = workspace.requests().size();
      assertThat(connection.isValid(seconds)).isTrue();
      assertThat(workspace.requests()).hasSize(before + 1);
      assertThat(last().path()).isEqualTo("/api/2.0/serving-endpoints/bricklane-ping");
    }
    assertThat(workspace.modelCalls()).isZero();
  }

  /** {@code DriverManager} takes any number for its login timeout. */
  @Test
  void opensWithoutALimitWhereTheLoginTimeoutIsNegative() throws SQLException {
    String url = "jdbc:bricklane://" + workspace.uri().getAuthority() + ";ssl=false";
    Properties token = new Properties();
    token.setProperty("token", workspace.token());
    try (Connection other = Wiring.open(url, token, -1)) {
      assertThat(other.isValid(0)).isTrue();
    }
  }

  @Test
  void isNotValidWhereTheWorkspaceIsSilentOrGone() throws SQLException {
    silent = true;
    assertThat(connection.isValid(1)).isFalse();
    connection.setNetworkTimeout(null, 300);
    assertThat(connection.isValid(0)).isFalse();
    workspace.close();
    assertThat(connection.isValid(0)).isFalse();
    connection.close();
    assertThat(connection.isValid(0)).isFalse();
  }

  @Test
  void waitsForAnAnswerNoLongerThanTheNetworkTimeout() throws SQLException {
    connection.setNetworkTimeout(Runnable::run, 300);
    ask();
    silent = true;
    SQLException e = catchThrowableOfType(SQLException.class, this::ask);
    assertThat(e.getSQLState()).isEqualTo("57014");
    assertThat(e.getMessage()).contains("network timeout of 300 ms");
    // The connection is as good as before.
    silent = false;
    ask();
  }

  @Test
  void waitsForAWorkspaceNoLongerThanTheLoginTimeout() throws SQLException {
    silent = true;
    BricklaneDataSource source = new BricklaneDataSource();
    source.setUrl(
        "jdbc:bricklane://%s;ssl=false;token=t".formatted(workspace.uri().getAuthority()));
    source.setLoginTimeout(1);
    SQLException e = catchThrowableOfType(SQLException.class, source::getConnection);
    assertThat(e.getSQLState()).isEqualTo("08001");
  }
}
