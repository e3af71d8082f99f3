package dev.bricklane.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A token that is revoked, and a new one that only comes when the test lets it. */
@Timeout(60)
class SlowSignInIT {
  private final AtomicInteger answered = new AtomicInteger();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch signsIn = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean connected = new AtomicBoolean();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    signsIn.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void theQueryTimeoutHoldsWhileSigningInAndMakesNoCallLater() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.executeQuery("SELECT complete('m', 'hi')").next())
          .isInstanceOf(SQLTimeoutException.class);
      signsIn.countDown();
      // The next query is signed in by the same token: it comes after what the first would send.
      statement.setQueryTimeout(0);
      statement.executeQuery("SELECT complete('m', 'ho')").next();
    }
    assertThat(answered).hasValue(1);
  }

  @Test
  void cancelEndsSigningIn() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      threads.execute(() -> {
        try {
          asked.await();
          statement.cancel();
        } catch (InterruptedException | SQLException e) {
          throw new IllegalStateException(e);
        }
      });
      assertThatThrownBy(() -> statement.executeQuery("SELECT complete('m', 'hi')").next())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    }
    assertThat(answered).hasValue(0);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:bricklane://127.0.0.1:"
            + server.getAddress().getPort()
            + ";ssl=false;clientId=c;clientSecret=s");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    exchange.getRequestBody().readAllBytes();
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    if (path.equals("/oidc/v1/token")) {
      boolean first = !connected.getAndSet(true);
      if (!first) {
        asked.countDown();
        try {
          signsIn.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      String token = first ? "revoked" : "good";
      send(exchange, 200, "{\"access_token\":\"" + token + "\",\"expires_in\":3600}");
    } else if (path.endsWith("oauth-authorization-server")) {
      send(exchange, 200, "{\"token_endpoint\":\"" + base + "/oidc/v1/token\"}");
    } else if (!path.endsWith("/chat/completions")) {
      send(exchange, 404, "{}");
    } else if (exchange.getRequestHeaders().getFirst("Authorization").endsWith("revoked")) {
      send(exchange, 401, "{\"error_code\":\"UNAUTHENTICATED\",\"message\":\"revoked\"}");
    } else {
      answered.incrementAndGet();
      send(exchange, 200, "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}");
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
