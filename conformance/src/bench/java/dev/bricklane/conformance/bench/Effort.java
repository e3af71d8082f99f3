package dev.bricklane.conformance.bench;

/**
 * How long a run takes.
 *
 * @param seconds of each measurement
 * @param repetitions of each, of which the median counts
 * @param limitSeconds of a measurement under a rate limit
 * @param forks fresh JVMs for what is measured cold
 */
record Effort(double seconds, int repetitions, double limitSeconds, int forks) {
  static Effort of(String name) {
    return switch (name) {
      case "short" -> new Effort(2.5, 3, 20, 3);
      case "long" -> new Effort(6, 5, 40, 9);
      default -> throw new IllegalArgumentException("short or long, not " + name);
    };
  }
}
