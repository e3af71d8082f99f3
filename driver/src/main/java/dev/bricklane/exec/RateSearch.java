package dev.bricklane.exec;

import java.time.Duration;

/**
 * What rate to try next, of calls to a service that says when to come again. A refusal costs a
 * second at least, for all calls of the process, and other processes may live under the same limit,
 * of which nothing tells but refusals.
 *
 * <ul>
 *   <li>It begins at half of what was measured and goes up to that in steps, as who comes late has
 *       measured what others have left for a moment.
 *   <li>Then it grows by and by, by a number of calls and not by a share, and shrinks by a share
 *       when it is refused: additive increase and multiplicative decrease make shares even (Chiu
 *       and Jain, 1989). Below a dozen calls a second it grows by the root of the rate, which does
 *       so too (binomial algorithms, Bansal and Balakrishnan 2001), as a number of calls would be
 *       too much for a small limit.
 *   <li>After {@link #CALM} steps that nothing has refused, each step is larger than the one
 *       before: others have gone.
 *   <li>Refused each time at the same rate, and only where it has just tried more, it is alone with
 *       its limit. Then it goes back to the rate before, and tries more seldom, after three times
 *       as long each time, but after a minute at the latest.
 * </ul>
 *
 * <p>Guarded by the {@link CongestionWindow} that it belongs to.
 */
final class RateSearch {
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  /** The part of what was measured that it begins with. */
  private static final double BEGIN = 0.5;

  /** By how much it goes up to what was measured with each second. */
  private static final double RAMP = 0.125;

  /** A step, in calls a second: a part of the root of the rate, and at most the other. */
  private static final double ROOT_STEP = 0.07;

  private static final double MOST_STEP = 0.25;

  /** How much larger the first steps are. */
  private static final double FIRST_PACE = 2.5;

  /** After so many refusals hardly any of that is left. */
  private static final double YOUTH = 4;

  private static final int CALM = 8;
  private static final double FASTER = 1.35;

  /** The most that one step adds, as a share. */
  private static final double MOST_SHARE = 0.5;

  /** A refusal takes such a share of the rate and so many calls a second, and at most the third. */
  private static final double LESS_SHARE = 0.07;

  private static final double LESS_CALLS = 1.5;
  private static final double MOST_LESS = 0.2;

  /** Rates that differ by no more were refused for the same limit. */
  private static final double SAME = 1.04;

  /** Alone, what is tried is so much more that the service shows its limit at once. */
  private static final double ALONE_STEP = 0.025;

  private static final double ALONE_BACK = 0.98;
  private static final int ALONE_WAITS = 12;
  private static final int LONGER = 3;
  private static final long LONGEST = Duration.ofMinutes(1).toNanos();

  /** For so many waits a rate is tried; a limit may take one of them to show. */
  private static final int TRIED = 2;

  /** So many calls too many show a limit for certain, if that does not take longer than this. */
  private static final double CALLS_TO_SHOW = 1.5;

  private static final double LONGEST_TRIAL = 10 * SECOND;

  /** What was let in when this began, in calls a second, as all rates here. */
  private final double measured;

  private double rate;

  /** The last rate that was tried for long enough. */
  private double good;

  /** The last rate that was refused. */
  private double refused;

  /** How many of the last refusals say that it is alone. */
  private int alone;

  private int refusals;

  /** Steps since the last refusal. */
  private int steps;

  /** By how much steps are larger than they are in the long run. */
  private double pace = FIRST_PACE;

  /** Whether it is on its way to what was measured. */
  private boolean ramping = true;

  private long growsAt;

  /**
   * Begins.
   *
   * @param measured calls a nanosecond that were let in
   */
  RateSearch(double measured, long now) {
    this.measured = measured * SECOND;
    rate = this.measured * BEGIN;
    good = rate;
    refused = this.measured;
    growsAt = now + (long) SECOND;
  }

  /** Returns how many nanoseconds lie between two calls. */
  long interval() {
    return (long) (SECOND / rate);
  }

  /**
   * A call was let in, at a time when the rate was what held calls back.
   *
   * @return whether another rate is tried from now on
   */
  boolean succeeded(long now, long waited) {
    if (now - growsAt < 0) {
      return false;
    }
    good = rate;
    if (ramping && rate < measured) {
      rate = Math.min(measured, rate + RAMP * measured);
      alone = rate < measured ? 0 : 1;
      growsAt = now + (long) SECOND;
      return true;
    }
    ramping = false;
    double step =
        Math.min(MOST_SHARE * rate, pace * Math.min(MOST_STEP, ROOT_STEP * Math.sqrt(rate)));
    double trial = TRIED * waited;
    if (alone > 0) {
      step = Math.max(step, ALONE_STEP * rate);
      trial = Math.max(trial, Math.min(LONGEST_TRIAL, CALLS_TO_SHOW / step * SECOND));
    }
    rate += step;
    growsAt = now + (long) trial;
    if (++steps >= CALM) {
      pace *= FASTER;
    }
    return true;
  }

  /**
   * Calls were refused, and the wait for that is over.
   *
   * @param letIn calls a nanosecond that were let in since the wait before
   */
  void refused(double letIn, long now, long waited) {
    boolean tried = rate > good;
    boolean same = rate < refused * SAME && refused < rate * SAME;
    refused = rate;
    alone = !tried ? Math.max(0, alone - 1) : same ? alone + 1 : 0;
    if (ramping) {
      rate = Math.min(ALONE_BACK * rate, rate < measured ? good : letIn * SECOND);
      ramping = false;
    } else {
      refusals++;
      rate = alone == 0 ? less() : tried ? good : ALONE_BACK * rate;
    }
    good = rate;
    steps = 0;
    pace = 1 + (FIRST_PACE - 1) * Math.exp(-refusals / YOUTH);
    double waits = alone == 0 ? TRIED : ALONE_WAITS * Math.pow(LONGER, alone - 1);
    growsAt = now + Math.max(TRIED * waited, (long) Math.min(LONGEST, waits * waited));
  }

  private double less() {
    return rate - Math.min(MOST_LESS * rate, LESS_SHARE * rate + LESS_CALLS);
  }
}
