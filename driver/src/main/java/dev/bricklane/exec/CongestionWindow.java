package dev.bricklane.exec;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bricklane.http.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How many calls of one model of a workspace may be in flight, learnt from its answers: additive
 * increase, multiplicative decrease (Chiu and Jain, "Analysis of the increase and decrease
 * algorithms for congestion avoidance in computer networks", 1989), as TCP does it (RFC 5681).
 *
 * <ul>
 *   <li>It begins wide open; the client pool bounds the calls in flight too.
 *   <li>When the service throttles a call (429, 503), the window becomes half of what was really in
 *       flight, RFC 5681's FlightSize; at least one. That happens once a round trip: calls that
 *       were sent before the window shrank do not shrink it again.
 *   <li>A window's worth of calls that succeed, sent since then, opens it by one. They count only
 *       while the window is full, as otherwise nothing was learnt (RFC 7661).
 *   <li>{@code Retry-After} closes it until then, but not for more than five minutes, as one answer
 *       must not stop every connection of the JVM for long.
 * </ul>
 *
 * <p>The JVM's connections share it, as they share the workspace's rate limits. It is a hint: who
 * does not ask it is not stopped. Thread-safe.
 */
public final class CongestionWindow {
  /** The window of a model that has never throttled, and the most that one opens to. */
  static final int OPEN = 10_000;

  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** Names of models are users' data, so that there may be very many. */
  private static final int MOST_SHARED = 1_000;

  private static final Logger LOGGER = Logger.getLogger(CongestionWindow.class.getName());
  private static final Cache<Key, CongestionWindow> SHARED =
      Caffeine.newBuilder().maximumSize(MOST_SHARED).executor(Runnable::run).build();

  private final Scheduler scheduler;
  private final Deque<Listener> listeners = new ArrayDeque<>();

  private int limit = OPEN;
  private int inFlight;

  /** The most in flight since the window last shrank. */
  private int peak;

  /** Successes that count towards the next step. */
  private int successes;

  /** Counts the calls; those before {@link #shrunkAt} were sent into the window before. */
  private long sent;

  private long shrunkAt;
  private boolean paused;

  /** By {@link Scheduler#nanoTime}, as the wall clock may jump. */
  private long pauseEnd;

  CongestionWindow(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * Returns the window that all connections of this JVM share for a model.
   *
   * @param workspace its base URI
   * @param model by any of its names
   */
  public static CongestionWindow shared(URI workspace, String model) {
    return SHARED.get(
        new Key(workspace, ModelNames.endpoint(model)),
        key -> new CongestionWindow(Scheduler.shared()));
  }

  /**
   * Returns a permit for one more call in flight, or empty if the window is full or closed; {@link
   * #onCapacity} tells when to ask again. Never waits.
   */
  public synchronized Optional<Permit> tryAcquire() {
    if (!hasCapacity()) {
      return Optional.empty();
    }
    inFlight++;
    peak = Math.max(peak, inFlight);
    return Optional.of(new Permit(sent++));
  }

  /**
   * Calls back whenever there may be room: a call has ended, or the pause is over. Room that one
   * listener takes another may miss, so each asks {@link #tryAcquire()}; the first turn goes round.
   *
   * @param listener must neither block nor throw; called on the thread that ended a call, or on a
   *     timer's, outside of all locks, and again while it still runs if it ends a call itself
   * @return what ends the calling back
   */
  public Subscription onCapacity(Runnable listener) {
    Listener own = new Listener(listener);
    synchronized (this) {
      listeners.addLast(own);
    }
    return () -> {
      synchronized (this) {
        listeners.remove(own);
      }
    };
  }

  /** Returns how many calls may be in flight now, the pause aside. */
  public synchronized int limit() {
    return limit;
  }

  /** Returns how many calls are in flight. */
  public synchronized int inFlight() {
    return inFlight;
  }

  /** Returns until when the service has asked for no calls, if that is still to come. */
  public synchronized Optional<Instant> pausedUntil() {
    return isPaused() ? Optional.of(scheduler.now().plusNanos(pauseLeft())) : Optional.empty();
  }

  private boolean hasCapacity() {
    return inFlight < limit && !isPaused();
  }

  private boolean isPaused() {
    return paused && pauseLeft() > 0;
  }

  private long pauseLeft() {
    return pauseEnd - scheduler.nanoTime();
  }

  private synchronized void succeeded(long number) {
    if (number >= shrunkAt && inFlight >= limit && limit < OPEN && ++successes >= limit) {
      limit++;
      successes = 0;
    }
  }

  private synchronized void throttled(long number, Optional<Duration> retryAfter) {
    if (number >= shrunkAt) {
      limit = Math.max(1, Math.min(limit, peak) / 2);
      peak = inFlight;
      successes = 0;
      shrunkAt = sent;
    }
    retryAfter.ifPresent(this::pause);
  }

  private void pause(Duration asked) {
    long pause = (asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked).toNanos();
    if (paused) {
      // Its timer is set, and looks again when it fires.
      pauseEnd += Math.max(0, pause - pauseLeft());
    } else if (pause > 0) {
      paused = true;
      pauseEnd = scheduler.nanoTime() + pause;
      scheduler.after(Duration.ofNanos(pause), this::pauseOver);
    }
  }

  private void pauseOver() {
    synchronized (this) {
      if (isPaused()) {
        scheduler.after(Duration.ofNanos(pauseLeft()), this::pauseOver);
        return;
      }
      paused = false;
    }
    announce();
  }

  private void ended() {
    synchronized (this) {
      inFlight--;
    }
    announce();
  }

  private void announce() {
    List<Listener> now;
    synchronized (this) {
      if (!hasCapacity() || listeners.isEmpty()) {
        return;
      }
      now = List.copyOf(listeners);
      listeners.addLast(listeners.removeFirst());
    }
    for (Listener listener : now) {
      try {
        listener.action.run();
      } catch (RuntimeException e) {
        LOGGER.log(Level.WARNING, "A listener for capacity failed", e);
      }
    }
  }

  /**
   * The right to have one call in flight. It ends by one of {@link #succeeded}, {@link #throttled}
   * and {@link #close}; what comes after the first does nothing. Thread-safe.
   */
  public final class Permit implements AutoCloseable {
    private final long number;
    private boolean over;

    private Permit(long number) {
      this.number = number;
    }

    /** The service has answered; also an error that has nothing to do with its load. */
    public void succeeded() {
      if (end()) {
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
        CongestionWindow.this.throttled(number, retryAfter);
        ended();
      }
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

  /** What ends the calling back. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    /** Ends it; a call back that has begun goes on. */
    @Override
    void close();
  }

  /** Compared by identity, so that an action given twice is there twice. */
  private static final class Listener {
    private final Runnable action;

    Listener(Runnable action) {
      this.action = action;
    }
  }

  private record Key(URI workspace, String model) {}
}
