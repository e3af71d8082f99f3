package dev.bricklane.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the properties of a connection, over an exchange of tokens, to a model's answer. */
class ExchangedTokenIT {
  private static final String JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.canary7f3a";

  private final List<String> exchanges = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private String host;
  private int tokenStatus = 200;
  private String tokenAnswer = "{\"access_token\":\"exchanged\",\"expires_in\":3600}";

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, 404, "{}"));
    server.createContext("/oidc/v1/token", this::exchange);
    server.createContext("/connect/__api__/v1/oauth/integrations/credentials", this::exchange);
    server.createContext(
        "/api/2.0/serving-endpoints",
        exchange -> answer(exchange, signedIn(exchange) ? 200 : 401, "{\"endpoints\":[]}"));
    server.createContext(
        "/serving-endpoints/chat/completions",
        exchange ->
            answer(
                exchange,
                signedIn(exchange) ? 200 : 401,
                "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"signed in\"},"
                    + "\"finish_reason\":\"stop\"}]}"));
    server.start();
    host = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void exchangesTheTokenOfAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("jwt"), JWT + "\n");
    assertThat(ask(Map.of("oidcTokenFile", file.toString(), "clientId", "client-1")))
        .isEqualTo("signed in");
    assertThat(exchanges)
        .singleElement()
        .asString()
        .startsWith("null grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&")
        .contains("&subject_token=" + JWT + "&", "&scope=all-apis", "&client_id=client-1");
  }

  @Test
  void exchangesTheSessionOfAViewer() throws Exception {
    assertThat(
            ask(
                Map.of(
                    "connectUserSession", "session-canary",
                    "connectServer", host + "/connect",
                    "connectApiKey", "key-canary")))
        .isEqualTo("signed in");
    assertThat(exchanges)
        .singleElement()
        .asString()
        .startsWith("Key key-canary grant_type=")
        .endsWith(
            "&subject_token=session-canary"
                + "&subject_token_type=urn%3Aposit%3Aconnect%3Auser-session-token");
  }

  @Test
  void aRefusedExchangeIsARefusedSignIn() throws Exception {
    tokenStatus = 401;
    tokenAnswer = "{\"error\":\"invalid_request\",\"error_description\":\"no " + JWT + "\"}";
    Path file = Files.writeString(folder.resolve("jwt"), JWT);
    SQLException refusal =
        catchThrowableOfType(
            SQLException.class, () -> ask(Map.of("oidcTokenFile", file.toString())));
    assertThat(refusal.getSQLState()).isEqualTo("28000");
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      assertThat(cause.toString()).doesNotContain("canary7f3a");
    }
    assertThat((Throwable) refusal)
        .hasMessageContaining("Signing in by file-oidc")
        .hasMessageContaining("federation policy");
  }

  @Test
  void whatMeansNothingHereIsAWarningOfTheConnection() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(
            "jdbc:bricklane:embedded;httpPath=/sql/1.0/warehouses/1;ConnCatalog=main")) {
      List<String> warnings = new ArrayList<>();
      for (SQLWarning w = connection.getWarnings(); w != null; w = w.getNextWarning()) {
        warnings.add(w.getSQLState() + " " + w.getMessage());
      }
      assertThat(warnings)
          .containsExactly(
              "01S00 httpPath (URL) is ignored: it is about a SQL warehouse, and models need none",
              "01S00 ConnCatalog (URL) is ignored: it is about a SQL warehouse, and models need"
                  + " none");
    }
  }

  private String ask(Map<String, String> properties) throws SQLException {
    Properties info = new Properties();
    info.putAll(properties);
    try (Connection connection = DriverManager.getConnection("jdbc:bricklane://" + host, info);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SELECT complete('databricks-x', 'hi')")) {
      assertThat(answer.next()).isTrue();
      return answer.getString(1);
    }
  }

  private void exchange(HttpExchange exchange) throws IOException {
    exchanges.add(
        exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    answer(exchange, tokenStatus, tokenAnswer);
  }

  private static boolean signedIn(HttpExchange exchange) {
    return "Bearer exchanged".equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
