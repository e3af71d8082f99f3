package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.Usage;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.exec.LimitedEndpoint.Limiter;
import dev.bricklane.exec.LimitedEndpoint.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How calls get on with an endpoint that has limits, in simulated time. */
class PacedGatewayTest {
  private static final Duration LATENCY = Duration.ofMillis(100);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();
  private Http http = new Http(SECOND, Duration.ofMinutes(5), 3, Optional.empty());
  private LimitedEndpoint endpoint = endpoint(429, (request, now) -> Verdict.YES);
  private int lost;

  /** A bucket of one second's worth, and no word on when to come again. */
  @ParameterizedTest
  @CsvSource({"20,64", "100,64", "100,256", "400,64"})
  void usesWhatATokenBucketAllows(int perSecond, int inFlight) {
    endpoint = endpoint(429, Limits.bucket(perSecond, perSecond));
    assertThat(goodput(inFlight, Duration.ofMinutes(2), perSecond)).isGreaterThanOrEqualTo(0.95);
    assertThat(lost).isZero();
  }

  /** A bucket of a tenth of a second's worth: what comes in clumps is refused. */
  @ParameterizedTest
  @CsvSource({"20,64", "100,64", "400,64", "400,256"})
  void usesWhatASmallBucketAllows(int perSecond, int inFlight) {
    endpoint = endpoint(429, Limits.bucket(perSecond, Math.max(1, perSecond / 10.0)));
    assertThat(goodput(inFlight, Duration.ofSeconds(10), perSecond)).isGreaterThanOrEqualTo(0.95);
    assertThat(lost).isZero();
  }

  /** A fixed number in each second, and Retry-After until its end. */
  @ParameterizedTest
  @CsvSource({"20,64", "100,64", "100,256", "400,64"})
  void usesWhatEachSecondAllows(int perSecond, int inFlight) {
    endpoint = endpoint(429, Limits.fixedWindow(perSecond, SECOND, true));
    assertThat(goodput(inFlight, Duration.ofMinutes(2), perSecond)).isGreaterThanOrEqualTo(0.95);
    assertThat(lost).isZero();
  }

  /** The same, but Retry-After comes in whole seconds, and so is longer than it must be. */
  @ParameterizedTest
  @CsvSource({"20,64", "100,64", "100,256", "400,64", "200,16"})
  void usesWhatEachSecondAllowsThoughAskedToWaitLonger(int perSecond, int inFlight) {
    endpoint = endpoint(429, Limits.inWholeSeconds(Limits.fixedWindow(perSecond, SECOND, true)));
    double most = Math.min(perSecond, inFlight * 1_000.0 / LATENCY.toMillis());
    assertThat(goodput(inFlight, Duration.ofMinutes(2), most)).isGreaterThanOrEqualTo(0.95);
    assertThat(lost).isZero();
    assertThat(endpoint.refused).isLessThan(inFlight + endpoint.accepted / 50);
  }

  /** Somebody else has used up the minute nearly; what was let in says nothing of the limit. */
  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void usesWhatAMinuteAllowsThoughItBeganInOneThatWasUsedUp(int left) {
    Limiter limiter = Limits.inWholeSeconds(Limits.fixedWindow(1_200, Duration.ofMinutes(1), true));
    for (int i = 0; i < 1_200 - left; i++) {
      limiter.admit(request(), 0);
    }
    endpoint = endpoint(429, limiter);
    assertThat(goodput(16, Duration.ofMinutes(10), 20)).isGreaterThanOrEqualTo(0.85);
    assertThat(lost).isZero();
  }

  /** A cold start: nothing gets through, and then everything does. */
  @ParameterizedTest
  @ValueSource(ints = {5, 15, 60})
  void isFastAfterTheServiceWasBusy(int seconds) {
    endpoint =
        endpoint(
            503,
            (request, now) ->
                now < Duration.ofSeconds(seconds).toNanos()
                    ? new Verdict(false, SECOND, null)
                    : Verdict.YES);
    http = new Http(SECOND, Duration.ofMinutes(5), 100, Optional.empty());
    run(16, Duration.ofMinutes(3));
    // 16 in flight make 160 calls a second.
    assertThat(endpoint.accepted).isGreaterThan((180 - seconds - 10) * 160);
    assertThat(lost).isZero();
  }

  /** Databricks' limits hold for a minute. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void usesWhatEachMinuteAllows(boolean saysWhen) {
    endpoint = endpoint(429, Limits.fixedWindow(1_200, Duration.ofMinutes(1), saysWhen));
    assertThat(goodput(64, Duration.ofMinutes(10), 20)).isGreaterThanOrEqualTo(0.95);
    assertThat(lost).isZero();
  }

  /** So many at a time, as a provisioned endpoint has it. */
  @ParameterizedTest
  @CsvSource({"8,64,429", "8,256,503", "30,64,503", "1,16,429"})
  void usesWhatAnEndpointTakesAtATime(int most, int inFlight, int status) {
    endpoint = endpoint(status, Limits.atATime(most));
    double perSecond = most * 1.0 / LATENCY.toMillis() * 1_000;
    assertThat(goodput(inFlight, Duration.ofMinutes(2), perSecond)).isGreaterThanOrEqualTo(0.95);
    assertThat(lost).isZero();
  }

