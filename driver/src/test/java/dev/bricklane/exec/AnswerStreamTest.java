package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatDelta;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.client.Usage;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import dev.bricklane.error.ErrorCode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of a statement, whose pieces a test sends. */
class AnswerStreamTest implements ModelGateway {
  private static final String BROKEN = "broken";

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch twice = new CountDownLatch(2);
  private final CallLedger ledger = new CallLedger();

  /** A call that was made: how to answer it. */
  private record Asked(
      String model, Consumer<ChatDelta> pieces, CompletableFuture<ChatCompletion> answer) {
    void piece(String text) {
      pieces.accept(new ChatDelta(text, ""));
    }

    void end(String content) {
      answer.complete(
          new ChatCompletion(
              content, null, "stop", model, new Usage(3, 2, 5), Duration.ZERO, null, 1));
    }

    void fail(ErrorCode code, int status) {
      answer.completeExceptionally(
          new BricklaneException(code, "no", new Origin(status, null, null, 1), null));
    }
  }

  @Test
  void givesEachReaderAllThatHasCome() {
    try (StatementCalls calls = calls("")) {
      AnswerStream stream = calls.stream("complete", request("m"));
      assertThat(read(stream, 0)).isEmpty();
      asked.get(0).piece("a");
      asked.get(0).piece("b");
      assertThat(read(stream, 0)).isEqualTo("ab");
      assertThat(read(stream, 1)).isEqualTo("b");
      assertThat(read(stream, 2)).isEmpty();
      asked.get(0).end("abc");
      assertThat(read(stream, 2)).isEqualTo("c");
      assertThat(read(stream, 0)).isEqualTo("abc");
      assertThat(stream.read(3, new char[1], 0, 1)).isEqualTo(-1);
    }
  }

  @Test
  void tellsWhoWaitsOfEachPieceAndOfTheEnd() {
    try (StatementCalls calls = calls("")) {
      AnswerStream stream = calls.stream("complete", request("m"));
      CompletableFuture<?> first = stream.past(0);
      assertThat(first).isNotDone();
      asked.get(0).piece("a");
      assertThat(first).isDone();
      CompletableFuture<?> second = stream.past(1);
      assertThat(second).isNotDone();
      asked.get(0).end("a");
      assertThat(second).isDone();
    }
  }

  @Test
  void holdsBackWhatMayNotBeOfTheAnswerAndReasoning() {
    try (StatementCalls calls = calls("")) {
      AnswerStream stream = calls.stream("complete", request("m"));
      asked.get(0).pieces().accept(new ChatDelta("let me see", "", true));
      asked.get(0).pieces().accept(new ChatDelta("", "why"));
      assertThat(read(stream, 0)).isEmpty();
      assertThat(stream.hasBegun()).isFalse();
      asked.get(0).end("answer");
      assertThat(read(stream, 0)).isEqualTo("answer");
    }
  }

