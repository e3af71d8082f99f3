package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.exec.LimitedEndpoint.Limiter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Eight processes, such as Spark's executors, and one limit that they do not talk about, in
 * simulated time. They begin one after the other, so that the last ones find it used up.
 */
class SharedLimitTest {
  private static final int PROCESSES = 8;
  private static final Duration LATENCY = Duration.ofMillis(100);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Http HTTP = new Http(SECOND, Duration.ofMinutes(5), 3, Optional.empty());

  private final VirtualTime time = new VirtualTime();
  private final int[] answered = new int[PROCESSES];

  /** How many calls each has still to begin. */
  private final int[] left = new int[PROCESSES];

  /** When the last answer came to each. */
  private final long[] ended = new long[PROCESSES];

  private int lost;

  /** A bucket of one second's worth, and no word on when to come again. */
  @ParameterizedTest
  @CsvSource({"20,16", "100,16", "100,64", "400,16"})
  void findsWhatATokenBucketAllows(int perSecond, int inFlight) {
    assertThat(goodput(Limits.bucket(perSecond, perSecond), inFlight, perSecond))
        .isGreaterThanOrEqualTo(0.95);
    assertThat(lost).isZero();
    assertThat(smallestShare()).isGreaterThan(0.5);
  }

  /** A fixed number in each second, and Retry-After in whole seconds. */
  @ParameterizedTest
  @CsvSource({"20,16", "100,16", "100,64", "400,16"})
  void findsWhatEachSecondAllows(int perSecond, int inFlight) {
    assertThat(goodput(eachSecond(perSecond), inFlight, perSecond)).isGreaterThanOrEqualTo(0.9);
    assertThat(lost).isZero();
    assertThat(smallestShare()).isGreaterThan(0.3);
  }

  /** One Spark partition for each executor: the slowest must not go on alone at its old share. */
  @ParameterizedTest
  @CsvSource({"20,16,0.6", "100,16,0.55", "100,64,0.55"})
  void endsJobsOfEqualSizeNearlyTogether(int perSecond, int inFlight, double least) {
    int rows = perSecond * 60 / PROCESSES;
    Arrays.fill(left, rows);
    LimitedEndpoint endpoint = endpoint(eachSecond(perSecond));
    for (int i = 0; i < PROCESSES; i++) {
      begin(endpoint, i, inFlight, Duration.ofMillis(300L * i));
    }
    time.runUntil(Duration.ofMinutes(5));
    assertThat(answered).containsOnly(rows);
    double seconds = Arrays.stream(ended).max().orElseThrow() / 1e9;
    assertThat(rows * PROCESSES / (perSecond * seconds)).isGreaterThanOrEqualTo(least);
    assertThat((endpoint.accepted + endpoint.refused) / (double) endpoint.accepted).isLessThan(1.3);
  }

  /** It begins a minute after the others. */
  @ParameterizedTest
  @ValueSource(ints = {20, 100})
  void givesALateComerItsShare(int perSecond) {
    Arrays.fill(left, Integer.MAX_VALUE);
    LimitedEndpoint endpoint = endpoint(eachSecond(perSecond));
    for (int i = 0; i < PROCESSES; i++) {
      begin(endpoint, i, 16, Duration.ofMillis(i == 7 ? 60_000 : 300L * i));
    }
    time.runUntil(Duration.ofMinutes(2));
    int before = answered[7];
    time.runUntil(Duration.ofMinutes(3));
    double share = (answered[7] - before) * PROCESSES / (60.0 * perSecond);
    assertThat(share).isBetween(0.4, 2.0);
    assertThat(lost).isZero();
  }

  /** The others end after a minute; what they leave is found in the next. */
  @ParameterizedTest
  @ValueSource(ints = {20, 100})
  void findsWhatTheOthersLeave(int perSecond) {
    Arrays.fill(left, Integer.MAX_VALUE);
    LimitedEndpoint endpoint = endpoint(eachSecond(perSecond));
    for (int i = 0; i < PROCESSES; i++) {
      begin(endpoint, i, 64, Duration.ofMillis(300L * i));
    }
    time.runUntil(Duration.ofMinutes(1));
    Arrays.fill(left, 0, 7, 0);
    time.runUntil(Duration.ofMinutes(2));
    int before = answered[7];
    time.runUntil(Duration.ofMinutes(3));
    assertThat((answered[7] - before) / (60.0 * perSecond)).isGreaterThanOrEqualTo(0.85);
  }

