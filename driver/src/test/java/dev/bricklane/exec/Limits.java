package dev.bricklane.exec;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.error.BricklaneException.RateLimit;
import dev.bricklane.exec.LimitedEndpoint.Limiter;
import dev.bricklane.exec.LimitedEndpoint.Verdict;
import java.time.Duration;

/** The limits that services have. */
final class Limits {
  private Limits() {}

  static Limiter bucket(int perSecond, double burst) {
    double[] tokens = {burst};
    long[] last = {0};
    return (request, now) -> {
      tokens[0] = Math.min(burst, tokens[0] + (now - last[0]) / 1e9 * perSecond);
      last[0] = now;
      if (tokens[0] < 1) {
        return Verdict.NO;
      }
      tokens[0]--;
      return Verdict.YES;
    };
  }

  static Limiter fixedWindow(int allowed, Duration period, boolean saysWhen) {
    long[] window = {-1};
    int[] count = {0};
    return (request, now) -> {
      long current = now / period.toNanos();
      if (current != window[0]) {
        window[0] = current;
        count[0] = 0;
      }
      if (count[0] >= allowed) {
        long left = (current + 1) * period.toNanos() - now;
        return new Verdict(false, saysWhen ? Duration.ofNanos(left) : null, null);
      }
      count[0]++;
      return Verdict.YES;
    };
  }

  static Limiter inWholeSeconds(Limiter limiter) {
    return (request, now) -> {
      Verdict verdict = limiter.admit(request, now);
      Duration wait = verdict.retryAfter();
      return wait == null
          ? verdict
          : new Verdict(false, Duration.ofSeconds(wait.plusNanos(999_999_999).toSeconds()), null);
    };
  }

  static Limiter atATime(int most) {
    return new Limiter() {
      private int running;

      @Override
      public Verdict admit(ChatRequest request, long nanos) {
        if (running >= most) {
          return Verdict.NO;
        }
        running++;
        return Verdict.YES;
      }

      @Override
      public void done(ChatRequest request) {
        running--;
      }
    };
  }

  /** Sets max_tokens aside in the current minute, and gives back what the answer does not take. */
  static Limiter reservedTokens(int perMinute) {
    return new Limiter() {
      private long minute = -1;
      private long taken;

      @Override
      public Verdict admit(ChatRequest request, long nanos) {
        long current = nanos / Duration.ofMinutes(1).toNanos();
        if (current != minute) {
          minute = current;
          taken = 0;
        }
        if (taken + 500 > perMinute) {
          long left = (current + 1) * Duration.ofMinutes(1).toNanos() - nanos;
          return new Verdict(
              false, Duration.ofNanos(left), new RateLimit("output_tokens_per_minute", perMinute));
        }
        taken += 500;
        return Verdict.YES;
      }

      @Override
      public void done(ChatRequest request) {
        taken -= 480;
      }
    };
  }
}
