package dev.bricklane.conformance.bench;

import dev.bricklane.conformance.bench.Report.Better;

/** How soon a statement ends whose calls hang, after {@code cancel()} and its query timeout. */
final class EarlyEnds {
  private static final int TIMES = 10;
  private static final double MOST_MILLIS = 50;

  private EarlyEnds() {}

  static void run(Bench bench) {
    bench.setServer("latency=600000");
    bench.report().head("Calls that hang, 64 in flight: the slowest of " + TIMES + " ends");
    for (String how : new String[] {"cancel", "timeout"}) {
      bench
          .report()
          .line(
              how.equals("cancel") ? "after cancel()" : "after setQueryTimeout(1) is over",
              bench.longestEnd(how, 64, TIMES),
              "ms",
              "goal",
              MOST_MILLIS,
              Better.LESS,
              1);
    }
  }
}
