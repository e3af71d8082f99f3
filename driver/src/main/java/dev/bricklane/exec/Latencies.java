package dev.bricklane.exec;

import java.util.Arrays;
import java.util.Random;

/**
 * How long calls took, in milliseconds: all of them up to {@value #MOST}, a fair sample beyond
 * (Vitter, "Random sampling with a reservoir", 1985, algorithm R). The longest is always exact.
 * Guarded by its owner.
 */
final class Latencies {
  static final int MOST = 1_000;

  /** Always the same choice, so that equal runs show equal numbers. */
  private final Random random = new Random(1);

  private long[] sample = new long[16];
  private int size;
  private long seen;
  private long longest;

  void add(long millis) {
    longest = Math.max(longest, millis);
    seen++;
    if (size < MOST) {
      if (size == sample.length) {
        sample = Arrays.copyOf(sample, Math.min(MOST, 2 * size));
      }
      sample[size++] = millis;
    } else {
      long place = (long) (random.nextDouble() * seen);
      if (place < MOST) {
        sample[(int) place] = millis;
      }
    }
  }

  /** Returns the one that so many percent do not pass, by the nearest rank; 0 if there is none. */
  long percentile(int percent) {
    if (size == 0) {
      return 0;
    }
    if (percent >= 100) {
      return longest;
    }
    long[] sorted = Arrays.copyOf(sample, size);
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(size * percent / 100.0) - 1)];
  }
}
