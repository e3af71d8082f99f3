package dev.bricklane.conformance.bench;

import dev.bricklane.conformance.bench.Report.Better;

/**
 * Goodput where the server refuses what is too much: answers a second, as a share of what it
 * allows.
 */
final class RateLimits {
  private static final int LATENCY = 100;
  private static final int IN_FLIGHT = 64;

  private RateLimits() {}

  static void run(Bench bench) {
    bench.report().head("Goodput under a limit, 100 ms, 64 in flight allowed by the pool");
    measure(bench, "bucket", 100, 100, 1, "100 calls/s, even; 429");
    measure(bench, "bucket", 400, 400, 1, "400 calls/s, even; 429");
    // Longer, as to find such a limit costs some seconds, once.
    measure(
        bench,
        "window",
        100,
        100,
        6,
        "100 calls in each second; 429, Retry-After in whole seconds");
    measure(bench, "concurrency", 16, 160, 1, "16 at once; 503");
    bench.setServer("latency=" + LATENCY);
  }

  private static void measure(
      Bench bench, String limit, int most, int rate, int times, String name) {
    // On a port of its own, as what is learnt of a workspace is kept for its address.
    bench.setServer("fresh=1 latency=%d limit=%s most=%d".formatted(LATENCY, limit, most));
    int rows = Prompts.rows((int) (rate * times * bench.effort().limitSeconds()));
    Run run = bench.ours("complete", IN_FLIGHT, rows, "");
    if (!run.failure().isEmpty() || run.rows() != rows) {
      bench.report().failed(name, run.rows() + " of " + rows + " rows, then: " + run.failure());
      return;
    }
    bench.report().line(name, run.rate(), "rows/s", "allowed", rate, Better.MORE, 0.95);
    bench.report().fact("  calls for a row", (double) run.calls() / run.rows(), "", "at best 1");
  }
}
