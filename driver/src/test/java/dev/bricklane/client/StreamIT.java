package dev.bricklane.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bricklane.auth.AccessToken;
import dev.bricklane.auth.TokenSource;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.JdkTransport;
import dev.bricklane.http.Scheduler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams over a socket, against a server that knows nothing of ours. */
@Timeout(60)
class StreamIT {
  private static final String CHUNK =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":%s}]}\n\n";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final JdkTransport transport =
      new JdkTransport(Duration.ofSeconds(10), Scheduler.shared());
  private final List<String> pieces = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void close() {
    transport.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void handsOnEachPieceWhileTheServiceStillWrites() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    serve(exchange -> {
      OutputStream out = begin(exchange);
      write(out, CHUNK.formatted("grü", "null"));
      await(first);
      for (byte one : (CHUNK.formatted("ße", "\"stop\"") + "data: [DONE]\n\n").getBytes(UTF_8)) {
        out.write(one);
        out.flush();
      }
      out.close();
    });
    CompletableFuture<ChatCompletion> answer =
        client("").stream(
            request("databricks-x"),
            delta -> {
              pieces.add(delta.text());
              first.countDown();
            });
    assertThat(answer.get().content()).isEqualTo("grüße");
    assertThat(pieces).containsExactly("grü", "ße");
    assertThat(answer.get().attempts()).isEqualTo(1);
  }

  @Test
  void isDoneWithTheLastEventThoughTheServiceGoesOn() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    serve(exchange -> {
      OutputStream out = begin(exchange);
      write(out, CHUNK.formatted("a", "\"stop\"") + "data: [DONE]\n\n");
      await(over);
    });
    assertThat(stream("").get().content()).isEqualTo("a");
    over.countDown();
  }

  @Test
  void cancellingClosesTheSocketAtOnce() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CompletableFuture<Boolean> hungUp = new CompletableFuture<>();
    serve(exchange -> {
      OutputStream out = begin(exchange);
      try {
        while (true) {
          write(out, CHUNK.formatted("a", "null"));
        }
      } catch (IOException e) {
        hungUp.complete(true);
      }
    });
    CompletableFuture<ChatCompletion> answer =
        client("").stream(request("databricks-x"), delta -> first.countDown());
    await(first);
    answer.cancel(true);
    assertThat(hungUp.get()).isTrue();
  }

  @Test
  void failsWhereTheConnectionBreaksWithinTheAnswerAndAsksNobodyAgain() throws Exception {
    serve(exchange -> {
      OutputStream out = begin(exchange);
      write(out, CHUNK.formatted("a", "null"));
      throw new IOException("the connection is closed by this");
    });
    CompletableFuture<ChatCompletion> answer = stream("");
    assertThatThrownBy(answer::get)
        .cause()
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE));
    assertThat(calls).hasValue(1);
  }

  @Test
  void asksAgainBeforeAnAnswerHasBegun() throws Exception {
    serve(exchange -> {
      if (calls.get() == 1) {
        exchange.sendResponseHeaders(502, -1);
        exchange.close();
        return;
      }
      OutputStream out = begin(exchange);
      write(out, CHUNK.formatted("a", "\"stop\""));
      out.close();
    });
    ChatCompletion answer = stream("").get();
    assertThat(answer.content()).isEqualTo("a");
    assertThat(answer.attempts()).isEqualTo(2);
  }

  @Test
  void readsAnErrorWhole() {
    serve(exchange ->
        whole(exchange, 400, "{\"error_code\":\"BAD_REQUEST\",\"message\":\"unknown field\"}"));
    assertThatThrownBy(() -> stream("").get())
        .cause()
        .hasMessageContaining("unknown field")
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void fallsBackToServingWhereThereIsNoGateway() throws Exception {
    serve(exchange -> {
      if (exchange.getRequestURI().getPath().startsWith("/ai-gateway")) {
        whole(exchange, 404, "{\"error_code\":\"ENDPOINT_NOT_FOUND\",\"message\":\"no\"}");
        return;
      }
      OutputStream out = begin(exchange);
      write(out, CHUNK.formatted(exchange.getRequestURI().getPath(), "\"stop\""));
      out.close();
    });
    ModelClient client = client("");
    ChatCompletion answer = client.stream(request("system.ai.x"), delta -> {}).get();
    assertThat(answer.content()).isEqualTo("/serving-endpoints/chat/completions");
    assertThat(answer.attempts()).isEqualTo(2);
    assertThat(client.stream(request("system.ai.x"), delta -> {}).get().attempts()).isEqualTo(1);
    assertThat(calls).hasValue(3);
  }

  @Test
  void asksAGatewayOfAnotherKindAtItsOwnPath() throws Exception {
    serve(exchange -> {
      OutputStream out = begin(exchange);
      write(out, CHUNK.formatted(exchange.getRequestURI().getPath(), "\"stop\""));
      out.close();
    });
    assertThat(stream("/openai/v1").get().content()).isEqualTo("/openai/v1/chat/completions");
  }

  private CompletableFuture<ChatCompletion> stream(String basePath) {
    return client(basePath).stream(request("databricks-x"), delta -> pieces.add(delta.text()));
  }

  private ModelClient client(String basePath) {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + basePath);
    TokenSource tokens = () -> new AccessToken(new Secret("token-1"), null);
    return new ModelClient(
        base,
        Surface.AUTO,
        new Http(Duration.ofSeconds(10), Duration.ofSeconds(50), 2, Optional.empty()),
        tokens,
        transport,
        Scheduler.shared(),
        new ServiceMemory());
  }

  private static ChatRequest request(String model) {
    return new ChatRequest(model, List.of(Message.user("hi")), Map.of());
  }

  private void serve(Answering answering) {
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          answering.answer(exchange);
        });
  }

  private static OutputStream begin(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  private static void whole(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the server does with a call. */
  private interface Answering {
    void answer(HttpExchange exchange) throws IOException;
  }
}
