package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.exec.CongestionWindow.Permit;
import dev.bricklane.http.ManualScheduler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CongestionWindowTest {
  private static final Optional<Duration> NO_WORD = Optional.empty();
  private static final TokenEstimate NOTHING = new TokenEstimate(0, 0);

  private final ManualScheduler time = new ManualScheduler();
  private final CongestionWindow window = new CongestionWindow(time);
  private final List<Permit> held = new ArrayList<>();

  @Test
  void beginsWideOpen() {
    assertThat(take(1_000)).hasSize(1_000);
    assertThat(window.inFlight()).isEqualTo(1_000);
  }

  @Test
  void halvesWhatWasInFlightWhenThrottled() {
    List<Permit> calls = take(16);
    calls.get(0).throttled(NO_WORD);
    assertThat(window.limit()).isEqualTo(8);
    assertThat(window.inFlight()).isEqualTo(15);
    assertThat(enter(NOTHING)).isNull();
  }

  @Test
  void halvesOnceForAllCallsOfARoundTrip() {
    List<Permit> calls = take(16);
    calls.forEach(call -> call.throttled(NO_WORD));
    assertThat(window.limit()).isEqualTo(8);
    List<Permit> next = take(8);
    next.forEach(call -> call.throttled(NO_WORD));
    assertThat(window.limit()).isEqualTo(7);
  }

  @Test
  void goesByTheBurstWhenItsLastCallIsThrottled() {
    List<Permit> calls = take(16);
    calls.subList(0, 15).forEach(call -> call.succeeded(NOTHING));
    calls.get(15).throttled(NO_WORD);
    assertThat(window.limit()).isEqualTo(8);
  }

  @Test
  void neverClosesAltogether() {
    for (int i = 0; i < 5; i++) {
      one().throttled(NO_WORD);
      time.advance(CongestionWindow.LONGEST_OWN_PAUSE);
    }
    assertThat(window.limit()).isEqualTo(1);
    assertThat(enter(NOTHING)).isNotNull();
  }

  @Test
  void opensByOneAndThenFasterAfterEachWindowOfSuccesses() {
    shrinkTo(4);
    List<Permit> calls = take(4);
    succeed(calls, 3);
    assertThat(window.limit()).isEqualTo(4);
    succeed(calls, 1);
    assertThat(window.limit()).isEqualTo(5);
    calls.addAll(take(1));
    succeed(calls, 5);
    assertThat(window.limit()).isEqualTo(7);
  }

  @Test
  void waitsForFourWindowsAfterTheSecondTime() {
    shrinkTo(4);
    List<Permit> calls = take(4);
    calls.remove(0).throttled(NO_WORD);
    assertThat(window.limit()).isEqualTo(3);
    succeed(calls, 3 * 4 - 1);
    assertThat(window.limit()).isEqualTo(3);
  }

  /** Each call that succeeds is followed by another. */
  private void succeed(List<Permit> calls, int count) {
    for (int i = 0; i < count; i++) {
      calls.remove(0).succeeded(NOTHING);
      calls.addAll(take(1));
    }
  }

  @Test
  void learnsNothingFromSuccessesInAWindowThatIsNotFull() {
    shrinkTo(4);
    for (int i = 0; i < 100; i++) {
      one().succeeded(NOTHING);
    }
    assertThat(window.limit()).isEqualTo(4);
  }

  @Test
  void learnsNothingFromCallsSentBeforeItShrank() {
    List<Permit> calls = take(16);
    calls.get(0).throttled(NO_WORD);
    calls.subList(1, 16).forEach(call -> call.succeeded(NOTHING));
    assertThat(window.limit()).isEqualTo(8);
  }

  @Test
  void learnsNothingFromACallThatWasAbandoned() {
    shrinkTo(1);
    one().close();
    assertThat(window.limit()).isEqualTo(1);
    assertThat(window.inFlight()).isZero();
  }

  @Test
  void endsACallOnce() {
    Permit call = one();
    one();
    call.succeeded(NOTHING);
    call.throttled(Optional.of(Duration.ofSeconds(9)));
    call.close();
    assertThat(window.inFlight()).isEqualTo(1);
    assertThat(window.limit()).isEqualTo(WindowSize.OPEN);
    assertThat(window.pausedUntil()).isEmpty();
  }

  @Test
  void pausesUntilTheServiceWantsCallsAgain() {
    one().throttled(Optional.of(Duration.ofSeconds(15)));
    assertThat(window.pausedUntil()).hasValue(time.now().plusSeconds(15));
    time.advance(Duration.ofMillis(14_999));
    assertThat(enter(NOTHING)).isNull();
    time.advance(Duration.ofMillis(1));
    assertThat(window.pausedUntil()).isEmpty();
    assertThat(enter(NOTHING)).isNotNull();
  }

  @Test
  void theLongestOfSeveralPausesCounts() {
    List<Permit> calls = take(3);
    calls.get(0).throttled(Optional.of(Duration.ofSeconds(5)));
    calls.get(1).throttled(Optional.of(Duration.ofSeconds(10)));
    calls.get(2).throttled(Optional.of(Duration.ofSeconds(1)));
    time.advance(Duration.ofMillis(9_999));
    assertThat(window.pausedUntil()).isPresent();
    time.advance(Duration.ofMillis(1));
    assertThat(window.pausedUntil()).isEmpty();
    assertThat(time.waiting()).isZero();
  }

  @Test
  void believesNoPauseOfMoreThanFiveMinutes() {
    one().throttled(Optional.of(Duration.ofSeconds(Long.MAX_VALUE)));
    time.advance(CongestionWindow.LONGEST_PAUSE);
    assertThat(enter(NOTHING)).isNotNull();
  }

  @Test
  void takesNoPauseFromATimeThatIsOver() {
    one().throttled(Optional.of(Duration.ZERO));
    one().throttled(Optional.of(Duration.ofSeconds(-3)));
    assertThat(enter(NOTHING)).isNotNull();
  }

  @Test
  void letsThoseWhoWaitInByTheirOrder() {
    shrinkTo(1);
    Permit call = one();
    List<String> turns = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      window.enter(
          NOTHING,
          false,
          permit -> {
            turns.add(name);
            held.add(permit);
          });
    }
    assertThat(window.waiting()).isEqualTo(3);
    call.close();
    time.runBackground();
    assertThat(turns).containsExactly("a");
    held.remove(0).close();
    held.clear();
    time.runBackground();
    assertThat(turns).containsExactly("a", "b");
  }

  @Test
  void letsACallThatWasRefusedGoBeforeOthers() {
    shrinkTo(1);
    Permit call = one();
    List<String> turns = new ArrayList<>();
    window.enter(NOTHING, false, permit -> turns.add("new"));
    window.enter(NOTHING, true, permit -> turns.add("refused"));
    call.close();
    time.runBackground();
    assertThat(turns).containsExactly("refused");
  }

  @Test
  void forgetsWhoDoesNotWaitAnyMore() {
    shrinkTo(1);
    Permit call = one();
    window.enter(NOTHING, false, held::add).cancel();
    assertThat(window.waiting()).isZero();
    call.close();
    assertThat(time.runBackground()).isZero();
    assertThat(window.inFlight()).isZero();
  }

  /** The first who waits may want more tokens than there are, and the next fewer. */
  @Test
  void letsTheNextInWhenTheFirstDoesNotWaitAnyMore() {
    one().learned("output_tokens_per_minute", 1_000);
    Permit most = enter(new TokenEstimate(0, 800));
    window.enter(new TokenEstimate(0, 500), false, held::add);
    CongestionWindow.Ticket large = window.enter(new TokenEstimate(0, 600), true, held::add);
    window.enter(new TokenEstimate(0, 100), false, held::add);
    assertThat(window.waiting()).isEqualTo(3);
    most.succeeded(new TokenEstimate(0, 500));
    time.runBackground();
    assertThat(held).isEmpty();
    large.cancel();
    time.runBackground();
    assertThat(held).hasSize(1);
  }

  @Test
  void shrinksGentlyTheSecondTime() {
    shrinkTo(20);
    List<Permit> calls = take(20);
    calls.get(0).throttled(NO_WORD);
    assertThat(window.limit()).isEqualTo(19);
  }

  @Test
  void closesForAMomentWhenItIsRefusedEvenOneCall() {
    shrinkTo(1);
    one().throttled(NO_WORD);
    assertThat(window.pausedUntil()).hasValue(time.now().plus(CongestionWindow.FIRST_OWN_PAUSE));
    time.advance(CongestionWindow.FIRST_OWN_PAUSE);
    for (int i = 0; i < 5; i++) {
      one().throttled(NO_WORD);
      time.advance(CongestionWindow.LONGEST_OWN_PAUSE);
    }
    assertThat(window.pausedUntil()).isEmpty();
  }

  @Test
  void setsTokensAsideAsTheServiceDoes() {
    one().learned("output_tokens_per_minute", 1_000);
    TokenEstimate half = new TokenEstimate(10, 500);
    Permit first = enter(half);
    Permit second = enter(half);
    window.enter(half, false, held::add);
    assertThat(window.waiting()).isEqualTo(1);
    // The answer took 100 of its 500, so that there is room for 400, not for 500.
    first.succeeded(new TokenEstimate(10, 100));
    time.runBackground();
    assertThat(window.waiting()).isEqualTo(1);
    second.succeeded(new TokenEstimate(10, 100));
    time.advance(Duration.ofMinutes(1));
    time.runBackground();
    assertThat(window.waiting()).isZero();
  }

  @Test
  void letsACallThatIsLargerThanItsLimitGoAlone() {
    one().learned("input_tokens_per_minute", 100);
    assertThat(enter(new TokenEstimate(500, 0))).isNotNull();
    assertThat(enter(new TokenEstimate(500, 0))).isNull();
  }

  @Test
  void isSharedByAllNamesOfAModel() {
    URI workspace = URI.create("https://congestion.example");
    CongestionWindow shared = CongestionWindow.shared(workspace, "databricks-x");
    assertThat(CongestionWindow.shared(workspace, "databricks/databricks-x")).isSameAs(shared);
    assertThat(CongestionWindow.shared(workspace, "system.ai.x")).isSameAs(shared);
    assertThat(CongestionWindow.shared(workspace, "databricks-y")).isNotSameAs(shared);
    assertThat(CongestionWindow.shared(URI.create("https://other.example"), "databricks-x"))
        .isNotSameAs(shared);
  }

  private Permit one() {
    return Objects.requireNonNull(enter(NOTHING));
  }

  /** Returns null if there is no room. */
  private Permit enter(TokenEstimate tokens) {
    AtomicReference<Permit> permit = new AtomicReference<>();
    window.enter(tokens, false, permit::set).cancel();
    return permit.get();
  }

  private List<Permit> take(int count) {
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      permits.add(one());
    }
    return permits;
  }

  private void shrinkTo(int limit) {
    List<Permit> calls = take(2 * limit);
    calls.get(0).throttled(NO_WORD);
    calls.forEach(Permit::close);
    assertThat(window.limit()).isEqualTo(limit);
    assertThat(window.inFlight()).isZero();
  }
}
