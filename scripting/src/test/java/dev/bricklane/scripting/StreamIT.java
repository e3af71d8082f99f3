package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A model that says the second word only when the script has the first. */
@Timeout(60)
class StreamIT {
  private final CountDownLatch heard = new CountDownLatch(1);

  @Test
  void givesTokensWhileTheyCome() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::answer);
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.start();
    String url =
        "jdbc:bricklane://127.0.0.1:%d/v1;ssl=false;token=t"
            .formatted(server.getAddress().getPort());
    try (Databricks databricks = Databricks.connect(url, Map.of("model", "m"))) {
      List<String> pieces = new ArrayList<>();
      List<Object> active = new ArrayList<>();
      Databricks other =
          databricks.with(Map.of("user_agent", "acme/1", "headers", Map.of("x-a", "1")));
      Completion answer =
          databricks.stream(
              "Hi",
              piece -> {
                pieces.add(piece);
                active.addAll(pool(other));
                heard.countDown();
              });
      assertThat(pieces).containsExactly("one ", "two");
      assertThat(answer.toString()).isEqualTo("one two");
      // The call's client is one of a pool that both have.
      assertThat(active.get(0)).isEqualTo(Map.of("active", 1));
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }

  private static List<Map<String, Object>> pool(Databricks databricks) {
    try {
      return databricks.sql("SELECT active FROM pool");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      send(body, "{\"role\": \"assistant\", \"content\": \"one \"}", "null");
      if (!heard.await(30, TimeUnit.SECONDS)) {
        throw new IOException("The script has not heard the first word");
      }
      send(body, "{\"content\": \"two\"}", "\"stop\"");
      body.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static void send(OutputStream body, String delta, String reason) throws IOException {
    String event =
        """
        data: {"id": "1", "object": "chat.completion.chunk", "model": "m", "choices": \
        [{"index": 0, "delta": %s, "finish_reason": %s}]}

        """
            .formatted(delta, reason);
    body.write(event.getBytes(StandardCharsets.UTF_8));
    body.flush();
  }
}