  /** Each call asks for 500 tokens and takes 20 of them; 20,000 are there in a minute. */
  @Test
  void setsTokensAsideAsTheEndpointDoes() {
    endpoint = endpoint(429, Limits.reservedTokens(20_000));
    run(64, Duration.ofMinutes(10));
    // By the reservation alone 40 calls go in a minute; what is given back makes it up to 1,000.
    assertThat(endpoint.accepted).isGreaterThan(8_000);
    assertThat(lost).isZero();
    assertThat(endpoint.refused).isLessThan(endpoint.accepted / 10);
  }

  @Test
  void refusesFewWhereItKnowsTheLimit() {
    endpoint = endpoint(429, Limits.atATime(8));
    run(64, Duration.ofMinutes(2));
    assertThat(endpoint.refused).isLessThan(endpoint.accepted / 10);
  }

  @Test
  void opensAgainWhenTheLimitIsLifted() {
    int[] most = {4};
    int[] running = {0};
    endpoint =
        endpoint(
            503,
            new Limiter() {
              @Override
              public Verdict admit(ChatRequest request, long nanos) {
                if (running[0] >= most[0]) {
                  return Verdict.NO;
                }
                running[0]++;
                return Verdict.YES;
              }

              @Override
              public void done(ChatRequest request) {
                running[0]--;
              }
            });
    run(64, Duration.ofSeconds(30));
    most[0] = 1_000;
    int before = endpoint.accepted;
    run(0, Duration.ofSeconds(60));
    // With 64 in flight 30 s allow 19,200 calls; the first of them open the window.
    assertThat(endpoint.accepted - before).isGreaterThan(12_000);
  }

