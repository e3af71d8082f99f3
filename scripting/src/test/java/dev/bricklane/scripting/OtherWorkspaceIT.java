package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A binding that is made for another workspace takes no credentials there. */
@Timeout(60)
class OtherWorkspaceIT {
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer here;
  private HttpServer there;
  private Databricks databricks;

  @BeforeEach
  void start() throws IOException {
    here = server("here");
    there = server("there");
    databricks =
        Databricks.connect(
            "jdbc:bricklane://127.0.0.1:"
                + here.getAddress().getPort()
                + "/v1;ssl=false;token=of-here;maxCallsPerConnection=1;requestTags=team:%61",
            Map.of("model", "m"));
  }

  @AfterEach
  void stop() throws SQLException {
    databricks.close();
    here.stop(0);
    there.stop(0);
  }

  private HttpServer server(String name) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(name + " " + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] answer =
              """
              {"choices": [{"message": {"role": "assistant", "content": "Hi"}}], "data": []}
              """
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  private String address() {
    return "http://127.0.0.1:" + there.getAddress().getPort() + "/v1";
  }

  @Test
  void goesThereWithItsOwnTokenAndTheLimitsOfHere() throws SQLException {
    Databricks other = databricks.with(Map.of("workspace", address(), "token", "of-there"));
    assertThat(other.complete("Hi").toString()).isEqualTo("Hi");
    assertThat(seen).isNotEmpty().allMatch("there Bearer of-there"::equals);
    assertThat(other.sql("SELECT setting FROM properties WHERE name = 'requestTags'"))
        .containsExactly(Map.of("setting", "team:a"));
    assertThatThrownBy(() -> other.complete("Hello"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("maxCallsPerConnection");
  }

  @Test
  void goesNowhereWithTheTokenOfHere() {
    assertThatThrownBy(() -> databricks.with(Map.of("host", address())).complete("Hi"))
        .isInstanceOf(SQLException.class);
    assertThat(seen).noneMatch(request -> request.contains("of-here"));
  }

  @Test
  void staysWithOtherChanges() throws SQLException {
    databricks.with(Map.of("user_agent", "acme/1")).complete("Hi");
    assertThat(seen).isNotEmpty().allMatch("here Bearer of-here"::equals);
  }
}
