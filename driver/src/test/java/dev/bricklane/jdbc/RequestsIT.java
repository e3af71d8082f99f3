package dev.bricklane.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SQL asks for, as a server gets it. */
class RequestsIT {
  private static final byte[] PNG = "\u0089PNG\r\n\u001a\n....".getBytes(ISO_8859_1);
  private static final String DATA = "data:image/png;base64,iVBORw0KGgouLi4u";
  private static final String CLAUDE = "databricks-claude-sonnet-4-5";

  @TempDir Path folder;
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile String message = "{\"role\": \"assistant\", \"content\": \"fine\"}";

  @BeforeEach
  void start() throws IOException {
    Files.write(folder.resolve("a.png"), PNG);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          if (exchange.getRequestMethod().equals("POST")) {
            received.add(new ObjectMapper().readTree(body));
          }
          byte[] answer =
              ("{\"choices\": [{\"message\": "
                      + message
                      + ", \"finish_reason\": \"tool_calls\"}],"
                      + " \"endpoints\": []}")
                  .getBytes(ISO_8859_1);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:bricklane://127.0.0.1:%d;ssl=false;token=t;files=%s"
            .formatted(server.getAddress().getPort(), folder.toString().replace("%", "%25")));
  }

  @Test
  void sendsAFileBelowTheFolder() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement
          .executeQuery("SELECT complete('%s', 'what?', images => 'a.png')".formatted(CLAUDE))
          .next();
      JsonNode content = received.get(0).at("/messages/0/content");
      assertThat(content.at("/0/text").asText()).isEqualTo("what?");
      assertThat(content.at("/1/image_url/url").asText()).isEqualTo(DATA);
      assertThatThrownBy(() ->
              statement.executeQuery("SELECT complete('m', 'what?', images => '../b.png')").next())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("does not lie below the folder");
    }
  }

  @Test
  void takesBytesAndBlobsAsParameters() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement("SELECT complete('m', 'what?', images => ?)")) {
      statement.setBytes(1, PNG);
      statement.executeQuery().next();
      statement.setBlob(1, new ByteArrayInputStream(PNG));
      statement.executeQuery().next();
      statement.setString(1, "a.png");
      statement.executeQuery().next();
    }
    assertThat(received)
        .hasSize(3)
        .allSatisfy(body ->
            assertThat(body.at("/messages/0/content/1/image_url/url").asText()).isEqualTo(DATA));
  }

  @Test
  void asksClaudeForJsonAndGivesItAsTheAnswer() throws SQLException {
    message =
        """
        {"role": "assistant", "content": "", "tool_calls": [{"id": "1", "type": "function",
          "function": {"name": "json_tool_call", "arguments": "{\\"x\\": 1}"}}]}
        """;
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      ResultSet rows =
          statement.executeQuery(
              "SELECT * FROM complete('%s', 'x?', response_format => '{\"type\":\"object\"}')"
                  .formatted(CLAUDE));
      rows.next();
      assertThat(received.get(0).at("/tool_choice/function/name").asText())
          .isEqualTo("json_tool_call");
      assertThat(received.get(0).has("response_format")).isFalse();
      assertThat(rows.getString("content")).isEqualTo("{\"x\": 1}");
      assertThat(rows.getString("tool_calls")).isNull();
      assertThat(rows.getString("finish_reason")).isEqualTo("stop");
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void sendsNoRequestThatIsTooLarge() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement("SELECT complete('m', ?)")) {
      statement.setString(1, "x".repeat(5_000_000));
      assertThatThrownBy(() -> statement.executeQuery().next())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("54000"))
          .hasMessageContaining("maxRequestSize");
    }
    assertThat(received).isEmpty();
  }
}