  /** Others may have used up what a minute allows. */
  @Test
  void givesUpAfterAMinuteInWhichNothingGetsThrough() {
    endpoint = endpoint(429, (request, now) -> new Verdict(false, SECOND, null));
    CompletableFuture<ChatCompletion> answer = gateway().chat(request());
    time.runUntil(Duration.ofSeconds(59));
    assertThat(answer).isNotDone();
    time.runUntil(Duration.ofSeconds(62));
    assertThat(failure(answer).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(failure(answer).origin().attempts()).isEqualTo(endpoint.refused);
    assertThat(failure(answer)).hasMessageContaining("after " + endpoint.refused + " attempts");
  }

  @Test
  void givesUpAfterMaxRetriesThatTakeLonger() {
    endpoint = endpoint(429, (request, now) -> new Verdict(false, SECOND.multipliedBy(40), null));
    CompletableFuture<ChatCompletion> answer = gateway().chat(request());
    time.runUntil(Duration.ofMinutes(4));
    assertThat(failure(answer).origin().attempts()).isEqualTo(4);
  }

  @Test
  void waitsNoMinuteForThoseWhoWantFewRetries() {
    http = new Http(SECOND, Duration.ofMinutes(5), 1, Optional.empty());
    endpoint = endpoint(429, (request, now) -> new Verdict(false, SECOND, null));
    CompletableFuture<ChatCompletion> answer = gateway().chat(request());
    time.runUntil(Duration.ofSeconds(5));
    assertThat(failure(answer).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(endpoint.refused).isEqualTo(2);
  }

  @Test
  void failsAtOnceWithoutRetries() {
    http = new Http(SECOND, Duration.ofMinutes(5), 0, Optional.empty());
    endpoint = endpoint(429, (request, now) -> Verdict.NO);
    CompletableFuture<ChatCompletion> answer = gateway().chat(request());
    time.runUntil(SECOND);
    assertThat(failure(answer).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(endpoint.refused).isEqualTo(1);
  }

  @Test
  void doesNotWaitBeyondTheTimeOfTheRequest() {
    endpoint = endpoint(429, (request, now) -> new Verdict(false, Duration.ofMinutes(6), null));
    CompletableFuture<ChatCompletion> answer = gateway().chat(request());
    time.runUntil(SECOND);
    assertThat(failure(answer).code()).isEqualTo(ErrorCode.RATE_LIMITED);
  }

  @Test
  void countsTheAttemptsOfAnAnswer() {
    int[] asked = {0};
    endpoint =
        endpoint(
            429, (request, now) -> asked[0]++ < 2 ? new Verdict(false, SECOND, null) : Verdict.YES);
    CompletableFuture<ChatCompletion> answer = gateway().chat(request());
    time.runUntil(Duration.ofSeconds(10));
    assertThat(answer.join().attempts()).isEqualTo(3);
    assertThat(answer.join().latency()).isGreaterThan(SECOND.multipliedBy(2));
  }

  /** A burst at the beginning: what is refused of it need not stand still until its back-off. */
  @Test
  void sendsWhatWasRefusedFirstAgainAsSoonAsOthersGetThrough() {
    endpoint = endpoint(429, Limits.bucket(100, 1));
    PacedGateway gateway = gateway();
    CompletableFuture<ChatCompletion> letIn = gateway.chat(request());
    CompletableFuture<ChatCompletion> refused = gateway.chat(request());
    time.runUntil(LATENCY.multipliedBy(2).plusMillis(10));
    assertThat(letIn).isCompleted();
    assertThat(refused).isCompleted();
    assertThat(endpoint.refused).isEqualTo(1);
  }

  /** Such as an HTTP date that the service's clock has passed already. */
  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void doesNotHurryForARetryAfterThatIsOver(int seconds) {
    int[] asked = {0};
    endpoint =
        endpoint(
            429,
            (request, now) ->
                asked[0]++ == 0
                    ? Verdict.YES
                    : new Verdict(false, Duration.ofSeconds(seconds), null));
    run(16, Duration.ofMinutes(1));
    assertThat(endpoint.refused).isLessThan(16 * 60 * 4);
  }

  @Test
  void aUsageThatIsNoneHurtsNobody() {
    endpoint.usage = new Usage(-1, -20, -21);
    CompletableFuture<ChatCompletion> answer = gateway().chat(request());
    time.runUntil(SECOND);
    assertThat(answer).isCompleted();
  }

  /** What a proxy says is not said of the model: it has not been asked. */
  @ParameterizedTest
  @ValueSource(ints = {407, 429, 503})
  void learnsNothingOfAModelFromAProxy(int status) {
    endpoint = endpoint(status, (request, now) -> Verdict.NO);
    endpoint.code = ErrorCode.PROXY_FAILED;
    CongestionWindow window = new CongestionWindow(time);
    int limit = window.limit();
    CompletableFuture<ChatCompletion> answer =
        new PacedGateway(endpoint, model -> window, http, time).chat(request());
    time.runUntil(SECOND);
    assertThat(failure(answer).code()).isEqualTo(ErrorCode.PROXY_FAILED);
    assertThat(endpoint.refused).isEqualTo(1);
    assertThat(window.limit()).isEqualTo(limit);
    assertThat(window.letsCallsThrough()).isFalse();
  }

  @Test
  void saysAtItsDeadlineWhatItWasRefusedFor() {
    http = new Http(SECOND, Duration.ofSeconds(5), 3, Optional.empty());
    int[] asked = {0};
    ChatRequest other = request();
    endpoint =
        endpoint(
            429,
            (request, now) ->
                asked[0]++ == 0
                    ? Verdict.YES
                    : request == other
                        ? new Verdict(false, Duration.ofMinutes(1), null)
                        : Verdict.NO);
    PacedGateway gateway = gateway();
    gateway.chat(request());
    time.runUntil(Duration.ofMillis(200));
    CompletableFuture<ChatCompletion> answer = gateway.chat(request());
    CompletableFuture<ChatCompletion> closing = gateway.chat(other);
    time.runUntil(Duration.ofSeconds(10));
    assertThat(failure(closing).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(failure(answer).code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    assertThat(failure(answer).origin().httpStatus()).isEqualTo(429);
    assertThat(failure(answer).origin().attempts()).isEqualTo(endpoint.refused - 1);
  }

  @Test
  void givesItsPlaceUpWhenItIsCancelled() {
    endpoint = endpoint(429, (request, now) -> new Verdict(false, SECOND, null));
    CompletableFuture<ChatCompletion> answer = gateway().chat(request());
    time.runUntil(Duration.ofMillis(500));
    answer.cancel(true);
    time.runUntil(Duration.ofMinutes(1));
    assertThat(endpoint.refused).isEqualTo(1);
    assertThat(answer).isCancelled();
  }

  private PacedGateway gateway() {
    CongestionWindow window = new CongestionWindow(time);
    return new PacedGateway(endpoint, model -> window, http, time);
  }

  private LimitedEndpoint endpoint(int status, Limiter limiter) {
    return new LimitedEndpoint(time, LATENCY, status, limiter);
  }

  private double goodput(int inFlight, Duration span, double perSecond) {
    run(inFlight, span);
    return endpoint.accepted / (perSecond * span.toSeconds());
  }

  /** Keeps as many calls in flight, for a span; those of the run before go on. */
  private void run(int inFlight, Duration span) {
    PacedGateway gateway = gateway();
    Duration end = Duration.ofNanos(time.nanoTime()).plus(span);
    for (int i = 0; i < inFlight; i++) {
      goOn(gateway);
    }
    time.runUntil(end);
  }

  private void goOn(PacedGateway gateway) {
    gateway
        .chat(request())
        .whenComplete((answer, failure) -> {
          if (failure != null) {
            lost++;
          }
          goOn(gateway);
        });
  }

  private static ChatRequest request() {
    return new ChatRequest("m", List.of(Message.user("hi")), Map.of("max_tokens", 500));
  }

  private static BricklaneException failure(CompletableFuture<?> answer) {
    assertThat(answer).isCompletedExceptionally();
    return (BricklaneException) answer.handle((value, failure) -> failure).join();
  }
}
