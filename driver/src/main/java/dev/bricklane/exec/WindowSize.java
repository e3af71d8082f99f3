package dev.bricklane.exec;

/**
 * How many calls of one model of a workspace may be in flight, learnt from its answers. Additive
 * increase, multiplicative decrease (Chiu and Jain, "Analysis of the increase and decrease
 * algorithms for congestion avoidance in computer networks", 1989), as TCP does it (RFC 5681), with
 * a gentler decrease: a refused call costs nothing, unlike a lost packet, and CUBIC (RFC 9438)
 * gives the same reason for its own.
 *
 * <ul>
 *   <li>It begins wide open; the client pool bounds the calls in flight too.
 *   <li>When the service throttles a call (429, 503), the window becomes half of what was really in
 *       flight, RFC 5681's FlightSize, the first time, and 19 twentieths of it from then on. That
 *       happens once a round trip: calls that were sent before the window shrank do not shrink it
 *       again.
 *   <li>Four windows' worth of calls that succeed, sent since then (after the first time one), open
 *       it by one; after that each further window's worth does, by one more each time, as CUBIC
 *       probes faster the longer all goes well. They count only once the window was full, as
 *       otherwise nothing was learnt (RFC 7661).
 * </ul>
 *
 * <p>Guarded by the {@link CongestionWindow} that it belongs to.
 */
final class WindowSize {
  /** Of a model that has never throttled, and the most that a window opens to. */
  static final int OPEN = 10_000;

  private static final double LATER_DECREASE = 0.95;
  private static final int CALM_WINDOWS = 4;

  private int limit = OPEN;

  /** The most in flight since the window last shrank. */
  private int peak;

  /** Windows' worth of successes that the next step takes. */
  private int calm = 1;

  /** By how much it opens next. */
  private int step = 1;

  /** Whether it was full since its last step: else nothing is learnt from a success. */
  private boolean filled;

  /** Successes that count towards the next step. */
  private int successes;

  /** The number of the first call that was sent into the window as it is now. */
  private long shrunkAt;

  /** Returns how many calls may be in flight. */
  int limit() {
    return limit;
  }

  /** Returns whether there is no room for another call, which somebody asks for. */
  boolean isFull(int inFlight) {
    filled |= inFlight >= limit;
    return inFlight >= limit;
  }

  /** A call was sent, and so many are in flight with it. */
  void entered(int inFlight) {
    filled |= inFlight >= limit;
    peak = Math.max(peak, inFlight);
  }

  /** The call of that number was let in and answered. */
  void succeeded(long number) {
    if (number >= shrunkAt && filled && limit < OPEN && ++successes >= (long) limit * calm) {
      limit = Math.min(OPEN, limit + step++);
      calm = 1;
      successes = 0;
      filled = false;
    }
  }

  /**
   * The call of that number was refused.
   *
   * @param inFlight with it
   * @param sent the number of the next call
   * @return how many were in flight when the window shrank for it, at least 1; 0 if it did not
   */
  int throttled(long number, int inFlight, long sent) {
    if (number < shrunkAt) {
      return 0;
    }
    int flight = Math.max(1, Math.min(limit, peak));
    if (limit == OPEN) {
      limit = Math.max(1, flight / 2);
      calm = 1;
    } else {
      limit = Math.max(1, (int) (flight * LATER_DECREASE));
      calm = CALM_WINDOWS;
    }
    peak = inFlight;
    step = 1;
    successes = 0;
    filled = false;
    shrunkAt = sent;
    return flight;
  }
}
