package dev.bricklane.conformance.bench;

import dev.bricklane.conformance.bench.Report.Better;
import java.util.Collections;
import java.util.List;

/** How soon a statement ends whose calls hang, after {@code cancel()} and its query timeout. */
final class EarlyEnds {
  private static final int TIMES = 10;
  private static final double MOST_MILLIS = 50;

  private EarlyEnds() {}

  static void run(Bench bench) {
    bench.setServer("latency=600000");
    for (int calls : new int[] {1, 64}) {
      measure(bench, calls);
    }
  }

  private static void measure(Bench bench, int calls) {
    bench
        .report()
        .head(
            "Statements with " + calls + " hanging in flight: how long after the signal they end");
    for (String how : new String[] {"cancel", "timeout"}) {
      List<Double> ends = bench.ends(how, calls, TIMES);
      String when = how.equals("cancel") ? "after cancel()" : "after setQueryTimeout(1) is over";
      double median = Medians.of(ends);
      double slowest = Collections.max(ends);
      bench.report().line(when, median, "ms", "goal", MOST_MILLIS, Better.LESS, 1);
      bench
          .report()
          .line("  the slowest of " + TIMES, slowest, "ms", "goal", MOST_MILLIS, Better.LESS, 1);
    }
  }
}
