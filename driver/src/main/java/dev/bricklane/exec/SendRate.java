package dev.bricklane.exec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many calls a second are sent to a service that says when to come again. A window alone cannot
 * keep to such a limit: in a fraction of the time it has sent all that is allowed, and then waits
 * for longer than it must, as {@code Retry-After} comes in whole seconds. Sends are spaced evenly
 * instead (pacing, RFC 9002, 7.7), at a rate that {@link RateSearch} finds, beginning with the one
 * that was let in: the delivery rate of BBR (draft-ietf-ccwg-bbr, 4.1.2), where the time counts
 * from the end of one wait to the next refusal, and as one wait at least, since the service lets
 * nothing more in before that.
 *
 * <p>It is without a limit until the service refuses. After two minutes without a call it is
 * forgotten, as the service's limits hold for a minute. Guarded by the {@link CongestionWindow}
 * that it belongs to.
 */
final class SendRate {
  /** {@code Retry-After} comes in seconds; what is left of one says nothing. */
  private static final long SHORTEST_WAIT = Duration.ofSeconds(1).toNanos();

  /** What a late timer may catch up. */
  private static final long BURST = Duration.ofMillis(20).toNanos();

  /** Null as long as there is no limit. */
  private @Nullable RateSearch search;

  /** When the next call has its time. */
  private long next;

  /** Since when calls are counted, and how many were sent and not refused. */
  private long since;

  private long letIn;
  private boolean answered;

  /** Whether the first refusal came before any answer. */
  private boolean turnedAway;

  /** Whether a call had to wait for its time since the last step: else nothing is learnt. */
  private boolean limiting;

  private long waited;

  /** A call is about to be sent, and none is in flight. */
  void begins(long now) {
    if (search != null && now - next > CongestionWindow.LATELY.toNanos()) {
      search = null;
    }
    if (search == null) {
      count(now);
    }
  }

  private void count(long now) {
    since = now;
    letIn = 0;
    answered = false;
    turnedAway = false;
  }

  /** A call was refused. */
  void refused() {
    letIn--;
    turnedAway |= !answered;
  }

  /** Returns how long the next call must wait for its time, in nanoseconds; 0 if it need not. */
  long untilNext(long now) {
    if (search == null || next - now <= 0) {
      return 0;
    }
    limiting = true;
    return next - now;
  }

  /** A call is sent. */
  void sent(long now) {
    letIn++;
    if (search != null) {
      next = Math.max(next, now - BURST) + search.interval();
    }
  }

  /** A call was let in and answered. */
  void succeeded(long now) {
    answered = true;
    if (search != null && limiting && search.succeeded(now, waited)) {
      limiting = false;
    }
  }

  /**
   * The wait that the service has asked for is over.
   *
   * @param asked that wait, in nanoseconds
   */
  void resumes(long now, long asked) {
    waited = Math.max(asked, SHORTEST_WAIT);
    if (search == null && turnedAway) {
      // The service was busy, or somebody else had used up what it allows: that says nothing of
      // what it allows from now on.
      count(now);
      return;
    }
    double rate = Math.max(1, letIn) / (double) Math.max(waited, now - since - asked);
    if (search == null) {
      search = new RateSearch(rate, now);
    } else {
      search.refused(rate, now, waited);
    }
    limiting = false;
    next = now;
    count(now);
  }
}
