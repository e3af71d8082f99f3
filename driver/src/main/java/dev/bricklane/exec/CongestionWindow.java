package dev.bricklane.exec;

import dev.bricklane.http.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one model of a workspace that are in flight, and those that wait for their turn. How
 * many may be in flight is learnt from the model's answers ({@link WindowSize}).
 *
 * <ul>
 *   <li>{@code Retry-After} closes it until then, but not for more than five minutes, as one answer
 *       must not stop every connection of the JVM for long. Where the service does not say, a
 *       window of one that is refused again closes for a quarter of a second, then for a quarter
 *       longer each time, up to two seconds: a place is free for a moment alone, and who asks for
 *       one seldom is starved.
 *   <li>After a {@code Retry-After} sends are spaced too, by {@link SendRate}.
 * </ul>
 *
 * <p>The JVM's connections share it, as they share the workspace's rate limits. Thread-safe.
 */
public final class CongestionWindow {
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  static final Duration LATELY = Duration.ofMinutes(2);
  static final Duration FIRST_OWN_PAUSE = Duration.ofMillis(250);
  static final Duration LONGEST_OWN_PAUSE = Duration.ofSeconds(2);

  /** Names of models are users' data, so that there may be very many. */
  private static final int MOST_SHARED = 1_000;

  /** The last used; a plain map, as the cache's classes would be loaded with the first call. */
  private static final Map<Key, CongestionWindow> SHARED =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CongestionWindow> eldest) {
          return size() > MOST_SHARED;
        }
      };

  private final Scheduler scheduler;
  private final TokenQuotas quotas;
  private final SendRate rate = new SendRate();
  private final Deque<Waiter> waiters = new ArrayDeque<>();

  /** What was refused before any call had got through. */
  private final Set<Hope> hopes = new LinkedHashSet<>();

  private final WindowSize size = new WindowSize();
  private int inFlight;

  /** When the last call succeeded; null if none did. */
  private @Nullable Long answered;

  /** Counts the calls. */
  private long sent;

  private Duration ownPause = Duration.ZERO;
  private boolean paused;
  private boolean looksAgain;

  /** By {@link Scheduler#nanoTime}, as the wall clock may jump. */
  private long pauseEnd;

  /** The longest Retry-After that this pause is for, in nanoseconds; 0 for none. */
  private long asked;

  CongestionWindow(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.quotas = new TokenQuotas(scheduler);
  }

  /**
   * Returns the window that all connections of this JVM share for a model.
   *
   * @param workspace its base URI
   * @param model by any of its names
   */
  public static CongestionWindow shared(URI workspace, String model) {
    synchronized (SHARED) {
      return SHARED.computeIfAbsent(
          new Key(workspace, ModelNames.endpoint(model)),
          key -> new CongestionWindow(Scheduler.shared()));
    }
  }

  /**
   * Asks for a permit for one call in flight. Where there is room and nobody waits, the call goes
   * on at once, on this thread; else when its turn comes, on one of the background.
   *
   * @param tokens what the call may take, for limits on tokens
   * @param again whether the call was sent before and refused; such a call goes before others
   * @param action takes the permit
   */
  public Ticket enter(TokenEstimate tokens, boolean again, Consumer<Permit> action) {
    Waiter waiter = new Waiter(tokens, action);
    Permit permit;
    synchronized (this) {
      permit = waiters.isEmpty() || again ? tryAcquire(tokens) : null;
      if (permit == null) {
        if (again) {
          waiters.addFirst(waiter);
        } else {
          waiters.addLast(waiter);
        }
      }
    }
    if (permit != null) {
      action.accept(permit);
    }
    return () -> forget(waiter);
  }

  private void forget(Waiter waiter) {
    boolean first;
    synchronized (this) {
      first = waiters.peekFirst() == waiter;
      waiters.remove(waiter);
    }
    if (first) {
      admit(); // The next may be content with less.
    }
  }

  /** Returns a permit if there is room, else null. */
  private @Nullable Permit tryAcquire(TokenEstimate tokens) {
    if (size.isFull(inFlight)) {
      return null;
    }
    if (isPaused()) {
      return null;
    }
    long now = scheduler.nanoTime();
    long wait = rate.untilNext(now);
    if (wait > 0) {
      lookAgainAfter(Duration.ofNanos(wait));
      return null;
    }
    TokenQuotas.Hold hold = quotas.tryHold(tokens);
    if (hold == null) {
      lookAgainAfter(quotas.wait(tokens));
      return null;
    }
    if (inFlight == 0 && !paused) {
      rate.begins(now);
    }
    rate.sent(now);
    inFlight++;
    size.entered(inFlight);
    return new Permit(sent++, hold);
  }

  /**
   * Returns whether calls of this model get through: one has succeeded lately, within twice the
   * minute for which the service's limits hold.
   */
  public synchronized boolean letsCallsThrough() {
    return answered != null && scheduler.nanoTime() - answered < LATELY.toNanos();
  }

  /**
   * Runs an action, on a background thread with others of its kind, as soon as a call gets through.
   *
   * @return gives it up
   */
  public synchronized Ticket whenCallsGetThrough(Runnable action) {
    Hope hope = new Hope(action);
    hopes.add(hope);
    return () -> {
      synchronized (this) {
        hopes.remove(hope);
      }
    };
  }

  /** Returns how many calls may be in flight now, the pause aside. */
  public synchronized int limit() {
    return size.limit();
  }

  /** Returns how many calls are in flight. */
  public synchronized int inFlight() {
    return inFlight;
  }

  /** Returns how many calls wait for their turn. */
  public synchronized int waiting() {
    return waiters.size();
  }

  /** Returns until when no call is sent, if that is still to come. */
  public synchronized Optional<Instant> pausedUntil() {
    return isPaused() ? Optional.of(scheduler.now().plusNanos(pauseLeft())) : Optional.empty();
  }

  private boolean isPaused() {
    return paused && pauseLeft() > 0;
  }

  private long pauseLeft() {
    return pauseEnd - scheduler.nanoTime();
  }

  private synchronized void succeeded(long number) {
    answered = scheduler.nanoTime();
    rate.succeeded(answered);
    ownPause = Duration.ZERO;
    if (!hopes.isEmpty()) {
      List<Hope> fulfilled = List.copyOf(hopes);
      hopes.clear();
      scheduler.background(() -> fulfilled.forEach(hope -> hope.action.run()));
    }
    size.succeeded(number);
  }

  private synchronized void throttled(
      long number, Optional<Duration> retryAfter, boolean quotaKnown) {
    rate.refused();
    int flight = size.throttled(number, inFlight, sent);
    if (retryAfter.isEmpty() && flight == 1) {
      ownPause =
          ownPause.isZero()
              ? FIRST_OWN_PAUSE
              : shorter(ownPause.multipliedBy(5).dividedBy(4), LONGEST_OWN_PAUSE);
      pause(ownPause);
    }
    retryAfter.ifPresent(wait -> {
      Duration shorter = shorter(wait, LONGEST_PAUSE);
      if (!quotaKnown) {
        asked = Math.max(asked, shorter.toNanos());
      }
      pause(shorter);
    });
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void pause(Duration wait) {
    long pause = wait.toNanos();
    if (paused) {
      // Its timer is set, and looks again when it fires.
      pauseEnd += Math.max(0, pause - pauseLeft());
    } else if (pause > 0) {
      paused = true;
      pauseEnd = scheduler.nanoTime() + pause;
      scheduler.after(Duration.ofNanos(pause), this::pauseOver);
    }
  }

  /** Answers that come before may give enough back; then nobody waits so long. */
  private void lookAgainAfter(Duration wait) {
    if (!looksAgain) {
      looksAgain = true;
      scheduler.after(
          wait,
          () -> {
            synchronized (this) {
              looksAgain = false;
            }
            admit();
          });
    }
  }

  private void pauseOver() {
    synchronized (this) {
      if (isPaused()) {
        scheduler.after(Duration.ofNanos(pauseLeft()), this::pauseOver);
        return;
      }
      paused = false;
      if (asked > 0) {
        rate.resumes(scheduler.nanoTime(), asked);
        asked = 0;
      }
    }
    admit();
  }

  private void ended() {
    synchronized (this) {
      inFlight--;
    }
    admit();
  }

  /** Lets those in who have waited longest, as far as there is room. */
  private void admit() {
    while (true) {
      Waiter next;
      Permit permit;
      synchronized (this) {
        next = waiters.peekFirst();
        permit = next == null ? null : tryAcquire(next.tokens);
        if (next == null || permit == null) {
          return;
        }
        waiters.removeFirst();
      }
      // Elsewhere: sending may wait for a client, and this thread may carry answers.
      scheduler.background(() -> next.action.accept(permit));
    }
  }

  /**
   * The right to have one call in flight. It ends by one of {@link #succeeded}, {@link #throttled}
   * and {@link #close}; what comes after the first does nothing. Thread-safe.
   */
  public final class Permit implements AutoCloseable {
    private final long number;
    private final TokenQuotas.Hold hold;
    private boolean over;

    /** Whether the service has said which limit it is: then calls are counted against that. */
    private boolean named;

    private Permit(long number, TokenQuotas.Hold hold) {
      this.number = number;
      this.hold = hold;
    }

    /**
     * The service has answered; also an error that has nothing to do with its load.
     *
     * @param taken the tokens that the call has taken
     */
    public void succeeded(TokenEstimate taken) {
      if (end()) {
        hold.settle(taken);
        CongestionWindow.this.succeeded(number);
        ended();
      }
    }

    /**
     * The service has refused for its load: 429 or 503.
     *
     * @param retryAfter how long it asks to be left alone, if it does
     */
    public void throttled(Optional<Duration> retryAfter) {
      if (end()) {
        hold.release();
        CongestionWindow.this.throttled(number, retryAfter, named);
        ended();
      }
    }

    /** Notes a limit on tokens that the service has named. */
    public void learned(String type, long amount) {
      named = true;
      quotas.learn(type, amount);
    }

    /** The call has ended without telling anything: cancelled, never sent, or not reached. */
    @Override
    public void close() {
      if (end()) {
        ended();
      }
    }

    private synchronized boolean end() {
      boolean first = !over;
      over = true;
      return first;
    }
  }

  /** A place in the queue. */
  @FunctionalInterface
  public interface Ticket {
    /** Gives it up, if its turn has not come. */
    void cancel();
  }

  /** Compared by identity. */
  private static final class Waiter {
    private final TokenEstimate tokens;
    private final Consumer<Permit> action;

    Waiter(TokenEstimate tokens, Consumer<Permit> action) {
      this.tokens = tokens;
      this.action = action;
    }
  }

  /** Compared by identity. */
  private static final class Hope {
    private final Runnable action;

    Hope(Runnable action) {
      this.action = action;
    }
  }

  private record Key(URI workspace, String model) {}
}
