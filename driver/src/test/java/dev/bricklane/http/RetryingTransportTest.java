package dev.bricklane.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.TransportFailure.Stage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryingTransportTest {
  private static final HttpCall POST = call("POST", Duration.ofMinutes(5));
  private static final HttpCall GET = call("GET", Duration.ofMinutes(5));

  private final ManualScheduler scheduler = new ManualScheduler();
  private final List<HttpCall> sent = new ArrayList<>();
  private final List<CompletableFuture<HttpReply>> exchanges = new ArrayList<>();

  private final Transport network =
      call -> {
        sent.add(call);
        CompletableFuture<HttpReply> exchange = new CompletableFuture<>();
        exchanges.add(exchange);
        return exchange;
      };

  @Test
  void givesASuccessAtOnce() {
    CompletableFuture<HttpReply> result = retrying(3).send(POST);
    answer(200);
    assertThat(result.join().attempts()).isEqualTo(1);
    assertThat(scheduler.waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503})
  void sendsAModelCallAgainWhenTheModelHasNotWorked(int status) {
    CompletableFuture<HttpReply> result = retrying(3).send(POST);
    answer(status);
    assertThat(result).isNotDone();
    scheduler.advance(Duration.ofSeconds(1).plusMillis(400));
    answer(200);
    assertThat(result.join().status()).isEqualTo(200);
    assertThat(result.join().attempts()).isEqualTo(2);
  }

  /** 504 says that the model has worked for as long as it may: another call costs as much. */
  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 413, 500, 501, 504})
  void givesOtherErrorsOfAModelCallAtOnce(int status) {
    CompletableFuture<HttpReply> result = retrying(3).send(POST);
    answer(status);
    assertThat(result.join().status()).isEqualTo(status);
    assertThat(sent).hasSize(1);
  }

  @Test
  void sendsAGetAgainAfterAnInternalError() {
    CompletableFuture<HttpReply> result = retrying(1).send(GET);
    answer(500);
    assertThat(result).isNotDone();
  }

  @Test
  void waitsLongerEachTimeUpToAMinute() {
    // min(60 s, 1 s * 2^(n-1)) + 50..750 ms; the random number here is always one half.
    CompletableFuture<HttpReply> result = retrying(8).send(call("POST", Duration.ZERO));
    for (int i = 0; i < 8; i++) {
      answer(503);
      scheduler.advance(Duration.ofSeconds(61));
    }
    answer(503);
    assertThat(scheduler.delays())
        .extracting(Duration::toMillis)
        .containsExactly(1_400L, 2_400L, 4_400L, 8_400L, 16_400L, 32_400L, 60_400L, 60_400L);
    assertThat(result.join().attempts()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({"0, 1050", "1, 1750"})
  void addsAJitterBetweenItsLimits(double random, long millis) {
    assertThat(RetryPolicy.backOff(1, random)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void givesTheLastAnswerWhenRetriesAreUsedUp() {
    CompletableFuture<HttpReply> result = retrying(1).send(POST);
    answer(503);
    scheduler.advance(Duration.ofSeconds(2));
    answer(429);
    assertThat(result.join().status()).isEqualTo(429);
    assertThat(result.join().attempts()).isEqualTo(2);
  }

  @Test
  void neverRetriesWithZeroRetries() {
    CompletableFuture<HttpReply> result = retrying(0).send(POST);
    answer(503);
    assertThat(result.join().attempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7                             | 7000
          0                             | 0
          0.5                           | 500
          Thu, 01 Jan 2026 00:00:09 GMT | 9000
          Wed, 31 Dec 2025 00:00:00 GMT | 0
          soon                          | 1400
          """)
  void obeysRetryAfter(String header, long millis) {
    CompletableFuture<HttpReply> result = retrying(3).send(POST);
    last().complete(new HttpReply(429, Map.of("retry-after", header), new byte[0]));
    assertThat(scheduler.delays()).containsExactly(Duration.ofMillis(millis));
    assertThat(result).isNotDone();
  }

  @Test
  void obeysTheBodysRetryAfter() {
    retrying(3).send(POST);
    String body = "{\"error\":{\"code\":429,\"limit\":200000,\"retry_after\":15}}";
    last().complete(new HttpReply(429, Map.of(), body.getBytes(UTF_8)));
    assertThat(scheduler.delays()).containsExactly(Duration.ofSeconds(15));
  }

  @Test
  void failsAtOnceWhenTheWaitWouldPassTheDeadline() {
    CompletableFuture<HttpReply> result = retrying(3).send(call("POST", Duration.ofSeconds(10)));
    last().complete(new HttpReply(429, Map.of("Retry-After", "11"), new byte[0]));
    assertThat(result.join().status()).isEqualTo(429);
    assertThat(scheduler.delays()).isEmpty();
  }

  @Test
  void givesEachAttemptWhatIsLeftOfTheTime() {
    retrying(3).send(call("POST", Duration.ofSeconds(10)));
    scheduler.advance(Duration.ofSeconds(3));
    answer(503);
    scheduler.advance(Duration.ofMillis(1_400));
    assertThat(sent)
        .extracting(HttpCall::timeout)
        .containsExactly(Duration.ofSeconds(10), Duration.ofMillis(5_600));
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void sendsAModelCallAgainOnlyWhenTheNetworkFailedBeforeTheAnswer(Stage stage) {
    CompletableFuture<HttpReply> result = retrying(3).send(POST);
    last().completeExceptionally(networkFailure(stage));
    assertThat(result.isDone()).isEqualTo(stage != Stage.CONNECT && stage != Stage.EXCHANGE);
  }

  /** A stale connection breaks at once; a later break may be a proxy's that tired of waiting. */
  @Test
  void doesNotSendAModelCallAgainThatBrokeWhileTheModelMayHaveWorked() {
    CompletableFuture<HttpReply> result = retrying(3).send(POST);
    scheduler.advance(Duration.ofSeconds(3));
    last().completeExceptionally(networkFailure(Stage.EXCHANGE));
    assertThat(result).isCompletedExceptionally();
    CompletableFuture<HttpReply> listing = retrying(3).send(GET);
    scheduler.advance(Duration.ofSeconds(3));
    last().completeExceptionally(networkFailure(Stage.EXCHANGE));
    assertThat(listing).isNotDone();
  }

  @Test
  void sendsAGetAgainWhenItsAnswerBroke() {
    CompletableFuture<HttpReply> result = retrying(3).send(GET);
    last().completeExceptionally(networkFailure(Stage.ANSWER));
    assertThat(result).isNotDone();
  }

  @Test
  void doesNotSendAgainAfterTheTimeWasOver() {
    CompletableFuture<HttpReply> result = retrying(3).send(POST);
    last().completeExceptionally(new BricklaneException(ErrorCode.DEADLINE_EXCEEDED, "late"));
    assertThatThrownBy(result::join)
        .cause()
        .isInstanceOfSatisfying(
            BricklaneException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
              assertThat(e.origin().attempts()).isEqualTo(1);
            });
  }

  @Test
  void tellsHowOftenItTriedWhenTheNetworkStaysDown() {
    CompletableFuture<HttpReply> result = retrying(2).send(POST);
    for (int i = 0; i < 3; i++) {
      last().completeExceptionally(networkFailure(Stage.CONNECT));
      scheduler.advance(Duration.ofSeconds(10));
    }
    assertThatThrownBy(result::join)
        .cause()
        .hasMessage("no connection (after 3 attempts)")
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.origin().attempts()).isEqualTo(3));
  }

  @Test
  void cancelsTheExchangeUnderWay() {
    CompletableFuture<HttpReply> result = retrying(3).send(POST);
    result.cancel(true);
    assertThat(last()).isCancelled();
  }

  @Test
  void cancelsTheWaitUnderWay() {
    CompletableFuture<HttpReply> result = retrying(3).send(POST);
    answer(503);
    result.cancel(true);
    assertThat(scheduler.waiting()).isZero();
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(sent).hasSize(1);
  }

  private RetryingTransport retrying(int maxRetries) {
    return new RetryingTransport(network, new RetryPolicy(maxRetries), scheduler, () -> 0.5);
  }

  private CompletableFuture<HttpReply> last() {
    return exchanges.get(exchanges.size() - 1);
  }

  private void answer(int status) {
    last().complete(new HttpReply(status, Map.of(), new byte[0]));
  }

  private static HttpCall call(String method, Duration timeout) {
    return new HttpCall(method, URI.create("https://w.example/x"), Map.of(), null, timeout);
  }

  private static BricklaneException networkFailure(Stage stage) {
    return new BricklaneException(
        ErrorCode.UNREACHABLE, "no connection", new TransportFailure(stage, "why", null));
  }
}
