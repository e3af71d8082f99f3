package dev.bricklane.conformance.bench;

import dev.bricklane.conformance.bench.Report.Better;
import java.util.List;

/** Other clients at 100 ms with 64 threads. */
final class Peers {
  private static final int IN_FLIGHT = 64;

  private Peers() {}

  static void run(Bench bench) {
    bench.setServer("latency=100");
    int rows = (int) (640 * bench.effort().seconds());
    bench.ours("complete", IN_FLIGHT, rows, "");
    double ours = bench.ours("complete", IN_FLIGHT, rows, "").rate();
    bench.report().head("Other clients, 100 ms x 64, a thread for each call in flight");
    measure(bench, ours, "openai-java", OpenAiWorker.class, rows);
    measure(bench, ours, "databricks-sdk-java", DatabricksSdkWorker.class, rows);
  }

  private static void measure(Bench bench, double ours, String name, Class<?> worker, int rows) {
    try (WorkerProcess peer =
        WorkerProcess.start(worker, WorkerProcess.everything(), List.of("-Xmx1g"))) {
      bench.setServer("latency=100");
      bench.peer(peer, IN_FLIGHT, rows);
      Run run = bench.peer(peer, IN_FLIGHT, rows);
      bench
          .report()
          .line(
              name + ", at most " + run.peak() + " in flight",
              ours,
              "rows/s",
              name,
              run.rate(),
              Better.MORE,
              0.97);
    }
  }
}
