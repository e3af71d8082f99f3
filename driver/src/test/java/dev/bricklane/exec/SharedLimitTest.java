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
    Limiter limiter = Limits.inWholeSeconds(Limits.fixedWindow(perSecond, SECOND, true));
    assertThat(goodput(limiter, inFlight, perSecond)).isGreaterThanOrEqualTo(0.9);
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
    LimitedEndpoint endpoint = new LimitedEndpoint(time, LATENCY, 429, limiter);
    endpoint.spread = 0.5;
    endpoint.way = Duration.ofMillis(2);
    for (int i = 0; i < PROCESSES; i++) {
      int process = i;
      CongestionWindow window = new CongestionWindow(time);
      PacedGateway gateway = new PacedGateway(endpoint, model -> window, HTTP, time);
      time.after(
          Duration.ofMillis(300L * i),
          () -> {
            for (int j = 0; j < inFlight; j++) {
              goOn(gateway, process);
            }
          });
    }
    time.runUntil(Duration.ofMinutes(3));
  }

  private void goOn(PacedGateway gateway, int process) {
    gateway
        .chat(request())
        .whenComplete((answer, failure) -> {
          if (failure == null) {
            answered[process]++;
          } else {
            lost++;
          }
          goOn(gateway, process);
        });
  }

  private static ChatRequest request() {
    return new ChatRequest("m", List.of(Message.user("hi")), Map.of("max_tokens", 500));
  }
}
