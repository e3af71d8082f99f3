package dev.bricklane.exec;

import java.time.Duration;

/**
 * How many calls a second a service lets in that says when to come again. A window alone cannot
 * keep to such a limit: in a fraction of the time it has sent all that is allowed, and then waits
 * for longer than it must, as {@code Retry-After} comes in whole seconds. Sends are spaced evenly
 * instead (pacing, RFC 9002, 7.7), at the rate that was let in: the delivery rate of BBR
 * (draft-ietf-ccwg-bbr, 4.1.2), measured from the end of one wait to the end of the next.
 *
 * <p>It is without a limit until the service refuses, then tries more by and by: 10% after twice
 * the time that the service asked for, and, once well beyond what was refused before, twice the
 * step each time. Refused again, it goes back to the last rate that was not. Where the two are
 * close it tries only after two minutes, and 2%, as a refusal costs up to a second. After two
 * minutes without a call it is forgotten, as the service's limits hold for a minute. Guarded by the
 * {@link CongestionWindow} that it belongs to.
 */
final class SendRate {
  private static final double FIRST_STEP = 0.1;
  private static final double SECOND_STEP = 0.04;
  private static final double LATER_STEP = 0.02;
  private static final double MOST_STEP = 0.5;

  /** What was let in and what was not are close. */
  private static final double CLOSE = 1.06;

  /** So far beyond what was refused, the limit has changed. */
  private static final double FAR = 1.3;

  private static final double BACK = 0.96;
  private static final long HELD = Duration.ofMinutes(2).toNanos();

  /** A refusal so many waits after the last one says that the rate is a little too high. */
  private static final int LONG_SINCE = 3;

  /** For so many waits a rate is tried; a limit may take one of them to show. */
  private static final int TRIED = 2;

  /** After so many that came sooner, the rate is measured again. */
  private static final int MOST_SOON = 2;

  /** {@code Retry-After} comes in seconds; what is left of one says nothing. */
  private static final long SHORTEST_WAIT = Duration.ofSeconds(1).toNanos();

  /** What a late timer may catch up. */
  private static final long BURST = Duration.ofMillis(20).toNanos();

  /** Calls a nanosecond. */
  private double rate = Double.POSITIVE_INFINITY;

  private double good = Double.POSITIVE_INFINITY;
  private double refused = Double.POSITIVE_INFINITY;
  private double step = FIRST_STEP;
  private long growsAt;

  /** When the next call has its time. */
  private long next;

  /** Since when calls are counted, and how many were let in. */
  private long since;

  private long letIn;

  /** Whether the first refusal came before any answer. */
  private boolean turnedAway;

  /** Whether a call had to wait for its time since the last step: else nothing is learnt. */
  private boolean limiting;

  /** Refusals that came soon one after the other. */
  private int soon;

  private long waited;

  /** A call is about to be sent, and none is in flight. */
  void begins(long now) {
    if (!unlimited() && now - next > CongestionWindow.LATELY.toNanos()) {
      rate = Double.POSITIVE_INFINITY;
      refused = Double.POSITIVE_INFINITY;
      soon = 0;
    }
    if (unlimited()) {
      since = now;
      letIn = 0;
      turnedAway = false;
    }
  }

  /** A call was refused. */
  void refused() {
    turnedAway |= letIn == 0;
  }

  /** Returns how long the next call must wait for its time, in nanoseconds; 0 if it need not. */
  long untilNext(long now) {
    if (unlimited() || next - now <= 0) {
      return 0;
    }
    limiting = true;
    return next - now;
  }

  /** A call is sent. */
  void sent(long now) {
    if (!unlimited()) {
      next = Math.max(next, now - BURST) + (long) (1 / rate);
    }
  }

  /** A call was let in and answered. */
  void succeeded(long now) {
    letIn++;
    if (!unlimited() && limiting && now - growsAt >= 0) {
      good = rate;
      rate *= 1 + step;
      if (rate > FAR * refused) {
        step = Math.min(MOST_STEP, step * 2);
      }
      growsAt = now + TRIED * waited;
      limiting = false;
    }
  }

  /**
   * The wait that the service has asked for is over.
   *
   * @param asked that wait, in nanoseconds
   * @param inFlight calls that were let in and are not answered
   */
  void resumes(long now, long asked, int inFlight) {
    waited = Math.max(asked, SHORTEST_WAIT);
    if (unlimited() && turnedAway) {
      // The service was busy, or somebody else had used up what it allows: that says nothing of
      // what it allows from now on.
      since = now;
      letIn = 0;
      turnedAway = false;
      return;
    }
    boolean learnt = !unlimited();
    boolean longSince = now - since > LONG_SINCE * waited;
    double letInRate = Math.max(1, letIn + inFlight) / (double) Math.max(1, now - since);
    soon = longSince ? 0 : soon + 1;
    refused = learnt ? rate : letInRate;
    if (learnt && soon <= MOST_SOON) {
      rate = longSince && good < rate ? good : rate * BACK;
    } else {
      learnt = false;
      rate = letInRate;
      soon = 0;
    }
    boolean close = learnt && refused < rate * CLOSE;
    step = close ? LATER_STEP : learnt ? SECOND_STEP : FIRST_STEP;
    growsAt = now + (close ? HELD : TRIED * waited);
    good = rate;
    limiting = false;
    since = now;
    letIn = 0;
    turnedAway = false;
    next = now;
  }

  private boolean unlimited() {
    return rate == Double.POSITIVE_INFINITY;
  }
}
