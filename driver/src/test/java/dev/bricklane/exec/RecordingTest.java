package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.client.AnswerDetails;
import dev.bricklane.client.Api;
import dev.bricklane.client.CallOptions;
import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.client.Usage;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecordingTest {
  private static final String PAT = "dapi0123456789abcdef0123456789abcdef";

  @TempDir Path folder;
  private Path file;
  private final Scripted calls = new Scripted();

  @BeforeEach
  void name() {
    file = folder.resolve("calls.jsonl");
  }

  @Test
  void repliesWithWhatWasRecorded() {
    ChatCompletion answer =
        new ChatCompletion(
            "Zeile 1\nZeile 2 \"ü\" \u2028",
            null,
            "stop",
            "m-1",
            new Usage(3, null, 5),
            Duration.ofNanos(1_234_567_000),
            "r-1",
            2);
    calls.next = answer;
    ask("p");
    ChatCompletion replayed = replay("token=t").chat(chat("p")).join();
    assertThat(replayed)
        .isEqualTo(
            new ChatCompletion(
                answer.content(), null, "stop", "m-1", answer.usage(), answer.latency(), "r-1", 0));
  }

  @Test
  void repliesWithEachPartThatWasRecorded() {
    calls.next = detailed();
    ask("p");
    ChatCompletion replayed = replay("token=t").chat(chat("p")).join();
    assertThat(replayed.details()).isEqualTo(detailed().details());
    assertThat(replayed.usage()).isEqualTo(detailed().usage());
  }

  @Test
  void keepsEachPartInTheCacheFile() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(StoredAnswer.encode(detailed()));
    assertThat(StoredAnswer.decode(bytes)).isEqualTo(detailed());
  }

  @Test
  void recordsNoHeadersValue() throws IOException {
    calls.next = answer("a");
    ChatRequest request =
        chat("p").withOptions(new CallOptions(Api.CHAT, null, Map.of("X-Key", "canary-17")));
    try (RecordingGateway recording = record("token=t")) {
      recording.chat(request).join();
    }
    assertThat(Files.readString(file))
        .contains("\"api\":\"chat\",\"headers\":[\"x-key\"]")
        .doesNotContain("canary-17");
    assertThat(request.toString()).doesNotContain("canary-17");
    assertThat(replay("token=t").chat(request).join().content()).isEqualTo("a");
  }

  @Test
  void recordsTheDigestOfAnImage() throws IOException {
    String image = "data:image/png;base64," + "iVBORw0KGgo".repeat(1000);
    calls.next = answer("a");
    ChatRequest request = image(image);
    try (RecordingGateway recording = record("token=t")) {
      recording.chat(request).join();
    }
    assertThat(Files.readString(file)).contains("data:image/png;base64,sha256:");
    assertThat(Files.size(file)).isLessThan(1000);
    assertThat(replay("token=t").chat(request).join().content()).isEqualTo("a");
    assertThat(failure(replay("token=t").chat(image(image + "A"))).code())
        .isEqualTo(ErrorCode.NOT_RECORDED);
  }

  private static ChatRequest image(String url) {
    Map<String, Object> part = Map.of("type", "image_url", "image_url", Map.of("url", url));
    return new ChatRequest("m", List.of(new Message("user", List.of(part), Map.of())), Map.of());
  }

  private static ChatCompletion detailed() {
    return new ChatCompletion(
        null,
        "r",
        "tool_calls",
        "m",
        new Usage(1, 2, 3, 4, 5, 6),
        Duration.ofMillis(7),
        "r-1",
        1,
        new AnswerDetails("no", "[1]", "[2]", "[3]", "{}", "[5]", "served-1", "{\"content\":[]}"));
  }

  @Test
  void knowsARequestHoweverItIsWritten() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("temperature", 0.50);
    one.put("max_tokens", 100);
    one.put("response_format", Map.of("type", "x", "schema", Map.of("a", 1, "b", List.of(2L))));
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("response_format", Map.of("schema", Map.of("b", List.of(2), "a", 1.0), "type", "x"));
    other.put("max_tokens", new BigDecimal("1E+2"));
    other.put("temperature", 0.5f);
    calls.next = answer("a");
    try (RecordingGateway recording = record("token=t")) {
      recording.chat(new ChatRequest("databricks/m", messages("p"), one)).join();
    }
    ReplayGateway replay = replay("token=t");
    assertThat(replay.chat(new ChatRequest("m", messages("p"), other)).join().content())
        .isEqualTo("a");
    assertThat(failure(replay.chat(new ChatRequest("m", messages("p"), Map.of()))).code())
        .isEqualTo(ErrorCode.NOT_RECORDED);
  }

  @Test
  void writesEachCallAsALineThatIsThereWithItsAnswer() throws IOException {
    calls.next = answer("a");
    try (RecordingGateway recording = record("token=t")) {
      recording.chat(chat("p")).join();
      String key = RecordedRequest.of(chat("p"), SecretMask.of()).key();
      assertThat(Files.readString(file))
          .isEqualTo(
              "{\"format\":1,\"kind\":\"chat\",\"key\":\""
                  + key
                  + "\",\"request\":{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"p\"}]"
                  + ",\"parameters\":{}},\"answer\":{\"content\":\"a\",\"reasoning\":null"
                  + ",\"finish_reason\":\"stop\",\"model\":\"m\",\"prompt_tokens\":3"
                  + ",\"completion_tokens\":2,\"total_tokens\":5,\"latency_ms\":1.500"
                  + ",\"request_id\":\"r\"}}\n");
    }
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void keysAreTheSameInEveryRun() {
    // Computed once with sha256sum, from: CHAT {"messages":…,"model":"m","parameters":{}}
    assertThat(RecordedRequest.of(chat("p"), SecretMask.of()).key())
        .isEqualTo("965b5cb3b3de4eed54bc6ca0753219945e868c3f415923fb28ae913abddfb44d");
  }

  @Test
  void givesEqualRequestsTheirAnswersInOrderAndThenTheLast() {
    for (String content : List.of("first", "second", "second", "third")) {
      calls.next = answer(content);
      ask("p");
    }
    ReplayGateway replay = replay("token=t");
    List<String> contents = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      contents.add(replay.chat(chat("p")).join().content());
    }
    assertThat(contents).containsExactly("first", "second", "second", "third", "third", "third");
    // Each connection begins anew.
    assertThat(replay("token=t").chat(chat("p")).join().content()).isEqualTo("first");
  }

  @Test
  void givesEachSampleItsOwnAnswerInAnyOrder() {
    ChatRequest first = new ChatRequest("m", messages("p"), Map.of(), 1L);
    ChatRequest second = new ChatRequest("m", messages("p"), Map.of(), 2L);
    try (RecordingGateway recording = record("token=t")) {
      calls.next = answer("of 1");
      recording.chat(first).join();
      calls.next = answer("of 2");
      recording.chat(second).join();
    }
    ReplayGateway replay = replay("token=t");
    assertThat(replay.chat(second).join().content()).isEqualTo("of 2");
    assertThat(replay.chat(first).join().content()).isEqualTo("of 1");
    assertThat(failure(replay.chat(chat("p"))).code()).isEqualTo(ErrorCode.NOT_RECORDED);
  }

  @Test
  void reproducesErrors() {
    calls.next =
        new BricklaneException(
            ErrorCode.RATE_LIMITED,
            "Model m met its limit",
            new Origin(429, "REQUEST_LIMIT_EXCEEDED", "r-9", 4),
            null);
    try (RecordingGateway recording = record("token=t")) {
      assertThat(failure(recording.chat(chat("p")))).isSameAs(calls.next);
    }
    BricklaneException replayed = failure(replay("token=t").chat(chat("p")));
    assertThat(replayed.code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(replayed).hasMessage("Model m met its limit");
    assertThat(replayed.origin()).isEqualTo(new Origin(429, "REQUEST_LIMIT_EXCEEDED", "r-9", 0));
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorCode.class,
      names = {
        "CANCELLED",
        "DEADLINE_EXCEEDED",
        "POOL_EXHAUSTED",
        "UNREACHABLE",
        "CONNECTION_CLOSED",
        "BAD_CREDENTIALS"
      })
  void doesNotRecordWhatIsNotTheRequestsOwn(ErrorCode code) {
    calls.next = new BricklaneException(code, "x");
    try (RecordingGateway recording = record("token=t")) {
      assertThat(failure(recording.chat(chat("p"))).code()).isEqualTo(code);
    }
    assertThat(file).isEmptyFile();
  }

  @Test
  void cancellingReachesTheCallAndRecordsNothing() {
    CompletableFuture<ChatCompletion> call = new CompletableFuture<>();
    calls.pending = call;
    try (RecordingGateway recording = record("token=t")) {
      recording.chat(chat("p")).cancel(true);
      assertThat(call).isCancelled();
    }
    assertThat(file).isEmptyFile();
  }

  @Test
  void saysWhatIsNotRecorded() {
    calls.next = answer("a");
    ask("p");
    BricklaneException e = failure(replay("token=t").chat(chat("q")));
    assertThat(e.code()).isEqualTo(ErrorCode.NOT_RECORDED);
    assertThat(e.fullMessage())
        .isEqualTo(
            "This call of model 'm' is not in the recording "
                + file
                + ", which has 1 other of this model. Run the statement once with"
                + " recording=record: and the same file, or make it ask what was recorded.");
    assertThat(failure(replay("token=t").embed(texts("q"))))
        .hasMessageContaining("model 'e'", "none of this model");
    assertThat(failure(replay("token=t").endpoints())).hasMessageContaining("listing of models");
  }

  @Test
  void findsEachTextWhateverBatchItIsAskedIn() {
    try (RecordingGateway recording = record("token=t")) {
      calls.next = embeddings(9, 0.1f, 1.1754944e-38f, 3.4028235e38f);
      recording.embed(texts("a", "b", "c")).join();
      calls.next = embeddings(1, 4);
      recording.embed(texts("d")).join();
    }
    ReplayGateway replay = replay("token=t");
    Embeddings answer = replay.embed(texts("d", "b")).join();
    assertThat(answer.vectors())
        .containsExactly(new float[] {4, 0.5f}, new float[] {1.1754944e-38f, 0.5f});
    assertThat(answer.attempts()).isZero();
    assertThat(answer.usage().promptTokens()).isEqualTo(4);
    assertThat(replay.embed(texts("a", "c")).join().vectors())
        .containsExactly(new float[] {0.1f, 0.5f}, new float[] {3.4028235e38f, 0.5f});
  }

  @Test
  void recordsAnErrorOfSeveralTextsOnlyWhereNoSmallerBatchWouldPass() {
    try (RecordingGateway recording = record("token=t")) {
      calls.next = new BricklaneException(ErrorCode.PAYLOAD_TOO_LARGE, "too large");
      failure(recording.embed(texts("a", "b")));
      assertThat(file).isEmptyFile();
      calls.next = embeddings(1, 1);
      recording.embed(texts("a")).join();
      calls.next = new BricklaneException(ErrorCode.BAD_REQUEST, "bad text");
      failure(recording.embed(texts("b")));
      calls.next = new BricklaneException(ErrorCode.PERMISSION_DENIED, "no");
      failure(recording.embed(texts("c", "d")));
    }
    ReplayGateway replay = replay("token=t");
    // Whoever halves the batch then finds each text's own outcome.
    assertThat(failure(replay.embed(texts("a", "b"))).code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(replay.embed(texts("a")).join().vectors()).hasSize(1);
    assertThat(failure(replay.embed(texts("b")))).hasMessage("bad text");
    assertThat(failure(replay.embed(texts("d"))).code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void replaysTheListingOfEndpoints() {
    List<ServingEndpoint> listing =
        List.of(
            new ServingEndpoint(
                "m", "llm/v1/chat", true, null, "a", Instant.parse("2026-01-02T03:04:05Z")),
            new ServingEndpoint("n", null, false, "d", null, null));
    calls.next = listing;
    try (RecordingGateway recording = record("token=t")) {
      recording.endpoints().join();
    }
    assertThat(replay("token=t").endpoints().join()).isEqualTo(listing);
  }

  @ParameterizedTest
  @CsvSource({
    "token=" + PAT + "," + PAT,
    "token=correct-horse-battery,correct-horse-battery",
    "clientId=c;clientSecret=pa$$\"w\\rd-9,pa$$\"w\\rd-9",
    "token=t," + PAT,
  })
  void writesNoSecretThatStandsInAPromptOrAnAnswer(String signIn, String secret)
      throws IOException {
    calls.next = answer("You said " + secret);
    ChatRequest request =
        new ChatRequest(
            "m",
            messages("My token is " + secret + ", keep it"),
            Map.of("stop", List.of(secret), "own", Map.of(secret, secret)));
    try (RecordingGateway recording = record(signIn)) {
      recording.chat(request).join();
      calls.next = new BricklaneException(ErrorCode.BAD_REQUEST, "Not with " + secret);
      failure(recording.chat(chat(secret)));
      calls.next = embeddings(1, 1);
      recording.embed(texts("text " + secret)).join();
    }
    assertThat(Files.readString(file))
        .doesNotContain(secret)
        .doesNotContain(secret.replace("\\", "\\\\").replace("\"", "\\\""))
        .contains("My token is [REDACTED");
    assertThat(replay(signIn).chat(request).join().content()).startsWith("You said [REDACTED");
    assertThat(replay(signIn).embed(texts("text " + secret)).join().vectors()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{\"token\": 1234}] | [{\"token\": 1234}]",
        "[{\"token\": \"hunter2\", \"n\": 1.50}] | [{\"token\":\"[REDACTED]\",\"n\":1.50}]",
        "[{\"a\": \"x secret-of-mine y\"}] | [{\"a\":\"x [REDACTED] y\"}]",
        "[{\"a\": \"\\nsecret-of-mine\"}] | [{\"a\":\"\\n[REDACTED]\"}]",
        "[{\"arguments\": \"{\\\"token\\\": 1234, \\\"b\\\": \\\"secret-of-mine\\\"}\"}]"
            + " | [{\"arguments\":\"{\\\"token\\\":1234,\\\"b\\\":\\\"[REDACTED]\\\"}\"}]",
        "token: secret-of-mine | token: [REDACTED]",
      })
  void masksTextsWithinJsonAndLeavesItJson(String calls, String recorded) {
    this.calls.next = withToolCalls(calls.strip());
    try (RecordingGateway recording = record("token=secret-of-mine")) {
      recording.chat(chat("p")).join();
    }
    ChatCompletion replayed = replay("token=secret-of-mine").chat(chat("p")).join();
    assertThat(replayed.details().toolCalls()).isEqualTo(recorded.strip());
  }

  @Test
  void leavesAnAnswerInJsonAsItIs() {
    calls.next = answer("{\"token\": 1234}");
    ask("p");
    assertThat(replay("token=t").chat(chat("p")).join().content()).isEqualTo("{\"token\": 1234}");
  }

  private static ChatCompletion withToolCalls(String json) {
    return new ChatCompletion(
        null,
        null,
        "tool_calls",
        "m",
        Usage.UNKNOWN,
        Duration.ZERO,
        "r",
        1,
        new AnswerDetails(null, json, null, null, null, null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "extraBody={\"service_tier\":\"priority\"} | a priority | a priority",
        "extraHeaders={\"X-Team\":\"data\"} | the data in a database | the data in a database",
        "extraHeaders={\"X-Api-Key\":\"data\"} | the data in a database | the [REDACTED] in a database",
        "extraHeaders={\"Cookie\":\"mine\"} | mine, or mining | [REDACTED], or mining",
        "extraBody={\"a\":{\"clientSecret\":[\"mine\"]}} | is mine. | is [REDACTED].",
        "extraHeaders={\"X-Ray\":\"f81d4fae7dec11d0a765\"} | xf81d4fae7dec11d0a765 | x[REDACTED]",
        "extraHeaders={\"X-Note\":\"sixteen letters and spaces\"} | sixteen letters and spaces | sixteen"
            + " letters and spaces",
      })
  void masksOfExtraFieldsWhatIsSecret(String settings, String said, String recorded) {
    calls.next = answer(said.strip());
    try (RecordingGateway recording = record("token=t;" + settings.strip())) {
      recording.chat(chat("p")).join();
    }
    assertThat(replay("token=t").chat(chat("p")).join().content()).isEqualTo(recorded.strip());
  }

  @Test
  void findsAMaskedPromptWithoutTheCredentials() {
    calls.next = answer("a");
    try (RecordingGateway recording = record("token=" + PAT)) {
      recording.chat(chat("This is " + PAT)).join();
    }
    assertThat(replay("recording=replay:x").chat(chat("This is " + PAT)).join().content())
        .isEqualTo("a");
  }

  @Test
  void addsToARecordingThatIsThere() throws IOException {
    calls.next = answer("a");
    ask("p");
    // Somebody's editor took the last end of line away.
    Files.writeString(file, Files.readString(file).stripTrailing());
    calls.next = answer("b");
    ask("q");
    assertThat(Files.readAllLines(file)).hasSize(2);
    assertThat(replay("token=t").chat(chat("q")).join().content()).isEqualTo("b");
  }

  @Test
  void leavesAFileThatIsNoRecordingAsItIs() throws IOException {
    Files.writeString(file, "My thesis.\n");
    BricklaneException e = catchThrowableOfType(BricklaneException.class, () -> record("token=t"));
    assertThat(e.code()).isEqualTo(ErrorCode.FILE_UNUSABLE);
    assertThat(e).hasMessageContainingAll(file.toString(), "line 1", "not JSON");
    assertThat(file).hasContent("My thesis.\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"format\":2} | it is no call of format 1",
        "[] | it is no call of format 1",
        "{\"format\":1,\"kind\":\"x\"} | its kind is not known",
        "{\"format\":1,\"kind\":\"chat\"} | it has no request",
        "{\"format\":1,\"kind\":\"chat\",\"request\":{}} | it has neither answer nor error, or both",
        "{\"format\":1,\"kind\":\"chat\",\"key\":\"0\",\"request\":{}} | its key is not that of its request",
        "{\"format\":1,\"kind\":\"chat\",\"request\":{},\"answer\":{\"content\":1}} | content is no text",
        "{\"format\":1,\"kind\":\"chat\",\"request\":{},\"error\":{\"code\":\"x\"}} | code is no error code",
        "{\"format\":1,\"kind\":\"embedding\",\"request\":{},\"answer\":{\"embedding\":[]}} | embedding is no list of numbers",
        "{\"format\":1,\"kind\":\"embedding\",\"request\":{},\"answer\":{\"embedding\":[\"a\"]}} | a value of embedding is no number",
        "{\"format\":1,\"kind\":\"chat\",\"request\":{\"model\":\"m\" | it is not JSON at column",
      })
  void namesTheLineThatIsWrong(String line, String reason) throws IOException {
    calls.next = answer("a");
    ask("p");
    Files.writeString(file, "\n" + line + "\n", StandardOpenOption.APPEND);
    BricklaneException e = catchThrowableOfType(BricklaneException.class, () -> replay("token=t"));
    assertThat(e.code()).isEqualTo(ErrorCode.FILE_UNUSABLE);
    assertThat(e).hasMessageContainingAll(file.toString(), "line 3: " + reason);
  }

  @Test
  void takesALineWithoutAKeyFromWhoWritesOneByHand() throws IOException {
    Files.writeString(
        file,
        """
        {"format":1,"kind":"chat","request":{"parameters":{},"messages":[{"content":"p","role":"user"}],
        """
                .strip()
            + "\"model\":\"m\"},\"answer\":{\"content\":\"by hand\",\"finish_reason\":\"stop\"}}\n");
    assertThat(replay("token=t").chat(chat("p")).join().content()).isEqualTo("by hand");
  }

  @Test
  void saysThatTheRecordingIsNotThere() {
    assertThat(catchThrowable(() -> replay("token=t")))
        .hasMessage("The recording " + file + " cannot be used: it does not exist");
  }

  @Test
  void manyConnectionsAddWholeLinesToOneFile() throws Exception {
    int threads = 4;
    int each = 50;
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int writer = t;
      writers.add(
          CompletableFuture.runAsync(() -> {
            Scripted own = new Scripted();
            own.next = answer("x".repeat(20_000));
            try (RecordingGateway recording = RecordingGateway.to(file, own, config("token=t"))) {
              start.await();
              for (int i = 0; i < each; i++) {
                recording.chat(chat(writer + " " + i)).join();
              }
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }));
    }
    start.countDown();
    writers.forEach(CompletableFuture::join);
    assertThat(Files.readAllLines(file)).hasSize(threads * each);
    ReplayGateway replay = replay("token=t");
    assertThat(replay.chat(chat("3 49")).join().content()).hasSize(20_000);
  }

  private void ask(String prompt) {
    try (RecordingGateway recording = record("token=t")) {
      recording.chat(chat(prompt)).join();
    }
  }

  private RecordingGateway record(String settings) {
    return RecordingGateway.to(file, calls, config(settings));
  }

  private ReplayGateway replay(String settings) {
    return ReplayGateway.of(file, config(settings));
  }

  private static DriverConfig config(String settings) {
    return Executors.config(";" + settings);
  }

  private static BricklaneException failure(CompletableFuture<?> call) {
    return (BricklaneException) catchThrowable(call::join).getCause();
  }

  private static List<Message> messages(String prompt) {
    return List.of(Message.user(prompt));
  }

  private static ChatRequest chat(String prompt) {
    return new ChatRequest("m", messages(prompt), Map.of());
  }

  private static EmbeddingRequest texts(String... texts) {
    return new EmbeddingRequest("e", List.of(texts), Map.of());
  }

  private static ChatCompletion answer(String content) {
    return new ChatCompletion(
        content, null, "stop", "m", new Usage(3, 2, 5), Duration.ofNanos(1_500_000), "r", 1);
  }

  private static Embeddings embeddings(int tokens, float... firsts) {
    List<float[]> vectors = new ArrayList<>();
    for (float first : firsts) {
      vectors.add(new float[] {first, 0.5f});
    }
    return new Embeddings(
        vectors, "e", new Usage(tokens, null, tokens), Duration.ofMillis(1), "r", 1);
  }

  /** Gives what the test says comes next. */
  private static final class Scripted implements ModelGateway {
    private Object next = "nothing";
    private CompletableFuture<?> pending;

    @Override
    public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
      return give();
    }

    @Override
    public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
      return give();
    }

    @Override
    public CompletableFuture<List<ServingEndpoint>> endpoints() {
      return give();
    }

    @SuppressWarnings("unchecked")
    private <A> CompletableFuture<A> give() {
      if (pending != null) {
        return (CompletableFuture<A>) pending;
      }
      return next instanceof BricklaneException error
          ? CompletableFuture.failedFuture(error)
          : CompletableFuture.completedFuture((A) next);
    }
  }
}
