package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.client.Usage;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StatementCallsTest {
  private static final ChatRequest REQUEST =
      new ChatRequest("m", List.of(Message.user("p")), Map.of());

  private final CallLedger ledger = new CallLedger();

  @Test
  void remembersAnAnswerWithinAStatementOnly() {
    Counting gateway = new Counting(request -> CompletableFuture.completedFuture(answer()));
    CallExecutor executor = Executors.over(gateway, ledger, 16);
    try (StatementCalls calls = executor.begin(Duration.ZERO)) {
      ask(calls, REQUEST);
      ask(calls, REQUEST);
    }
    try (StatementCalls calls = executor.begin(Duration.ZERO)) {
      ask(calls, REQUEST);
    }
    assertThat(gateway.count).isEqualTo(2);
    assertThat(ledger.totals()).isEqualTo(new CallLedger.Totals(2, 1, 0, 6, 4));
    assertThat(ledger.records()).extracting(CallRecord::cached).containsExactly(false, true, false);
    assertThat(ledger.records()).extracting(CallRecord::statement).containsExactly(1L, 1L, 2L);
  }

  @Test
  void failsEqualRequestsTogether() {
    Counting gateway = new Counting(request -> CompletableFuture.failedFuture(overloaded()));
    try (StatementCalls calls = begin(gateway, Duration.ZERO)) {
      assertThat(failure(() -> ask(calls, REQUEST))).isEqualTo(ErrorCode.OVERLOADED);
      assertThat(failure(() -> ask(calls, REQUEST))).isEqualTo(ErrorCode.OVERLOADED);
    }
    assertThat(gateway.count).isEqualTo(1);
    assertThat(ledger.totals().failed()).isEqualTo(1);
  }

  @Test
  void abandonsTheCallInFlightWhenCancelled() throws Exception {
    CompletableFuture<ChatCompletion> never = new CompletableFuture<>();
    CountDownLatch asked = new CountDownLatch(1);
    Counting gateway =
        new Counting(request -> {
          asked.countDown();
          return never;
        });
    StatementCalls calls = begin(gateway, Duration.ZERO);
    CompletableFuture<ErrorCode> outcome =
        CompletableFuture.supplyAsync(() -> failure(() -> ask(calls, REQUEST)));
    asked.await();
    calls.cancel();
    assertThat(outcome.get()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(never).isCancelled();
    assertThat(failure(() -> ask(calls, REQUEST))).isEqualTo(ErrorCode.CANCELLED);
    assertThat(gateway.count).isEqualTo(1);
  }

  @Test
  void endsAWaitForAFreeClientWhenCancelled() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Counting gateway =
        new Counting(request -> {
          waiting.countDown();
          try {
            new CountDownLatch(1).await();
            throw new AssertionError("nobody opens it");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BricklaneException(ErrorCode.CANCELLED, "the wait was interrupted");
          }
        });
    StatementCalls calls = begin(gateway, Duration.ZERO);
    CompletableFuture<Boolean> outcome =
        CompletableFuture.supplyAsync(() ->
            failure(() -> ask(calls, REQUEST)) == ErrorCode.CANCELLED
                && !Thread.currentThread().isInterrupted());
    waiting.await();
    calls.cancel();
    assertThat(outcome.get()).isTrue();
  }

  @Test
  void endsAtItsDeadline() {
    CompletableFuture<ChatCompletion> never = new CompletableFuture<>();
    StatementCalls calls = begin(new Counting(request -> never), Duration.ofMillis(1));
    assertThat(failure(() -> ask(calls, REQUEST))).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
  }

  @Test
  void keepsTheInterruptOfItsThread() throws ExecutionException, InterruptedException {
    StatementCalls calls = begin(new Counting(request -> new CompletableFuture<>()), Duration.ZERO);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(() -> {
          Thread.currentThread().interrupt();
          ErrorCode code = failure(() -> ask(calls, REQUEST));
          interrupted.complete(
              code == ErrorCode.CANCELLED && Thread.currentThread().isInterrupted());
        });
    thread.start();
    assertThat(interrupted.get()).isTrue();
    thread.join();
  }

  @Test
  void tellsHalfACharacterFromAQuestionMark() {
    Counting gateway = new Counting(request -> CompletableFuture.completedFuture(answer()));
    try (StatementCalls calls = begin(gateway, Duration.ZERO)) {
      ask(calls, asking("p\ud800"));
      ask(calls, asking("p\udc00"));
      ask(calls, asking("p?"));
    }
    assertThat(gateway.count).isEqualTo(3);
  }

  @Test
  void remembersABoundedNumberOfFailures() {
    Counting gateway = new Counting(request -> CompletableFuture.failedFuture(overloaded()));
    try (StatementCalls calls = begin(gateway, Duration.ZERO)) {
      int more = (int) (RememberedAnswers.MAX_BYTES / 1_000) + 1;
      for (int i = 0; i < more; i++) {
        failure(() -> ask(calls, asking("p" + gateway.count)));
      }
      failure(() -> ask(calls, asking("p0")));
      assertThat(gateway.count).isEqualTo(more + 1);
    }
  }

  @Test
  void keepsABoundedLedger() {
    Counting gateway = new Counting(request -> CompletableFuture.completedFuture(answer()));
    try (StatementCalls calls = begin(gateway, Duration.ZERO)) {
      for (int i = 0; i <= CallLedger.CAPACITY; i++) {
        ask(calls, asking("p" + i));
      }
    }
    assertThat(ledger.records()).hasSize(CallLedger.CAPACITY);
    assertThat(ledger.records().get(0).number()).isEqualTo(2);
    assertThat(ledger.totals().made()).isEqualTo(CallLedger.CAPACITY + 1L);
  }

  private StatementCalls begin(ModelGateway gateway, Duration timeout) {
    return Executors.over(gateway, ledger, 16).begin(timeout);
  }

  private static ChatRequest asking(String prompt) {
    return new ChatRequest("m", List.of(Message.user(prompt)), Map.of());
  }

  private static ChatCompletion ask(StatementCalls calls, ChatRequest request) {
    return calls.await(calls.chat("complete", request));
  }

  private static ErrorCode failure(Runnable action) {
    return catchThrowableOfType(BricklaneException.class, action::run).code();
  }

  private static ChatCompletion answer() {
    return new ChatCompletion(
        "a", null, "stop", "m", new Usage(3, 2, 5), Duration.ofMillis(1), "r", 1);
  }

  private static BricklaneException overloaded() {
    return new BricklaneException(ErrorCode.OVERLOADED, "busy");
  }

  private static final class Counting implements ModelGateway {
    private final Function<ChatRequest, CompletableFuture<ChatCompletion>> chat;
    private int count;

    Counting(Function<ChatRequest, CompletableFuture<ChatCompletion>> chat) {
      this.chat = chat;
    }

    @Override
    public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
      count++;
      return chat.apply(request);
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
}
