package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.embedded.RawClient.Answer;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EmbeddedWorkspaceIT {
  private static final String CHAT = "/serving-endpoints/chat/completions";
  private static final String BODY =
      "{'model':'embedded-responder','messages':[{'role':'user','content':'hi'}]}";
  private static final HttpClient SHARED = HttpClient.newHttpClient();

  @Test
  void answersHundredsOfCallsAtOnceAndCountsThem() throws Exception {
    int calls = 256;
    CountDownLatch arrived = new CountDownLatch(calls);
    try (EmbeddedWorkspace workspace =
        EmbeddedWorkspace.builder()
            .latency(Duration.ofMillis(300))
            .responder(request -> {
              arrived.countDown();
              return Optional.empty();
            })
            .start()) {
      List<HttpResponse<String>> responses = parallel(workspace, calls);
      assertThat(arrived.await(0, TimeUnit.SECONDS)).isTrue();
      assertThat(responses).allMatch(response -> response.statusCode() == 200);
      assertThat(responses.stream().map(EmbeddedWorkspaceIT::content).distinct()).hasSize(1);
      assertThat(workspace.modelCalls()).isEqualTo(calls);
      assertThat(workspace.requests()).hasSize(calls);
      assertThat(workspace.requests().stream().map(ReceivedRequest::order))
          .isSorted()
          .doesNotHaveDuplicates();
      // A second wave meets the connections that the first one left.
      assertThat(parallel(workspace, calls)).allMatch(response -> response.statusCode() == 200);
      assertThat(workspace.modelCalls()).isEqualTo(2 * calls);
    }
  }

  @Test
  void callsInFlightHoldNoThread() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    // Nobody is answered, so with a thread for each call they would never all come.
    int calls = 256;
    CountDownLatch all = new CountDownLatch(calls);
    try (EmbeddedWorkspace workspace =
        EmbeddedWorkspace.builder()
            .responder(request -> {
              seen.incrementAndGet();
              all.countDown();
              return Optional.of(Reply.json(200, "{}").after(Duration.ofDays(1)));
            })
            .start()) {
      HttpClient http = HttpClient.newHttpClient();
      List<CompletableFuture<?>> futures = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        futures.add(http.sendAsync(request(workspace), BodyHandlers.ofString()));
      }
      assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(seen).hasValue(calls);
      assertThat(futures).noneMatch(CompletableFuture::isDone);
    }
  }

  @Test
  void closeFreesThePortAndTheThreads() {
    EmbeddedWorkspace workspace = EmbeddedWorkspace.builder().latency(Duration.ofMillis(1)).start();
    assertThat(new RawClient(workspace).post(CHAT, BODY).status()).isEqualTo(200);
    String group = WorkspaceThreads.groupName(workspace.uri().getPort());
    List<Thread> started =
        Thread.getAllStackTraces().keySet().stream().filter(thread -> isIn(group, thread)).toList();
    assertThat(started).extracting(Thread::getName).contains("HTTP-Dispatcher");
    assertThat(started).allMatch(Thread::isDaemon);
    workspace.close();
    workspace.close();
    assertThat(started)
        .allSatisfy(thread -> {
          thread.join(5_000);
          assertThat(thread.isAlive()).isFalse();
        });
    assertThatThrownBy(
            () -> {
              try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", workspace.uri().getPort()));
              }
            })
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void recordsRequestsWithoutSecrets() {
    try (EmbeddedWorkspace workspace = EmbeddedWorkspace.start()) {
      new RawClient(workspace).post(CHAT, BODY);
      new RawClient(workspace, RawClient.basic("token", workspace.token()))
          .post(CHAT, BODY.replace("hi", "my token is " + workspace.token()));
      new RawClient(workspace, workspace.token()).get("/api/2.0/serving-endpoints");
      String form =
          "grant_type=client_credentials&client_id="
              + workspace.clientId()
              + "&client_secret="
              + workspace.clientSecret();
      Answer issued = new RawClient(workspace, "").postForm("/oidc/v1/token", form);
      String oauth = issued.json().path("access_token").asText();
      new RawClient(workspace, "Bearer " + oauth).get("/api/2.0/serving-endpoints");

      List<ReceivedRequest> requests = workspace.requests();
      assertThat(requests).hasSize(5);
      String all = requests + workspace.toString() + EmbeddedWorkspace.builder();
      String basic = RawClient.basic("token", workspace.token()).substring(6);
      assertThat(all)
          .doesNotContain(workspace.token(), workspace.clientSecret(), oauth, basic)
          .contains("client_secret=***", "my token is ***");
      ReceivedRequest first = requests.get(0);
      assertThat(first.method()).isEqualTo("POST");
      assertThat(first.path()).isEqualTo(CHAT);
      assertThat(first.header("Authorization")).contains("Bearer ***");
      assertThat(first.header("content-type")).contains("application/json");
      assertThat(first.body()).isEqualTo(BODY.replace('\'', '"'));
      assertThat(requests.get(2).header("authorization")).contains("***");
    }
  }

  @Test
  void countsOnlyModelCalls() {
    try (EmbeddedWorkspace workspace = EmbeddedWorkspace.start()) {
      RawClient client = new RawClient(workspace);
      client.get("/api/2.0/serving-endpoints");
      client.get(CHAT);
      client.post("/nowhere", "{}");
      assertThat(workspace.modelCalls()).isZero();
      client.post(CHAT, "{}");
      client.post("/serving-endpoints/embeddings", "{'model':'embedded-hashing-384','input':'x'}");
      client.post("/serving-endpoints/nothing/invocations", "{}");
      new RawClient(workspace, "").post(CHAT, BODY);
      assertThat(workspace.modelCalls()).isEqualTo(4);
    }
  }

  @Test
  void letsATestAnswer() {
    AtomicInteger asked = new AtomicInteger();
    Interceptor once =
        request ->
            asked.incrementAndGet() == 1
                ? Optional.of(
                    Reply.json(429, "{\"error_code\":\"REQUEST_LIMIT_EXCEEDED\"}")
                        .withHeader("Retry-After", "7"))
                : Optional.empty();
    try (EmbeddedWorkspace workspace = EmbeddedWorkspace.builder().responder(once).start()) {
      RawClient client = new RawClient(workspace);
      Answer refused = client.post(CHAT, BODY);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("retry-after")).isEqualTo("7");
      assertThat(refused.errorCode()).isEqualTo("REQUEST_LIMIT_EXCEEDED");
      assertThat(client.post(CHAT, BODY).status()).isEqualTo(200);
      assertThat(workspace.modelCalls()).isEqualTo(2);
    }
  }

  @Test
  void letsATestBreakTheConnection() {
    for (Reply reply :
        List.of(
            Reply.hangUp(),
            Reply.json(200, "{\"id\":").cutOff(),
            Reply.events("data: {}\n\n").cutOff())) {
      try (EmbeddedWorkspace workspace =
          EmbeddedWorkspace.builder().responder(request -> Optional.of(reply)).start()) {
        assertThatThrownBy(() -> new RawClient(workspace).post(CHAT, BODY))
            .isInstanceOf(UncheckedIOException.class);
      }
    }
  }

  @Test
  void survivesAnInterceptorThatFails() {
    Interceptor broken =
        request -> {
          throw new IllegalStateException("broken");
        };
    try (EmbeddedWorkspace workspace = EmbeddedWorkspace.builder().responder(broken).start()) {
      Answer answer = new RawClient(workspace).post(CHAT, BODY);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.errorCode()).isEqualTo("INTERNAL_ERROR");
    }
  }

  @Test
  void tellsWhatAnInterceptorsAssertionSays() {
    Interceptor failing =
        request -> {
          throw new AssertionError("the third call has no system message");
        };
    try (EmbeddedWorkspace workspace = EmbeddedWorkspace.builder().responder(failing).start()) {
      Answer answer = new RawClient(workspace).post(CHAT, BODY);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.message()).contains("the third call has no system message");
    }
  }

  @Test
  void hangsUpWhenAnErrorKillsItsThread() {
    Interceptor dying =
        request -> {
          Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {});
          throw new OutOfMemoryError("planned");
        };
    try (EmbeddedWorkspace workspace = EmbeddedWorkspace.builder().responder(dying).start()) {
      RawClient client = new RawClient(workspace);
      HttpRequest request = client.request(CHAT).timeout(Duration.ofSeconds(30)).build();
      assertThatThrownBy(() -> client.send(request))
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .isNotInstanceOf(HttpTimeoutException.class);
    }
  }

  @Test
  void refusesTooLargeBodiesAndLivesOn() {
    try (EmbeddedWorkspace workspace = EmbeddedWorkspace.start()) {
      RawClient client = new RawClient(workspace);
      String padding = " ".repeat(4 * 1024 * 1024);
      Answer answer = client.post(CHAT, BODY + padding);
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.text()).contains("4194304");
      String fits = padding.substring(0, padding.length() - BODY.length());
      assertThat(client.post(CHAT, BODY + fits).status()).isEqualTo(200);
      assertThat(workspace.modelCalls()).isEqualTo(2);
    }
  }

  private static List<HttpResponse<String>> parallel(EmbeddedWorkspace workspace, int calls) {
    List<CompletableFuture<HttpResponse<String>>> futures = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      futures.add(SHARED.sendAsync(request(workspace), BodyHandlers.ofString()));
    }
    return futures.stream().map(CompletableFuture::join).toList();
  }

  private static HttpRequest request(EmbeddedWorkspace workspace) {
    return new RawClient(workspace)
        .request(CHAT)
        .POST(BodyPublishers.ofString(BODY.replace('\'', '"')))
        .build();
  }

  private static String content(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response).content();
  }

  private static boolean isIn(String group, Thread thread) {
    ThreadGroup actual = thread.getThreadGroup();
    return actual != null && actual.getName().equals(group);
  }
}
