package dev.bricklane.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that sends each piece of its answers when a test says so; it knows nothing of ours. */
final class GatedService implements AutoCloseable {
  private static final String CHUNK =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}]}\n\n";
  private static final String END =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"%s\"}]}\n\n"
          + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,"
          + "\"total_tokens\":5}}\n\n"
          + "data: [DONE]\n\n";

  /** How often a model was asked. */
  final AtomicInteger calls = new AtomicInteger();

  /** The most calls that were open at a time. */
  final AtomicInteger together = new AtomicInteger();

  private final AtomicInteger open = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  /** What a model does with a call. */
  interface Model {
    void answer(Call call) throws IOException;
  }

  GatedService(Model model) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, model));
    server.start();
  }

  private void handle(HttpExchange exchange, Model model) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Call call = new Call(exchange, body, open);
    if (exchange.getRequestMethod().equals("GET")) {
      call.whole(200, "{\"endpoints\":[]}");
      return;
    }
    calls.incrementAndGet();
    together.accumulateAndGet(open.incrementAndGet(), Math::max);
    try {
      model.answer(call);
    } finally {
      call.over();
    }
  }

  Connection connect(String properties) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:bricklane://127.0.0.1:"
            + server.getAddress().getPort()
            + ";ssl=false;token=token-1"
            + properties);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One call. */
  static final class Call {
    final String body;
    private final HttpExchange exchange;
    private final AtomicInteger open;
    private boolean begun;
    private boolean over;

    Call(HttpExchange exchange, String body, AtomicInteger open) {
      this.open = open;
      this.exchange = exchange;
      this.body = body;
    }

    boolean asks(String prompt) {
      return body.contains("\"" + prompt + "\"");
    }

    /** Sends a piece of text. */
    void piece(String text) throws IOException {
      write(CHUNK.formatted(text));
    }

    /** Counts the call as open no more; before the client may know that it has ended. */
    private void over() {
      if (!over) {
        over = true;
        open.decrementAndGet();
      }
    }

    /** Says that the answer is at its end. */
    void end(String reason) throws IOException {
      over();
      write(END.formatted(reason));
      exchange.close();
    }

    void write(String events) throws IOException {
      if (!begun) {
        begun = true;
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
      }
      OutputStream out = exchange.getResponseBody();
      out.write(events.getBytes(UTF_8));
      out.flush();
    }

    void whole(int status, String json) throws IOException {
      if (exchange.getRequestMethod().equals("POST")) {
        over();
      }
      byte[] bytes = json.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }

    /** Sends pieces until the other side has hung up. */
    void pieceUntilHungUp(CountDownLatch hungUp) {
      try {
        while (true) {
          piece("x");
        }
      } catch (IOException e) {
        hungUp.countDown();
      }
    }
  }
}
