package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.exec.CongestionWindow.Permit;
import dev.bricklane.exec.CongestionWindow.Subscription;
import dev.bricklane.http.ManualScheduler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CongestionWindowTest {
  private static final Optional<Duration> NO_WORD = Optional.empty();

  private final ManualScheduler time = new ManualScheduler();
  private final CongestionWindow window = new CongestionWindow(time);

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
    assertThat(window.tryAcquire()).isEmpty();
  }

  @Test
  void halvesOnceForAllCallsOfARoundTrip() {
    List<Permit> calls = take(16);
    calls.forEach(call -> call.throttled(NO_WORD));
    assertThat(window.limit()).isEqualTo(8);
    List<Permit> next = take(8);
    next.forEach(call -> call.throttled(NO_WORD));
    assertThat(window.limit()).isEqualTo(4);
  }

  @Test
  void goesByTheBurstWhenItsLastCallIsThrottled() {
    List<Permit> calls = take(16);
    calls.subList(0, 15).forEach(Permit::succeeded);
    calls.get(15).throttled(NO_WORD);
    assertThat(window.limit()).isEqualTo(8);
  }

  @Test
  void neverClosesAltogether() {
    for (int i = 0; i < 5; i++) {
      one().throttled(NO_WORD);
    }
    assertThat(window.limit()).isEqualTo(1);
    assertThat(window.tryAcquire()).isPresent();
  }

  @Test
  void opensByOneForAWindowOfSuccesses() {
    shrinkTo(4);
    List<Permit> calls = take(4);
    for (int i = 0; i < 3; i++) {
      calls.remove(0).succeeded();
      calls.addAll(take(1));
    }
    assertThat(window.limit()).isEqualTo(4);
    calls.remove(0).succeeded();
    assertThat(window.limit()).isEqualTo(5);
  }

  @Test
  void learnsNothingFromSuccessesInAWindowThatIsNotFull() {
    shrinkTo(4);
    for (int i = 0; i < 100; i++) {
      one().succeeded();
    }
    assertThat(window.limit()).isEqualTo(4);
  }

  @Test
  void learnsNothingFromCallsSentBeforeItShrank() {
    List<Permit> calls = take(16);
    calls.get(0).throttled(NO_WORD);
    calls.subList(1, 16).forEach(Permit::succeeded);
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
    call.succeeded();
    call.throttled(Optional.of(Duration.ofSeconds(9)));
    call.close();
    assertThat(window.inFlight()).isEqualTo(1);
    assertThat(window.limit()).isEqualTo(CongestionWindow.OPEN);
    assertThat(window.pausedUntil()).isEmpty();
  }

  @Test
  void pausesUntilTheServiceWantsCallsAgain() {
    one().throttled(Optional.of(Duration.ofSeconds(15)));
    assertThat(window.pausedUntil()).hasValue(time.now().plusSeconds(15));
    time.advance(Duration.ofMillis(14_999));
    assertThat(window.tryAcquire()).isEmpty();
    time.advance(Duration.ofMillis(1));
    assertThat(window.pausedUntil()).isEmpty();
    assertThat(window.tryAcquire()).isPresent();
  }

  @Test
  void theLongestOfSeveralPausesCounts() {
    AtomicInteger called = new AtomicInteger();
    List<Permit> calls = take(3);
    calls.get(0).throttled(Optional.of(Duration.ofSeconds(5)));
    calls.get(1).throttled(Optional.of(Duration.ofSeconds(10)));
    calls.get(2).throttled(Optional.of(Duration.ofSeconds(1)));
    window.onCapacity(called::incrementAndGet);
    time.advance(Duration.ofMillis(9_999));
    assertThat(called).hasValue(0);
    time.advance(Duration.ofMillis(1));
    assertThat(called).hasValue(1);
    assertThat(time.waiting()).isZero();
  }

  @Test
  void believesNoPauseOfMoreThanFiveMinutes() {
    one().throttled(Optional.of(Duration.ofSeconds(Long.MAX_VALUE)));
    time.advance(CongestionWindow.LONGEST_PAUSE);
    assertThat(window.tryAcquire()).isPresent();
  }

  @Test
  void takesNoPauseFromATimeThatIsOver() {
    one().throttled(Optional.of(Duration.ZERO));
    one().throttled(Optional.of(Duration.ofSeconds(-3)));
    assertThat(window.tryAcquire()).isPresent();
  }

  @Test
  void tellsWhenThereIsRoomAgain() {
    shrinkTo(1);
    Permit call = one();
    List<Boolean> found = new ArrayList<>();
    window.onCapacity(() -> found.add(window.tryAcquire().isPresent()));
    assertThat(found).isEmpty();
    call.succeeded();
    assertThat(found).containsExactly(true);
  }

  @Test
  void tellsNobodyWhileItIsFull() {
    AtomicInteger called = new AtomicInteger();
    List<Permit> calls = take(4);
    calls.get(0).throttled(NO_WORD);
    window.onCapacity(called::incrementAndGet);
    calls.get(1).succeeded();
    assertThat(called).hasValue(0);
    calls.get(2).succeeded();
    assertThat(called).hasValue(1);
  }

  @Test
  void givesEveryListenerTheFirstTurnOnce() {
    shrinkTo(1);
    List<String> turns = new ArrayList<>();
    List<Permit> held = new ArrayList<>(List.of(one()));
    for (String name : List.of("a", "b", "c")) {
      window.onCapacity(() ->
          window
              .tryAcquire()
              .ifPresent(permit -> {
                turns.add(name);
                held.add(permit);
              }));
    }
    for (int i = 0; i < 4; i++) {
      held.remove(0).close();
    }
    assertThat(turns).containsExactly("a", "b", "c", "a");
  }

  @Test
  void callsNobodyBackAfterTheEndOfASubscription() {
    AtomicInteger called = new AtomicInteger();
    Runnable listener = called::incrementAndGet;
    Subscription first = window.onCapacity(listener);
    Subscription second = window.onCapacity(listener);
    one().close();
    assertThat(called).hasValue(2);
    first.close();
    first.close();
    one().close();
    assertThat(called).hasValue(3);
    second.close();
    one().close();
    assertThat(called).hasValue(3);
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
    return window.tryAcquire().orElseThrow();
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
