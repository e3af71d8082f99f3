package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.client.Usage;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.exec.CallWindow.Pending;
import dev.bricklane.exec.CallWindow.Reader;
import dev.bricklane.exec.CallWindow.RowSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class CallWindowTest {
  private final HeldGateway gateway = new HeldGateway();
  private long ahead = Long.MAX_VALUE;
  private final StatementCalls calls =
      Executors.over(gateway, new CallLedger(), 4).begin(Duration.ZERO);

  @Test
  void startsNothingBeforeTheFirstRowIsAskedFor() {
    window(10, Long.MAX_VALUE);
    assertThat(gateway.held).isEmpty();
  }

  @Test
  void keepsAWindowInFlightAndNoMore() throws Exception {
    CallWindow<Integer> window = window(10, Long.MAX_VALUE);
    CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> row(window));
    List<Held> started = take(4);
    assertThat(gateway.held).isEmpty();
    started.get(0).reply();
    assertThat(first.get()).isZero();
    // One took the place of the one that ended; while nobody asks, no other is started.
    assertThat(take(1)).extracting(Held::prompt).containsExactly("p4");
    started.get(1).reply();
    assertThat(gateway.held).isEmpty();
  }

  @Test
  void slidesWhileTheFirstRowWaits() throws Exception {
    CallWindow<Integer> window = window(10, Long.MAX_VALUE);
    CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> row(window));
    List<Held> started = take(4);
    started.get(1).reply();
    started.get(3).reply();
    List<Held> further = take(2);
    assertThat(further).extracting(Held::prompt).containsExactly("p4", "p5");
    started.get(0).reply();
    assertThat(first.get()).isZero();
  }

  @Test
  void givesRowsBeforeTheirStreamsEndAndKeepsAWindowOfThese() throws Exception {
    CallWindow<Integer> window = streaming(6);
    for (int i = 0; i < 4; i++) {
      assertThat(row(window)).isEqualTo(i);
    }
    List<Held> started = take(4);
    CompletableFuture<Integer> fifth = CompletableFuture.supplyAsync(() -> row(window));
    assertThat(gateway.held).isEmpty();
    started.get(2).reply();
    assertThat(fifth.get()).isEqualTo(4);
    assertThat(take(1)).extracting(Held::prompt).containsExactly("p4");
    started.get(0).fail();
    assertThatThrownBy(() -> row(window))
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
    assertThat(gateway.held).isEmpty();
  }

  /** A window over rows whose one call each is a stream. */
  private CallWindow<Integer> streaming(int rows) {
    RowSource<Integer> source =
        new RowSource<>() {
          private int next;

          @Override
          public Pending<Integer> next() {
            int row = next++;
            return row == rows
                ? null
                : new Pending<>(
                    row, List.of(), List.of(calls.stream("complete", request(row)).answer()));
          }

          @Override
          public void close() {}
        };
    return new CallWindow<>(calls, source, Reader.UNKNOWN, null);
  }

  private static ChatRequest request(int row) {
    return new ChatRequest("m", List.of(Message.user("p" + row)), Map.of());
  }

  @Test
  void givesRowsInOrderWhateverTheOrderOfAnswers() throws Exception {
    CallWindow<Integer> window = window(4, Long.MAX_VALUE);
    CompletableFuture<List<Integer>> rows = CompletableFuture.supplyAsync(() -> all(window));
    List<Held> started = take(4);
    for (int i : new int[] {3, 1, 2, 0}) {
      started.get(i).reply();
    }
    assertThat(rows.get()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void startsNoMoreThanTheReaderCanWant() throws Exception {
    CallWindow<Integer> window = window(10, 2);
    CompletableFuture<List<Integer>> rows = CompletableFuture.supplyAsync(() -> all(window));
    take(2).forEach(Held::reply);
    assertThat(rows.get()).containsExactly(0, 1);
    assertThat(gateway.held).isEmpty();
  }

  @Test
  void givesTheRowsBeforeAFailureAndStartsNoneAfterIt() throws Exception {
    CallWindow<Integer> window = window(10, Long.MAX_VALUE);
    CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> row(window));
    List<Held> started = take(4);
    started.get(1).fail();
    started.get(0).reply();
    assertThat(first.get()).isZero();
    assertThatThrownBy(window::next)
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining("busy");
    assertThat(gateway.held).isEmpty();
  }

  @Test
  void givesARowThatIsReadyBeforeItStartsAWindow() throws Exception {
    CallWindow<Integer> window = window(40, Long.MAX_VALUE);
    CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> row(window));
    take(4).forEach(Held::reply);
    assertThat(first.get()).isZero();
    gateway.held.clear();
    assertThat(row(window)).isEqualTo(1);
    assertThat(gateway.held.size()).isLessThanOrEqualTo(2);
  }

  @Test
  void worksAheadNoFurtherThanTheReaderFetches() throws Exception {
    ahead = 2;
    CallWindow<Integer> window = window(10, Long.MAX_VALUE);
    CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> row(window));
    List<Held> started = take(2);
    started.get(0).reply();
    assertThat(first.get()).isZero();
    assertThat(gateway.held).isEmpty();
    CompletableFuture<Integer> second = CompletableFuture.supplyAsync(() -> row(window));
    assertThat(take(1)).extracting(Held::prompt).containsExactly("p2");
    started.get(1).reply();
    assertThat(second.get()).isEqualTo(1);
    assertThat(gateway.held).isEmpty();
  }

  @Test
  void endsWhenTheStatementIsCancelled() throws Exception {
    CallWindow<Integer> window = window(10, Long.MAX_VALUE);
    CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> row(window));
    List<Held> started = take(4);
    calls.cancel();
    assertThatThrownBy(first::get).hasRootCauseInstanceOf(BricklaneException.class);
    assertThat(started).allSatisfy(held -> assertThat(held.answer).isCancelled());
  }

  private CallWindow<Integer> window(int rows, long most) {
    return new CallWindow<>(
        calls,
        new RowSource<Integer>() {
          private int next;

          @Override
          public Pending<Integer> next() {
            if (next == rows) {
              return null;
            }
            ChatRequest request = new ChatRequest("m", List.of(Message.user("p" + next)), Map.of());
            return new Pending<>(next++, List.of(calls.chat("complete", request)));
          }

          @Override
          public void close() {}
        },
        new Reader() {
          @Override
          public long most() {
            return most;
          }

          @Override
          public long ahead() {
            return ahead;
          }
        },
        null);
  }

  private static Integer row(CallWindow<Integer> window) {
    Pending<Integer> next = window.next();
    return next == null ? null : next.row();
  }

  private static List<Integer> all(CallWindow<Integer> window) {
    List<Integer> rows = new ArrayList<>();
    for (Integer row = row(window); row != null; row = row(window)) {
      rows.add(row);
    }
    return rows;
  }

  private List<Held> take(int count) throws InterruptedException {
    List<Held> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(gateway.held.take());
    }
    return taken;
  }

  private record Held(String prompt, CompletableFuture<ChatCompletion> answer) {
    void reply() {
      answer.complete(
          new ChatCompletion(prompt, null, "stop", "m", Usage.UNKNOWN, Duration.ZERO, null, 1));
    }

    void fail() {
      answer.completeExceptionally(new BricklaneException(ErrorCode.OVERLOADED, "busy"));
    }
  }

  /** Holds every call until the test answers it. */
  private static final class HeldGateway implements ModelGateway {
    private final LinkedBlockingQueue<Held> held = new LinkedBlockingQueue<>();

    @Override
    public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
      CompletableFuture<ChatCompletion> answer = new CompletableFuture<>();
      held.add(new Held(request.messages().get(0).text(), answer));
      return answer;
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
