package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The driver against mock-llm, whose answers have neither usage nor creation date nor index. */
class MockLlmIT {
  private static Server server;
  private static Connection connection;

  @BeforeAll
  static void connect() throws Exception {
    Path folder = Packages.NODE.folder();
    String main = folder.resolve("node_modules/@dwmkerr/mock-llm/dist/main.js").toString();
    Path config = Packages.NODE.sources().resolve("mock-llm.yaml");
    server =
        Server.start(
            port -> List.of("node", main, "--config", config.toString()),
            folder,
            port -> {
              var environment = Packages.offline();
              environment.put("PORT", String.valueOf(port));
              environment.put("HOST", "127.0.0.1");
              return environment;
            },
            "/health",
            Duration.ofSeconds(60));
    connection =
        DriverManager.getConnection(
            "jdbc:bricklane://127.0.0.1:" + server.port() + ";ssl=false;token=any;maxRetries=0");
  }

  @AfterAll
  static void disconnect() throws Exception {
    if (connection != null) {
      connection.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void readsAnAnswerThatSaysLittle() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer =
            statement.executeQuery(
                "SELECT content, finish_reason, model, prompt_tokens, total_tokens"
                    + " FROM complete('sparse', 'Name a river')")) {
      assertThat(answer.next()).isTrue();
      assertThat(answer.getString("content")).isEqualTo("Name a river");
      assertThat(answer.getString("finish_reason")).isEqualTo("stop");
      assertThat(answer.getString("model")).isEqualTo("sparse");
      assertThat(answer.getObject("prompt_tokens")).isNull();
      assertThat(answer.getObject("total_tokens")).isNull();
      assertThat(answer.next()).isFalse();
    }
  }

  @Test
  void readsTheErrorOfARule() {
    assertThatThrownBy(
            () -> {
              try (Statement statement = connection.createStatement();
                  ResultSet answer =
                      statement.executeQuery("SELECT complete('sparse', 'error-401')")) {
                answer.next();
              }
            })
        .isInstanceOfSatisfying(
            SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("28000"));
  }
}
