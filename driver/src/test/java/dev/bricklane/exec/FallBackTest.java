package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.client.Usage;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a statement asks when models fail that have others to stand in for them. */
class FallBackTest implements ModelGateway {
  private static final String ALIASES =
      """
      aliases:
        a: {model: m, fallbacks: [f1, f2], context_fallbacks: [long]}
        b: {endpoints: [{model: m}, {model: m}], fallbacks: [b, m, f1, f1, f2]}
      """;

  private final CallLedger ledger = new CallLedger();
  private final Map<String, ErrorCode> failing = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;
  private String aliases;

  @BeforeEach
  void writeAliases() throws IOException {
    Path file = Files.writeString(folder.resolve("aliases.yaml"), ALIASES);
    aliases = ";aliases=" + file;
  }

  @Test
  void asksTheNextInOrder() {
    failing.put("m", ErrorCode.RATE_LIMITED);
    failing.put("f1", ErrorCode.DEADLINE_EXCEEDED);
    assertThat(ask("a").content()).isEqualTo("by f2");
    assertThat(asked).containsExactly("m", "f1", "f2");
    assertThat(ledger.records())
        .extracting(CallRecord::model, CallRecord::status)
        .containsExactly(
            tuple("m", "rate_limited"), tuple("f1", "deadline_exceeded"), tuple("f2", "ok"));
  }

  @Test
  void asksForALongerContextAfterAModelThatWasBusy() {
    failing.put("m", ErrorCode.RATE_LIMITED);
    failing.put("f1", ErrorCode.CONTEXT_TOO_LONG);
    assertThat(ask("a").content()).isEqualTo("by long");
    assertThat(asked).containsExactly("m", "f1", "long");
  }

  @Test
  void asksAllOthersAfterALongerContextThatIsBusy() {
    failing.put("m", ErrorCode.CONTEXT_TOO_LONG);
    failing.put("long", ErrorCode.RATE_LIMITED);
    assertThat(ask("a").content()).isEqualTo("by f1");
    assertThat(asked).containsExactly("m", "long", "f1");
  }

  @Test
  void asksNoneTwiceAndFailsAsTheLast() {
    failing.put("m", ErrorCode.OVERLOADED);
    failing.put("f1", ErrorCode.OVERLOADED);
    failing.put("f2", ErrorCode.RATE_LIMITED);
    assertThat(failure("b").code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(asked).containsExactly("m", "f1", "f2");
  }

  @Test
  void asksNobodyElseAfterARefusal() {
    failing.put("m", ErrorCode.RATE_LIMITED);
    failing.put("f1", ErrorCode.BAD_REQUEST);
    assertThat(failure("a").code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(asked).containsExactly("m", "f1");
  }

  @Test
  void asksOnceForEqualRequests() {
    failing.put("m", ErrorCode.RATE_LIMITED);
    try (StatementCalls calls = over(this, "").begin(Duration.ZERO)) {
      CompletableFuture<ChatCompletion> one = calls.chat("complete", request("a"));
      CompletableFuture<ChatCompletion> other = calls.chat("complete", request("a"));
      assertThat(calls.await(one)).isEqualTo(calls.await(other));
    }
    assertThat(asked).containsExactly("m", "f1");
  }

  @Test
  void takesTheFallBacksAnswerOutOfTheCache() {
    failing.put("m", ErrorCode.RATE_LIMITED);
    CallExecutor executor = over(this, ";cache=memory");
    for (int i = 0; i < 2; i++) {
      try (StatementCalls calls = executor.begin(Duration.ZERO)) {
        assertThat(calls.await(calls.chat("complete", request("a"))).content()).isEqualTo("by f1");
      }
    }
    assertThat(asked).containsExactly("m", "f1", "m");
    assertThat(ledger.totals().saved()).isEqualTo(1);
  }

  @Test
  void replaysAFallBackAfterATimeOut() {
    failing.put("m", ErrorCode.DEADLINE_EXCEEDED);
    Path file = record();
    CallExecutor replay = over(ReplayGateway.of(file, Executors.config(";token=t")), "");
    try (StatementCalls calls = replay.begin(Duration.ZERO)) {
      assertThat(calls.await(calls.chat("complete", request("a"))).content()).isEqualTo("by f1");
    }
    assertThat(asked).containsExactly("m", "f1");
  }

  @Test
  void namesTheModelItselfWhereNothingWasRecorded() {
    Path file = record();
    CallExecutor replay = over(ReplayGateway.of(file, Executors.config(";token=t")), "");
    try (StatementCalls calls = replay.begin(Duration.ZERO)) {
      ChatRequest other = new ChatRequest("a", List.of(Message.user("other")), Map.of());
      BricklaneException error =
          catchThrowableOfType(
              BricklaneException.class, () -> calls.await(calls.chat("complete", other)));
      assertThat(error.code()).isEqualTo(ErrorCode.NOT_RECORDED);
      assertThat(error).hasMessageContaining("model 'm'");
    }
  }

  private Path record() {
    Path file = folder.resolve("calls.jsonl");
    try (RecordingGateway recording =
            RecordingGateway.to(file, this, Executors.config(";token=t"));
        StatementCalls calls = over(recording, "").begin(Duration.ZERO)) {
      calls.await(calls.chat("complete", request("a")));
    }
    return file;
  }

  private ChatCompletion ask(String model) {
    try (StatementCalls calls = over(this, "").begin(Duration.ZERO)) {
      return calls.await(calls.chat("complete", request(model)));
    }
  }

  private BricklaneException failure(String model) {
    return catchThrowableOfType(BricklaneException.class, () -> ask(model));
  }

  private CallExecutor over(ModelGateway gateway, String properties) {
    return Executors.over(gateway, ledger, 4, aliases + properties);
  }

  private static ChatRequest request(String model) {
    return new ChatRequest(model, List.of(Message.user("p")), Map.of());
  }

  @Override
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    asked.add(request.model());
    ErrorCode code = failing.get(request.model());
    return code != null
        ? CompletableFuture.failedFuture(new BricklaneException(code, "not now"))
        : CompletableFuture.completedFuture(
            new ChatCompletion(
                "by " + request.model(),
                null,
                "stop",
                request.model(),
                new Usage(1, 1, 2),
                Duration.ofMillis(1),
                null,
                1));
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
