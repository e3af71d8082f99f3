package dev.bricklane.conformance.bench;

import dev.bricklane.conformance.bench.Report.Better;

/** The same statement again, with the cache: no call, and how much sooner. */
final class SecondRun {
  private static final int ROWS = 5_000;

  private SecondRun() {}

  static void run(Bench bench) {
    bench.setServer("latency=100");
    Run first = bench.ours("complete", 64, ROWS, ";cache=memory");
    Run second = bench.ours("complete", 64, ROWS, ";cache=memory");
    bench.report().head("A second run with cache=memory, 100 ms x 64, 5,000 rows");
    bench
        .report()
        .line("rows a second", second.rate(), "rows/s", "first run", first.rate(), Better.MORE, 10);
    bench.report().fact("HTTP calls of the second run", second.calls(), "calls", "at best 0");
  }
}
