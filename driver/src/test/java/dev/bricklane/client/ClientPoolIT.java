package dev.bricklane.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Pool;
import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.config.DriverConfig.Target;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ClientPoolIT {
  private static final ChatRequest REQUEST =
      new ChatRequest("databricks-x", List.of(Message.user("hi")), Map.of());

  private final AtomicInteger tokens = new AtomicInteger();
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private ExecutorService executor;
  private HttpServer server;
  private DriverConfig config;

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    executor = Executors.newFixedThreadPool(8);
    server.setExecutor(executor);
    server.createContext("/", exchange -> answer(exchange, 404, ""));
    server.createContext(
        "/oidc/v1/token",
        exchange ->
            answer(
                exchange,
                200,
                "{\"access_token\":\"t"
                    + tokens.incrementAndGet()
                    + "\",\"expires_in\":\"3600\"}"));
    server.createContext(
        "/serving-endpoints/chat/completions",
        exchange ->
            answer(
                exchange,
                200,
                "{\"choices\":[{\"message\":{\"content\":\""
                    + exchange.getRequestHeaders().getFirst("Authorization")
                    + "\"}}]}"));
    server.createContext(
        "/serving-endpoints/embeddings",
        exchange -> {
          arrived.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    config =
        new DriverConfig(
            new Target.Workspace(base),
            new SignIn.OAuthM2M("client-1", new Secret("secret-1"), "all-apis"),
            new Http(Duration.ofSeconds(5), Duration.ofSeconds(30), 0, Optional.empty()),
            new Pool(
                4,
                0,
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                Duration.ofMinutes(2),
                Duration.ZERO,
                true),
            Surface.AUTO,
            DriverConfig.OnError.FAIL,
            DriverConfig.Spending.UNLIMITED,
            DriverConfig.Cache.NONE,
            Optional.empty(),
            List.of());
  }

  @AfterEach
  void stop() {
    release.countDown();
    server.stop(0);
    executor.shutdownNow();
  }

  @Test
  void signsInOnceForAllItsClients() {
    try (ClientPool pool = ClientPool.open(config);
        Lease one = pool.borrow();
        Lease other = pool.borrow()) {
      CompletableFuture<ChatCompletion> first = one.client().chat(REQUEST);
      CompletableFuture<ChatCompletion> second = other.client().chat(REQUEST);
      assertThat(first.join().content()).isEqualTo("Bearer t1");
      assertThat(second.join().content()).isEqualTo("Bearer t1");
    }
    assertThat(tokens).hasValue(1);
  }

  @Test
  void closingEndsCallsInFlight() throws Exception {
    ClientPool pool = ClientPool.open(config);
    Lease lease = pool.borrow();
    CompletableFuture<Embeddings> call =
        lease.client().embed(new EmbeddingRequest("databricks-gte", List.of("a"), Map.of()));
    arrived.await();
    pool.close();
    assertThatThrownBy(call::join)
        .cause()
        .isInstanceOfSatisfying(
            BricklaneException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONNECTION_CLOSED));
    lease.close();
  }

  @Test
  void leavesNoThreadAfterManyHandles() throws Exception {
    Set<Thread> before = ourThreads();
    for (int i = 0; i < 10_000; i++) {
      ClientPool.open(config).close();
    }
    for (Thread thread : ourThreads()) {
      if (!before.contains(thread)) {
        thread.join(20_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  @Test
  void leavesNoThreadsAfterManyHandlesThatCalled() throws Exception {
    Set<Thread> before = ourThreads();
    for (int i = 0; i < 60; i++) {
      try (ClientPool pool = ClientPool.open(config);
          Lease lease = pool.borrow()) {
        lease.client().chat(REQUEST).join();
      }
    }
    int left = 0;
    for (Thread thread : ourThreads()) {
      if (!before.contains(thread)) {
        assertThat(thread.isDaemon()).as(thread.getName()).isTrue();
        // Before Java 21 one selector may stay until the collector comes; it is not waited for.
        thread.join(thread.getName().startsWith("HttpClient") && !closes() ? 1 : 20_000);
        left += thread.isAlive() ? 1 : 0;
      }
    }
    assertThat(left).isLessThanOrEqualTo(closes() ? 0 : 1);
  }

  private static boolean closes() {
    return Runtime.version().feature() >= 21;
  }

  private static Set<Thread> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread ->
            thread.getName().startsWith("bricklane") || thread.getName().startsWith("HttpClient"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }
}
