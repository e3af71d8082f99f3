package dev.bricklane.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineBodyTest {
  private static final String TEXT = "data: grüße 🙂\n\r\nb\r\rc\nlast";

  private final List<String> lines = new ArrayList<>();
  private boolean cancelled;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 1000})
  void cutsLinesWhereverTheNetworkCuts(int piece) {
    LineBody body = body(1000, 1000, line -> true);
    feed(body, TEXT, piece);
    body.onComplete();
    assertThat(lines).containsExactly("data: grüße 🙂", "", "b", "", "c", "last");
    assertThat(body.done()).isCompleted();
    assertThat(body.getBody().toCompletableFuture()).isCompleted();
  }

  @Test
  void isDoneWhenItsReaderHasEnough() {
    LineBody body = body(1000, 1000, line -> !line.equals("b"));
    feed(body, TEXT, 4);
    assertThat(body.done()).isCompleted();
    assertThat(body.ended()).isFalse();
    assertThat(lines).endsWith("b");
    body.cancel();
    assertThat(cancelled).isTrue();
  }

  @Test
  void refusesALineThatIsTooLong() {
    LineBody body = body(5, 1000, line -> true);
    feed(body, "12345\n123456", 3);
    assertThat(lines).containsExactly("12345");
    assertFails(body, "larger than 5 bytes");
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    LineBody body = body(1000, 8, line -> true);
    feed(body, "1234\n5678", 3);
    assertFails(body, "larger than 8 bytes");
  }

  @Test
  void endsWithTheErrorOfItsReader() {
    LineBody body =
        body(
            1000,
            1000,
            line -> {
              throw new IllegalStateException("no");
            });
    feed(body, "a\nb\n", 1);
    assertFails(body, "no");
    assertThat(lines).containsExactly("a");
  }

  private void assertFails(LineBody body, String message) {
    assertThat(cancelled).isTrue();
    assertThatThrownBy(() -> body.done().join()).cause().hasMessageContaining(message);
    assertThat(body.getBody().toCompletableFuture()).isCompletedExceptionally();
  }

  private LineBody body(long longestLine, long largest, Predicate<String> wants) {
    LineReader reader =
        new LineReader() {
          @Override
          public boolean begins(HttpReply head) {
            return true;
          }

          @Override
          public boolean line(String line) {
            lines.add(line);
            return wants.test(line);
          }
        };
    LineBody body = new LineBody(reader, longestLine, largest);
    body.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long n) {}

          @Override
          public void cancel() {
            cancelled = true;
          }
        });
    return body;
  }

  private void feed(LineBody body, String text, int piece) {
    byte[] bytes = text.getBytes(UTF_8);
    for (int from = 0; from < bytes.length && !cancelled; from += piece) {
      body.onNext(List.of(ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from))));
    }
  }
}
