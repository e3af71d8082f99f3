package dev.bricklane.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CachedTokenSourceTest {
  private final ManualScheduler scheduler = new ManualScheduler();
  private final AtomicInteger fetches = new AtomicInteger();
  private Duration lifetime = Duration.ofHours(1);
  private volatile Runnable beforeFetch = () -> {};

  private final CachedTokenSource source = new CachedTokenSource(this::fetch, scheduler);

  @Test
  void aRequestDoesNotFetchOnItsCallersThread() {
    CompletableFuture<AccessToken> one = source.request();
    CompletableFuture<AccessToken> other = source.request();
    assertThat(one).isNotDone();
    one.cancel(true);
    assertThat(scheduler.runBackground()).isEqualTo(1);
    assertThat(other.join().value().reveal()).isEqualTo("t1");
    assertThat(source.request().join().value().reveal()).isEqualTo("t1");
  }

  @Test
  void aFetchThatNobodyWaitsForIsInterrupted() {
    List<Boolean> interrupted = new ArrayList<>();
    beforeFetch = () -> interrupted.add(Thread.currentThread().isInterrupted());
    source.request().cancel(true);
    scheduler.runBackground();
    assertThat(interrupted).containsExactly(true);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aRenewalKeepsATokenThatWasRenewedMeanwhile() {
    AccessToken refused = source.token();
    CompletableFuture<AccessToken> one = source.renew(refused);
    scheduler.runBackground();
    assertThat(one.join().value().reveal()).isEqualTo("t2");
    assertThat(source.renew(refused).join().value().reveal()).isEqualTo("t2");
    assertThat(fetches).hasValue(2);
  }

  @Test
  void givesOneTokenWhileItIsFresh() {
    assertThat(token()).isEqualTo("t1");
    scheduler.advance(Duration.ofMinutes(39));
    assertThat(token()).isEqualTo("t1");
    assertThat(scheduler.runBackground()).isZero();
  }

  @Test
  void countsATokenAsExpiredFortySecondsEarly() {
    token();
    scheduler.advance(Duration.ofHours(1).minusSeconds(41));
    assertThat(token()).isEqualTo("t1");
    scheduler.runBackground();
    fetches.set(10);
    scheduler.advance(Duration.ofHours(1).minusSeconds(40));
    assertThat(token()).isEqualTo("t11");
    assertThat(scheduler.runBackground()).isZero();
  }

  @Test
  void refreshesInTheBackgroundInTheLastTwentyMinutes() {
    token();
    scheduler.advance(Duration.ofMinutes(40));
    assertThat(token()).isEqualTo("t1");
    assertThat(token()).isEqualTo("t1");
    assertThat(scheduler.runBackground()).isEqualTo(1);
    assertThat(token()).isEqualTo("t2");
  }

  @Test
  void refreshesAShortLivedTokenInItsLastHalf() {
    lifetime = Duration.ofMinutes(10);
    token();
    scheduler.advance(Duration.ofMinutes(5).minusSeconds(1));
    token();
    assertThat(scheduler.runBackground()).isZero();
    scheduler.advance(Duration.ofSeconds(1));
    token();
    assertThat(scheduler.runBackground()).isEqualTo(1);
  }

  @Test
  void waitsAMinuteAfterABackgroundRefreshFailed() {
    token();
    scheduler.advance(Duration.ofMinutes(45));
    beforeFetch = failing(ErrorCode.OVERLOADED);
    assertThat(token()).isEqualTo("t1");
    assertThat(scheduler.runBackground()).isEqualTo(1);
    scheduler.advance(Duration.ofSeconds(59));
    assertThat(token()).isEqualTo("t1");
    assertThat(scheduler.runBackground()).isZero();
    beforeFetch = () -> {};
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(token()).isEqualTo("t1");
    assertThat(scheduler.runBackground()).isEqualTo(1);
    assertThat(token()).isEqualTo("t3");
  }

  @Test
  void keepsATokenWithoutEnd() {
    lifetime = null;
    token();
    scheduler.advance(Duration.ofDays(365));
    assertThat(token()).isEqualTo("t1");
  }

  @Test
  void fetchesAnewWhenTheServiceRefusedTheToken() {
    AccessToken refused = source.token();
    source.invalidate(refused);
    assertThat(token()).isEqualTo("t2");
    source.invalidate(refused);
    assertThat(token()).isEqualTo("t2");
  }

  @Test
  void fetchesOnceForManyThreads() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    beforeFetch = () -> await(release);
    List<Thread> threads = new ArrayList<>();
    List<CompletableFuture<String>> tokens = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      tokens.add(inThread(threads));
    }
    threads.forEach(CachedTokenSourceTest::untilItWaits);
    release.countDown();
    for (CompletableFuture<String> token : tokens) {
      assertThat(token.get()).isEqualTo("t1");
    }
    assertThat(fetches).hasValue(1);
  }

  @Test
  void tellsAllWaitersWhyItFailed() {
    CountDownLatch release = new CountDownLatch(1);
    beforeFetch =
        () -> {
          await(release);
          failing(ErrorCode.BAD_CREDENTIALS).run();
        };
    List<Thread> threads = new ArrayList<>();
    CompletableFuture<String> one = inThread(threads);
    untilItWaits(threads.get(0));
    CompletableFuture<String> other = inThread(threads);
    untilItWaits(threads.get(1));
    release.countDown();
    for (CompletableFuture<String> token : List.of(one, other)) {
      assertThatThrownBy(token::get)
          .cause()
          .isInstanceOfSatisfying(
              BricklaneException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CREDENTIALS));
    }
  }

  @Test
  void letsAnInterruptedWaiterGoAndKeepsItsFlag() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    beforeFetch = () -> await(release);
    List<Thread> threads = new ArrayList<>();
    CompletableFuture<String> leader = inThread(threads);
    untilItWaits(threads.get(0));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread waiter =
        new Thread(() -> {
          thrown.set(catchThrowable(this::token));
          flag.set(Thread.currentThread().isInterrupted());
        });
    waiter.start();
    untilItWaits(waiter);
    waiter.interrupt();
    waiter.join();
    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    assertThat(flag.get()).isTrue();
    release.countDown();
    assertThat(leader.get()).isEqualTo("t1");
  }

  @Test
  void aWaiterFetchesItselfWhenTheOneWhoFetchedForAllIsInterrupted() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    beforeFetch =
        () -> {
          beforeFetch = () -> {};
          await(release);
          failing(ErrorCode.CANCELLED).run();
        };
    List<Thread> threads = new ArrayList<>();
    CompletableFuture<String> leader = inThread(threads);
    untilItWaits(threads.get(0));
    CompletableFuture<String> waiter = inThread(threads);
    untilItWaits(threads.get(1));
    release.countDown();
    assertThat(waiter.get()).isEqualTo("t2");
    assertThatThrownBy(leader::get)
        .cause()
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
  }

  /** A background refresh may not ask a person; whoever needs a token after it failed may. */
  @Test
  void asksAPersonOnlyWhenTheTokenHasRunOut() {
    List<String> asked = new ArrayList<>();
    TokenSource person =
        new TokenSource() {
          @Override
          public AccessToken token() {
            asked.add("a person");
            return fetch();
          }

          @Override
          public AccessToken refresh() {
            asked.add("quietly");
            throw new BricklaneException(ErrorCode.BAD_CREDENTIALS, "it has run out");
          }
        };
    CachedTokenSource cached = new CachedTokenSource(person, scheduler);
    cached.token();
    scheduler.advance(Duration.ofMinutes(45));
    assertThat(cached.token().value().reveal()).isEqualTo("t1");
    scheduler.runBackground();
    assertThat(asked).containsExactly("a person", "quietly");
    scheduler.advance(Duration.ofMinutes(10));
    cached.token(); // Begins a refresh, in the middle of which the token runs out.
    scheduler.advance(Duration.ofMinutes(5));
    CompletableFuture<AccessToken> needed = cached.request();
    scheduler.runBackground();
    assertThat(needed.join().value().reveal()).isEqualTo("t2");
    assertThat(asked).containsExactly("a person", "quietly", "quietly", "a person");
  }

  private AccessToken fetch() {
    int number = fetches.incrementAndGet();
    beforeFetch.run();
    return new AccessToken(
        new Secret("t" + number), lifetime == null ? null : scheduler.now().plus(lifetime));
  }

  private String token() {
    return source.token().value().reveal();
  }

  private CompletableFuture<String> inThread(List<Thread> threads) {
    CompletableFuture<String> result = new CompletableFuture<>();
    Thread thread =
        new Thread(() -> {
          try {
            result.complete(token());
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    return result;
  }

  private static void untilItWaits(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.yield();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Runnable failing(ErrorCode code) {
    return () -> {
      throw new BricklaneException(code, "no");
    };
  }
}
