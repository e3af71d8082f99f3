package dev.bricklane.conformance.server;

import java.util.function.LongSupplier;

/** Who is let in: asked for each call when it arrives, by one thread at a time. */
@FunctionalInterface
public interface Admission {
  /**
   * Judges a call.
   *
   * @param inFlight how many calls wait for their answers, without this one
   */
  Verdict judge(int inFlight);

  /** Lets everybody in. */
  static Admission all() {
    return inFlight -> Verdict.WELCOME;
  }

  /** A token bucket that fills evenly; refuses with 429 and no {@code Retry-After}. */
  static Admission bucket(double callsPerSecond, int burst, LongSupplier nanoTime) {
    return new Admission() {
      private double tokens = burst;
      private long last = nanoTime.getAsLong();

      @Override
      public Verdict judge(int inFlight) {
        long now = nanoTime.getAsLong();
        tokens = Math.min(burst, tokens + (now - last) * callsPerSecond / 1e9);
        last = now;
        if (tokens < 1) {
          return Verdict.refused(429);
        }
        tokens--;
        return Verdict.WELCOME;
      }
    };
  }

  /** A count for each second of the clock; refuses with 429 and {@code Retry-After: 1}. */
  static Admission window(int callsPerSecond, LongSupplier nanoTime) {
    return new Admission() {
      private long second = Long.MIN_VALUE;
      private int count;

      @Override
      public Verdict judge(int inFlight) {
        long now = nanoTime.getAsLong() / 1_000_000_000;
        if (now != second) {
          second = now;
          count = 0;
        }
        return ++count > callsPerSecond ? new Verdict(429, "1") : Verdict.WELCOME;
      }
    };
  }

  /** At most so many calls at once; refuses with 503 and no {@code Retry-After}. */
  static Admission concurrency(int most) {
    return inFlight -> inFlight < most ? Verdict.WELCOME : Verdict.refused(503);
  }

  /**
   * What a call gets.
   *
   * @param status 200 to be answered
   * @param retryAfter the header's value; empty for none
   */
  record Verdict(int status, String retryAfter) {
    static final Verdict WELCOME = new Verdict(200, "");

    static Verdict refused(int status) {
      return new Verdict(status, "");
    }
  }
}
