package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.client.Usage;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddingBatchTest {
  private final Choosy gateway = new Choosy();
  private final CallLedger ledger = new CallLedger();
  private final StatementCalls calls = Executors.over(gateway, ledger, 4).begin(Duration.ZERO);

  @Test
  void sendsWaitingTextsTogetherWhenSomebodyWaits() {
    List<CompletableFuture<Embeddings>> answers = ask("a", "bb", "a", "ccc");
    assertThat(gateway.sizes).isEmpty();
    assertThat(answers.stream().map(this::length)).containsExactly(1f, 2f, 1f, 3f);
    assertThat(gateway.sizes).containsExactly(3);
    assertThat(ledger.totals().made()).isEqualTo(1);
    assertThat(ledger.totals().saved()).isEqualTo(1);
    assertThat(ledger.totals().promptTokens()).isEqualTo(6);
  }

  @Test
  void splitsARequestOfManyTexts() {
    List<String> texts = IntStream.range(0, 151).mapToObj(i -> "t" + i).toList();
    List<CompletableFuture<Embeddings>> answers =
        calls.embed("embed", new EmbeddingRequest("e", texts, Map.of()));
    assertThat(answers).hasSize(151);
    assertThat(length(answers.get(150))).isEqualTo(4f);
    assertThat(gateway.sizes).containsExactly(100, 51);
  }

  @Test
  void sendsNoMoreBatchesThanTheWindowTakes() throws InterruptedException {
    gateway.slow = true;
    List<String> texts = IntStream.range(0, 1_050).mapToObj(i -> "t" + i).toList();
    List<CompletableFuture<Embeddings>> answers =
        calls.embed("embed", new EmbeddingRequest("e", texts, Map.of()));
    CompletableFuture<Float> last = CompletableFuture.supplyAsync(() -> length(answers.get(1_049)));
    for (int batch = 0; batch < 11; batch++) {
      Runnable ready = gateway.waiting.take();
      assertThat(calls.inFlight()).isBetween(1, 4);
      ready.run();
    }
    assertThat(last.join()).isEqualTo(5f);
    assertThat(gateway.sizes).hasSize(11).endsWith(50);
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
  }

  @Test
  void failsTheTextsThatWaitForTheWindowWithTheirStatement() {
    gateway.slow = true;
    List<String> texts = IntStream.range(0, 1_000).mapToObj(i -> "t" + i).toList();
    List<CompletableFuture<Embeddings>> answers =
        calls.embed("embed", new EmbeddingRequest("e", texts, Map.of()));
    assertThat(gateway.sizes).hasSize(4);
    calls.cancel();
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedExceptionally());
    assertThat(gateway.sizes).hasSize(4);
  }

  @Test
  void halvesABatchThatIsTooLarge() {
    gateway.most = 2;
    List<CompletableFuture<Embeddings>> answers = ask("a", "bb", "ccc", "dddd", "eeeee");
    assertThat(answers.stream().map(this::length)).containsExactly(1f, 2f, 3f, 4f, 5f);
    assertThat(gateway.sizes.get(0)).isEqualTo(5);
    assertThat(gateway.sizes.stream().filter(size -> size <= 2).mapToInt(size -> size).sum())
        .isEqualTo(5);
  }

  @Test
  void failsOneBadTextAndNotItsNeighbours() {
    List<CompletableFuture<Embeddings>> answers = ask("a", "bad", "ccc", "dddd");
    assertThat(length(answers.get(0))).isEqualTo(1f);
    assertThat(length(answers.get(2))).isEqualTo(3f);
    assertThat(length(answers.get(3))).isEqualTo(4f);
    assertThat(
            catchThrowableOfType(BricklaneException.class, () -> calls.await(answers.get(1)))
                .code())
        .isEqualTo(ErrorCode.BAD_REQUEST);
  }

  @Test
  void dropsTextsThatWereNeverSentWithTheirStatement() {
    List<CompletableFuture<Embeddings>> answers = ask("a", "bb");
    calls.close();
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedExceptionally());
    assertThat(gateway.sizes).isEmpty();
  }

  private List<CompletableFuture<Embeddings>> ask(String... texts) {
    List<CompletableFuture<Embeddings>> answers = new ArrayList<>();
    for (String text : texts) {
      answers.addAll(calls.embed("embed", new EmbeddingRequest("e", List.of(text), Map.of())));
    }
    return answers;
  }

  private float length(CompletableFuture<Embeddings> answer) {
    return calls.await(answer).vectors().get(0)[0];
  }

  /** Embeds a text as its length; refuses batches that are too large, or hold the text "bad". */
  private static final class Choosy implements ModelGateway {
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private volatile int most = Integer.MAX_VALUE;
    private volatile boolean slow;

    @Override
    public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
      sizes.add(request.inputs().size());
      if (request.inputs().size() > most) {
        return CompletableFuture.failedFuture(
            new BricklaneException(ErrorCode.PAYLOAD_TOO_LARGE, "too many"));
      }
      if (request.inputs().contains("bad")) {
        return CompletableFuture.failedFuture(
            new BricklaneException(ErrorCode.BAD_REQUEST, "a bad text"));
      }
      List<float[]> vectors =
          request.inputs().stream().map(text -> new float[] {text.length()}).toList();
      Usage usage = new Usage(2 * vectors.size(), null, 2 * vectors.size());
      Embeddings answer = new Embeddings(vectors, "e", usage, Duration.ZERO, null, 1);
      CompletableFuture<Embeddings> call = new CompletableFuture<>();
      if (slow) {
        waiting.add(() -> call.complete(answer));
      } else {
        call.complete(answer);
      }
      return call;
    }

    @Override
    public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<List<ServingEndpoint>> endpoints() {
      throw new UnsupportedOperationException();
    }
  }
}
