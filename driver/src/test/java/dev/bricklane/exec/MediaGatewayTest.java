package dev.bricklane.exec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.client.Usage;
import dev.bricklane.config.DriverConfig.Media;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.JdkTransport;
import dev.bricklane.http.Scheduler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaGatewayTest implements ModelGateway {
  private static final String URL = "https://images.example/a.png";
  private static final byte[] PNG = "\u0089PNG\r\n\u001a\n....".getBytes(ISO_8859_1);
  private static final String DATA = "data:image/png;base64,iVBORw0KGgouLi4u";

  private final List<ChatRequest> sent = new CopyOnWriteArrayList<>();
  private final List<HttpCall> fetched = new CopyOnWriteArrayList<>();
  private HttpReply reply = new HttpReply(200, Map.of(), PNG);
  private String address = "93.184.215.14";
  private long most = 4096;
  private boolean proxied;
  private Function<HttpCall, CompletableFuture<HttpReply>> fetching =
      call -> CompletableFuture.completedFuture(reply);

  private CompletableFuture<ChatCompletion> ask(String model, String... urls) {
    RemoteMedia remote =
        new RemoteMedia(
            call -> {
              fetched.add(call);
              return fetching.apply(call);
            },
            host -> {
              if (host.equals("gone.example")) {
                throw new UnknownHostException(host);
              }
              boolean literal = host.matches("[0-9.]+|\\[.*|(a\\.)?localhost");
              return new InetAddress[] {
                InetAddress.getByName(literal ? host.replace("a.", "") : address)
              };
            },
            uri -> proxied,
            Scheduler.shared());
    List<Object> parts = new ArrayList<>();
    parts.add(Map.of("type", "text", "text", "what?"));
    for (String url : urls) {
      parts.add(Map.of("type", "image_url", "image_url", Map.of("url", url)));
    }
    ChatRequest request =
        new ChatRequest(model, List.of(new Message("user", parts, Map.of())), Map.of());
    return MediaGateway.over(this, new Media(Optional.empty(), most), remote, Scheduler.shared())
        .chat(request);
  }

  private BricklaneException failure(CompletableFuture<?> call) {
    return (BricklaneException) catchThrowable(call::join).getCause();
  }

  @Test
  void fetchesImagesForClaude() {
    ask("databricks-claude-sonnet-4-5", URL, URL, DATA).join();
    assertThat(fetched).hasSize(1);
    assertThat(fetched.get(0).line()).isEqualTo("GET " + URL);
    assertThat(fetched.get(0).headers()).containsOnlyKeys("Accept");
    assertThat(fetched.get(0).timeout()).isEqualTo(Duration.ofSeconds(30));
    Map<String, Object> part = Map.of("type", "image_url", "image_url", Map.of("url", DATA));
    assertThat(sent.get(0).messages().get(0).content())
        .isEqualTo(List.of(Map.of("type", "text", "text", "what?"), part, part, part));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"databricks-gpt-5", "databricks-gemini-2-5-flash", "databricks-gemma-3-12b"})
  void leavesUrlsToModelsThatFetchThem(String model) {
    ask(model, URL).join();
    assertThat(fetched).isEmpty();
    assertThat(sent.get(0).messages().toString()).contains(URL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.9.9",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.0.8",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:0:1::"
      })
  void asksNoPrivateNetwork(String own) {
    address = own;
    BricklaneException e = failure(ask("claude-x", URL));
    assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(e).hasMessageContaining("an address that is not public");
    assertThat(fetched).isEmpty();
    assertThat(sent).isEmpty();
  }

  @Test
  void asksPublicAddressesOfBothFamilies() {
    address = "2606:2800:21f:cb07:6820:80da:af6b:8b2c";
    ask("claude-x", URL).join();
    assertThat(sent).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "https://u:p@images.example/a, is not a plain https URL",
    "https://images.example:8443/a, names a port",
    "https://gone.example/a, names a host that is not known"
  })
  void fetchesNoUrlThatIsUnusual(String url, String problem) {
    BricklaneException e = failure(ask("claude-x", url));
    assertThat(e).hasMessageContaining(problem);
    assertThat(e.getMessage()).doesNotContain("u:p");
  }

  @Test
  void followsNoRedirect() {
    reply = new HttpReply(302, Map.of("location", "http://10.0.0.1/"), new byte[0]);
    assertThat(failure(ask("claude-x", URL))).hasMessageContaining("redirects elsewhere");
    reply = new HttpReply(404, Map.of(), new byte[0]);
    assertThat(failure(ask("claude-x", URL))).hasMessageContaining("answered with HTTP 404");
  }

  @Test
  void leavesTheLookUpOfNamesToAProxy() {
    proxied = true;
    ask("claude-x", "https://gone.example/a").join();
    assertThat(fetched).hasSize(1);
    assertThat(sent).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.1.2.3", "[::1]", "2130706433", "0x7f.1", "127.1", "localhost", "a.localhost"})
  void asksNoPrivateAddressThroughAProxy(String host) {
    proxied = true;
    assertThat(failure(ask("claude-x", "https://" + host + "/a")).code())
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(fetched).isEmpty();
  }

  @Test
  void readsNoImageThatNoRequestCouldHold() {
    assertThat(MediaGateway.largestImage(new Media(Optional.empty(), 4_000))).isEqualTo(3_000);
    assertThat(MediaGateway.largestImage(new Media(Optional.empty(), 1L << 40)))
        .isEqualTo(JdkTransport.MAXIMUM_ANSWER_BYTES);
    fetching =
        call ->
            CompletableFuture.failedFuture(
                new BricklaneException(ErrorCode.MALFORMED_ANSWER, "the answer is larger"));
    BricklaneException e = failure(ask("claude-x", URL));
    assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    assertThat(e).hasMessageContaining(URL).hasMessageContaining("maxRequestSize");
  }

  @Test
  void fetchesFewImagesAtATime() throws InterruptedException {
    BlockingQueue<CompletableFuture<HttpReply>> open = new LinkedBlockingQueue<>();
    fetching =
        call -> {
          CompletableFuture<HttpReply> pending = new CompletableFuture<>();
          open.add(pending);
          return pending;
        };
    most = 1 << 20;
    String[] urls =
        IntStream.range(0, 20).mapToObj(i -> "https://h.example/" + i).toArray(String[]::new);
    CompletableFuture<ChatCompletion> answer = ask("claude-x", urls);
    for (int i = 0; i < 20; i++) {
      CompletableFuture<HttpReply> one = open.take();
      assertThat(fetched.size() - i).isBetween(1, RemoteMedia.AT_A_TIME);
      one.complete(reply);
    }
    answer.join();
    assertThat(fetched).hasSize(20);
  }

  @Test
  void fetchesNothingMoreForACallThatWasCancelled() throws InterruptedException {
    BlockingQueue<CompletableFuture<HttpReply>> open = new LinkedBlockingQueue<>();
    fetching =
        call -> {
          CompletableFuture<HttpReply> pending = new CompletableFuture<>();
          open.add(pending);
          return pending;
        };
    String[] urls =
        IntStream.range(0, 20).mapToObj(i -> "https://h.example/" + i).toArray(String[]::new);
    CompletableFuture<ChatCompletion> answer = ask("claude-x", urls);
    CompletableFuture<HttpReply> first = open.take();
    answer.cancel(true);
    assertThat(first).isCancelled();
    assertThat(fetched).hasSizeLessThanOrEqualTo(RemoteMedia.AT_A_TIME);
  }

  @Test
  void sendsOnlyImages() {
    reply = new HttpReply(200, Map.of(), "<html>".getBytes(ISO_8859_1));
    assertThat(failure(ask("claude-x", URL))).hasMessageContaining("no format that is known");
  }

  @Test
  void sendsNothingThatIsTooLarge() {
    most = 100;
    BricklaneException e = failure(ask("databricks-gpt-5", DATA));
    assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    assertThat(e).hasMessageContaining("may have 100 (maxRequestSize)");
    reply = new HttpReply(200, Map.of(), new byte[5000]);
    assertThat(failure(ask("claude-x", URL)).code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    assertThat(sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "with \"quotes\" and\nlines", "äöü日本😀"})
  void countsARequestAsJsonHasIt(String text) throws Exception {
    ChatRequest request =
        new ChatRequest("m", List.of(Message.user(text)), Map.of("stop", List.of(text, "b")));
    long json =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .writeValueAsBytes(
                Map.of(
                    "model", "m",
                    "messages", List.of(Map.of("role", "user", "content", text)),
                    "stop", List.of(text, "b")))
            .length;
    assertThat(RequestSize.of(request)).isBetween(json - 100, json + 100);
  }

  @Override
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    sent.add(request);
    return CompletableFuture.completedFuture(
        new ChatCompletion("ok", null, "stop", "m", Usage.UNKNOWN, Duration.ZERO, null, 1));
  }

  @Override
  public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<List<ServingEndpoint>> endpoints() {
    throw new UnsupportedOperationException();
  }
}
