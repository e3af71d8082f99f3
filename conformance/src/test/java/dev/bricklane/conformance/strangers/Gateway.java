package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.bricklane.embedded.EmbeddedWorkspace;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The driver, a stranger's gateway and the embedded workspace in a row. OpenAI's client takes the
 * same way, so that a failure tells whose it is.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class Gateway {
  /**
   * What differs between gateways.
   *
   * @param missing a model that the gateway sends on and the workspace does not have
   */
  record Way(
      String key, Map<String, String> headers, String chat, String embeddings, String missing) {}

  private EmbeddedWorkspace workspace;
  private Server server;
  private Way way;

  /** Skips the tests if the gateway is not there. */
  abstract void require() throws Exception;

  abstract Server start(EmbeddedWorkspace workspace) throws Exception;

  abstract Way way(EmbeddedWorkspace workspace);

  @BeforeAll
  void open() throws Exception {
    require();
    workspace = Stage.open();
    way = way(workspace);
    server = start(workspace);
  }

  @AfterAll
  void close() throws Exception {
    if (server != null) {
      server.close();
    }
    if (workspace != null) {
      workspace.close();
    }
  }

  @Test
  void carriesTheCallsOfOpenAisClient() {
    OpenAIOkHttpClient.Builder builder =
        OpenAIOkHttpClient.builder().baseUrl(url()).apiKey(way.key()).maxRetries(0);
    way.headers().forEach(builder::putHeader);
    OpenAIClient client = builder.build();
    try {
      assertThat(
              client
                  .chat()
                  .completions()
                  .create(
                      ChatCompletionCreateParams.builder()
                          .model(way.chat())
                          .addUserMessage("Name a river")
                          .build())
                  .choices()
                  .get(0)
                  .message()
                  .content()
                  .orElseThrow())
          .contains("\"Name a river\"");
    } finally {
      client.close();
    }
  }

  @Test
  void carriesChats() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet answer =
            statement.executeQuery(
                "SELECT content, finish_reason, total_tokens FROM complete('"
                    + way.chat()
                    + "', 'Name a river', system => 'Be brief', max_tokens => 100)")) {
      assertThat(answer.next()).isTrue();
      assertThat(answer.getString(1)).contains("\"Name a river\"").contains("system message");
      assertThat(answer.getString(2)).isEqualTo("stop");
      assertThat(answer.getInt(3)).isPositive();
    }
  }

  /** Skips the test of embeddings where the gateway itself fails. */
  void requireEmbeddings() {}

  @Test
  void carriesEmbeddings() throws SQLException {
    requireEmbeddings();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet answer =
            statement.executeQuery(
                "SELECT embed('"
                    + way.embeddings()
                    + "', t) FROM (VALUES 'a river', 'a mountain') AS v(t)")) {
      assertThat(answer.next()).isTrue();
      Object[] first = (Object[]) answer.getArray(1).getArray();
      assertThat(answer.next()).isTrue();
      assertThat(first).hasSizeGreaterThan(100).isNotEqualTo(answer.getArray(1).getArray());
    }
  }

  @Test
  void carriesTheWorkspacesErrorForAModelThatIsNotThere() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(
              () -> statement.executeQuery("SELECT complete('" + way.missing() + "', 'Hi')").next())
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("42704"))
          .hasMessageContaining("ENDPOINT_NOT_FOUND");
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("token", way.key());
    properties.setProperty("maxRetries", "0");
    if (!way.headers().isEmpty()) {
      StringBuilder json = new StringBuilder();
      way.headers()
          .forEach((name, value) ->
              json.append(json.isEmpty() ? "{" : ", ").append('"' + name + "\": \"" + value + '"'));
      properties.setProperty("extraHeaders", json.append('}').toString());
    }
    return DriverManager.getConnection(
        "jdbc:bricklane://127.0.0.1:" + server.port() + "/v1;ssl=false", properties);
  }

  private String url() {
    return "http://127.0.0.1:" + server.port() + "/v1";
  }
}