  @Test
  void failsAReaderOfPiecesThatAreNotOfTheAnswer() {
    try (StatementCalls calls = calls("")) {
      AnswerStream stream = calls.stream("complete", request("m"));
      asked.get(0).piece("a");
      asked.get(0).end("b");
      assertThatThrownBy(() -> read(stream, 1))
          .isInstanceOfSatisfying(
              BricklaneException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_ANSWER));
      assertThat(read(stream, 0)).isEqualTo("b");
    }
  }

  @Test
  void givesWhatCameBeforeAFailureAndThenTheFailure() {
    try (StatementCalls calls = calls("")) {
      AnswerStream stream = calls.stream("complete", request("m"));
      asked.get(0).piece("a");
      asked.get(0).fail(ErrorCode.OVERLOADED, 500);
      assertThat(read(stream, 0)).isEqualTo("a");
      assertThatThrownBy(() -> read(stream, 1)).isInstanceOf(BricklaneException.class);
    }
  }

  @Test
  void isOneCallWithEqualRequestsThatAreWaitedFor() {
    try (StatementCalls calls = calls("")) {
      AnswerStream stream = calls.stream("complete", request("m"));
      CompletableFuture<ChatCompletion> whole = calls.chat("complete", request("m"));
      stream.release();
      assertThat(stream.isGivenUp()).isFalse();
      asked.get(0).end("a");
      assertThat(calls.await(whole).content()).isEqualTo("a");

      CompletableFuture<ChatCompletion> other = calls.chat("complete", request("n"));
      AnswerStream late = calls.stream("complete", request("n"));
      late.release();
      asked.get(1).end("b");
      assertThat(calls.await(other).content()).isEqualTo("b");
      assertThat(read(late, 0)).isEqualTo("b");
      assertThat(asked).hasSize(2);
      assertThat(ledger.records())
          .extracting(CallRecord::cached)
          .containsExactly(false, true, false, true);
    }
  }

  @Test
  void isGivenUpWithItsLastClaimAndAskedForAnew() {
    try (StatementCalls calls = calls("")) {
      AnswerStream one = calls.stream("complete", request("m"));
      AnswerStream other = calls.stream("complete", request("m"));
      assertThat(other).isSameAs(one);
      one.release();
      assertThat(asked.get(0).answer()).isNotDone();
      other.release();
      assertThat(asked.get(0).answer()).isCancelled();
      assertThat(calls.inFlight()).isZero();
      assertThatThrownBy(() -> calls.await(one.answer())).hasMessageContaining("given up");
      AnswerStream anew = calls.stream("complete", request("m"));
      asked.get(1).end("a");
      assertThat(read(anew, 0)).isEqualTo("a");
      assertThat(ledger.records())
          .extracting(CallRecord::status)
          .containsExactly("cancelled", "ok");
    }
  }

  @Test
  void isEndedByTheEndOfItsStatement() {
    StatementCalls calls = calls("");
    AnswerStream stream = calls.stream("complete", request("m"));
    asked.get(0).piece("a");
    calls.close();
    assertThat(asked.get(0).answer()).isCancelled();
    assertThat(read(stream, 0)).isEqualTo("a");
    assertThatThrownBy(() -> read(stream, 1)).hasMessageContaining("cancelled");
  }

  @Test
  void countsWhatHasComeOfAnAnswerThatWasGivenUp() {
    try (StatementCalls calls = calls("")) {
      AnswerStream stream = calls.stream("complete", request("m"));
      asked.get(0).piece("four");
      asked.get(0).piece("four");
      asked.get(0).pieces().accept(new ChatDelta("", "four"));
      stream.release();
      long prompt = TokenEstimate.of(request("m")).input();
      assertThat(calls.spent().tokens()).isEqualTo(prompt + 3);
      assertThat(calls.spent().calls()).isEqualTo(1);
    }
  }

  @Test
  void countsTheWholeEstimateWhereNothingHasCome() {
    try (StatementCalls calls = calls("")) {
      calls.stream("complete", request("m")).release();
      assertThat(calls.spent().tokens()).isEqualTo(TokenEstimate.of(request("m")).total());
    }
  }

  @Test
  void isKeptInTheCacheOnlyWhole() {
    CallExecutor executor = Executors.over(this, ledger, 4, ";cache=memory");
    try (StatementCalls calls = executor.begin(Duration.ZERO)) {
      AnswerStream stream = calls.stream("complete", request("m"));
      asked.get(0).piece("a");
      stream.release();
    }
    try (StatementCalls calls = executor.begin(Duration.ZERO)) {
      calls.stream("complete", request("m"));
      asked.get(1).end("a");
    }
    try (StatementCalls calls = executor.begin(Duration.ZERO)) {
      assertThat(read(calls.stream("complete", request("m")), 0)).isEqualTo("a");
      assertThat(calls.stream("complete", request("m")).isDone()).isTrue();
    }
    assertThat(asked).hasSize(2);
  }

  @Test
  void asksAnotherModelOnlyBeforeTheFirstToken(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(folder.resolve("a.yaml"), "aliases:\n  a: {model: m, fallbacks: [f]}\n");
    try (StatementCalls calls = calls(";aliases=" + file)) {
      AnswerStream stream = calls.stream("complete", request("a"));
      asked.get(0).fail(ErrorCode.OVERLOADED, 503);
      assertThat(twice.await(50, TimeUnit.SECONDS)).isTrue(); // It is asked by another thread.
      asked.get(1).piece("by f");
      asked.get(1).fail(ErrorCode.OVERLOADED, 503);
      assertThat(read(stream, 0)).isEqualTo("by f");
      assertThatThrownBy(() -> calls.await(stream.answer())).isInstanceOf(BricklaneException.class);
      assertThat(asked).extracting(Asked::model).containsExactly("m", "f");
    }
    try (StatementCalls calls = calls(";aliases=" + file)) {
      calls.stream("complete", request("a"));
      asked.get(2).piece("by m");
      asked.get(2).fail(ErrorCode.OVERLOADED, 503);
      assertThat(calls.inFlight()).isZero();
      assertThat(asked).hasSize(3);
    }
  }

  @Test
  void takesNothingMoreOfACallThatRanOutOfTime(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(folder.resolve("a.yaml"), "aliases:\n  a: {model: m, fallbacks: [f]}\n");
    try (StatementCalls calls = calls(";aliases=" + file)) {
      AnswerStream stream = calls.stream("complete", request("a"));
      asked.get(0).fail(ErrorCode.DEADLINE_EXCEEDED, 0);
      asked.get(0).piece("late ");
      assertThat(twice.await(50, TimeUnit.SECONDS)).isTrue();
      asked.get(1).piece("by ");
      asked.get(0).piece("later ");
      asked.get(1).piece("f");
      assertThat(read(stream, 0)).isEqualTo("by f");
      asked.get(1).end("by f");
      assertThat(read(stream, 3)).isEqualTo("f");
    }
  }

  @Test
  void failsWhereAnotherModelCannotBeAsked(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.yaml"), "aliases:\n  a: {model: m, fallbacks: [" + BROKEN + "]}\n");
    try (StatementCalls calls = calls(";aliases=" + file)) {
      AnswerStream stream = calls.stream("complete", request("a"));
      asked.get(0).fail(ErrorCode.OVERLOADED, 503);
      assertThat(stream.answer())
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableThat()
          .withCauseInstanceOf(BricklaneException.class);
    }
  }

  @Test
  void isNotSentAgainAfterARefusalWithinIt() {
    PacedGateway paced =
        new PacedGateway(
            this,
            URI.create("https://paced-stream.example"),
            new Http(Duration.ofSeconds(1), Duration.ofMinutes(5), 3, Optional.empty()));
    CompletableFuture<ChatCompletion> answer = paced.stream(request("m"), piece -> {});
    asked.get(0).piece("a");
    asked.get(0).fail(ErrorCode.OVERLOADED, 503);
    assertThat(answer).isCompletedExceptionally();
    assertThat(asked).hasSize(1);
  }

  private StatementCalls calls(String properties) {
    return Executors.over(this, ledger, 4, properties).begin(Duration.ZERO);
  }

  private static ChatRequest request(String model) {
    return new ChatRequest(model, List.of(Message.user("hi")), Map.of());
  }

  private static String read(AnswerStream stream, int from) {
    char[] buffer = new char[100];
    int count = stream.read(from, buffer, 0, 100);
    return new String(buffer, 0, Math.max(0, count));
  }

  @Override
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    return stream(request, piece -> {});
  }

  @Override
  public CompletableFuture<ChatCompletion> stream(ChatRequest request, Consumer<ChatDelta> pieces) {
    if (request.model().equals(BROKEN)) {
      throw new IllegalStateException(BROKEN);
    }
    Asked call = new Asked(request.model(), pieces, new CompletableFuture<>());
    asked.add(call);
    twice.countDown();
    return call.answer();
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