  /** As many places as processes: each holds one for as long as it gets answers. */
  @Test
  void starvesNobodyWhereEachCouldHaveOnePlace() {
    assertThat(goodput(Limits.atATime(PROCESSES), 16, 80)).isGreaterThanOrEqualTo(0.93);
    assertThat(lost).isZero();
    assertThat(smallestShare()).isGreaterThan(0.1);
  }

  /** Databricks' limits hold for a minute. */
  @ParameterizedTest
  @CsvSource({"20,16,true", "20,16,false", "100,64,true"})
  void findsWhatEachMinuteAllows(int perSecond, int inFlight, boolean saysWhen) {
    Limiter limiter = Limits.fixedWindow(60 * perSecond, Duration.ofMinutes(1), saysWhen);
    assertThat(goodput(limiter, inFlight, perSecond)).isGreaterThanOrEqualTo(0.95);
    assertThat(lost).isZero();
    assertThat(smallestShare()).isGreaterThan(0.1);
  }

  /**
   * So many at a time: a place is free for as long as an answer and the next call are on their way.
   */
  @ParameterizedTest
  @CsvSource({"30,16", "100,16", "100,64"})
  void findsWhatAnEndpointTakesAtATime(int most, int inFlight) {
    double perSecond = most * 1_000.0 / LATENCY.toMillis();
    assertThat(goodput(Limits.atATime(most), inFlight, perSecond)).isGreaterThanOrEqualTo(0.93);
    assertThat(lost).isZero();
    assertThat(smallestShare()).isGreaterThan(0.4);
  }

  /** One process has used the minute up before the others begin. */
  @Test
  void failsNobodyWhoBeginsLate() {
    Limiter limiter = Limits.fixedWindow(1_200, Duration.ofMinutes(1), false);
    for (int i = 0; i < 1_200; i++) {
      limiter.admit(request(), 0);
    }
    run(limiter, 16);
    assertThat(lost).isZero();
    assertThat(smallestShare()).isPositive();
  }

  private double goodput(Limiter limiter, int inFlight, double perSecond) {
    run(limiter, inFlight);
    return Arrays.stream(answered).sum() / (perSecond * time.nanoTime() / 1e9);
  }

  /** Returns the share of the process that got least, where an equal one is 1. */
  private double smallestShare() {
    double least = Arrays.stream(answered).min().orElseThrow();
    return least * PROCESSES / Arrays.stream(answered).sum();
  }

  private void run(Limiter limiter, int inFlight) {
    Arrays.fill(left, Integer.MAX_VALUE);
    LimitedEndpoint endpoint = endpoint(limiter);
    for (int i = 0; i < PROCESSES; i++) {
      begin(endpoint, i, inFlight, Duration.ofMillis(300L * i));
    }
    time.runUntil(Duration.ofMinutes(3));
  }

  private LimitedEndpoint endpoint(Limiter limiter) {
    LimitedEndpoint endpoint = new LimitedEndpoint(time, LATENCY, 429, limiter);
    endpoint.spread = 0.5;
    endpoint.way = Duration.ofMillis(2);
    return endpoint;
  }

  private void begin(LimitedEndpoint endpoint, int process, int inFlight, Duration at) {
    CongestionWindow window = new CongestionWindow(time);
    PacedGateway gateway = new PacedGateway(endpoint, model -> window, HTTP, time);
    time.after(
        at,
        () -> {
          for (int j = 0; j < inFlight; j++) {
            goOn(gateway, process);
          }
        });
  }

  private void goOn(PacedGateway gateway, int process) {
    if (left[process]-- <= 0) {
      left[process] = 0;
      return;
    }
    gateway
        .chat(request())
        .whenComplete((answer, failure) -> {
          if (failure == null) {
            answered[process]++;
            ended[process] = time.nanoTime();
          } else {
            lost++;
          }
          goOn(gateway, process);
        });
  }

  private static Limiter eachSecond(int allowed) {
    return Limits.inWholeSeconds(Limits.fixedWindow(allowed, SECOND, true));
  }

  private static ChatRequest request() {
    return new ChatRequest("m", List.of(Message.user("hi")), Map.of("max_tokens", 500));
  }
}
