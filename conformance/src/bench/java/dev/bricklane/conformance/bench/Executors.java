package dev.bricklane.conformance.bench;

import dev.bricklane.conformance.bench.Report.Better;
import dev.bricklane.conformance.server.LeanServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Eight processes over one limit, as Spark's executors are, with nobody between them: what they get
 * through together as a share of what is allowed, and the smallest share beside the largest. Each
 * takes the next partition when it has done one.
 */
final class Executors {
  private static final int PROCESSES = 8;
  private static final int LATENCY = 200;

  /** The rows of a partition: as in Spark, there are more of them than processes. */
  private static final int PARTITION = 48;

  private Executors() {}

  static void run(Bench bench) {
    bench
        .report()
        .head("Goodput of 8 processes under one limit, 200 ms, 16 in flight allowed in each");
    List<WorkerProcess> workers = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        workers.add(
            WorkerProcess.start(
                SqlWorker.class,
                WorkerProcess.jarAlone(),
                List.of("-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")));
      }
      bench.setServer("fresh=1 latency=0");
      together(bench, workers, 4 * PROCESSES);
      measure(bench, workers, "bucket", 100, 100, "100 calls/s, even; 429");
      measure(
          bench,
          workers,
          "window",
          100,
          100,
          "100 calls in each second; 429, Retry-After in whole seconds");
      measure(bench, workers, "concurrency", 32, 160, "32 at once; 503");
      measure(bench, workers, "concurrency", 8, 40, "8 at once; 503");
    } finally {
      workers.forEach(WorkerProcess::close);
      bench.setServer("latency=0");
    }
  }

  private static void measure(
      Bench bench, List<WorkerProcess> workers, String limit, int most, int rate, String name) {
    bench.setServer("fresh=1 latency=%d limit=%s most=%d".formatted(LATENCY, limit, most));
    int partitions = (int) (3 * rate * bench.effort().limitSeconds() / PARTITION);
    long begin = System.nanoTime();
    List<Integer> shares = together(bench, workers, partitions);
    double seconds = (System.nanoTime() - begin) / 1e9;
    int rows = partitions * PARTITION;
    bench.report().line(name, rows / seconds, "rows/s", "allowed", rate, Better.MORE, 0.9);
    bench
        .report()
        .fact(
            "  smallest beside largest share",
            Collections.min(shares) / (double) Collections.max(shares),
            "",
            "at best 1");
    double calls = bench.calls();
    bench.report().fact("  calls for a row", calls / rows, "", "at best 1");
  }

  /** Has all of them take partitions from one queue; returns how many each has done. */
  private static List<Integer> together(Bench bench, List<WorkerProcess> workers, int partitions) {
    String order =
        "url=%s;maximumPoolSize=16 function=complete rows=%d"
            .formatted(LeanServer.url(bench.port()), PARTITION);
    AtomicInteger left = new AtomicInteger(partitions);
    List<CompletableFuture<Integer>> runs = new ArrayList<>();
    for (WorkerProcess worker : workers) {
      CompletableFuture<Integer> run = new CompletableFuture<>();
      Thread thread =
          new Thread(() -> {
            try {
              int done = 0;
              for (; left.getAndDecrement() > 0; done++) {
                check(worker.ask(order));
              }
              run.complete(done);
            } catch (RuntimeException e) {
              run.completeExceptionally(e);
            }
          });
      thread.setDaemon(true);
      thread.start();
      runs.add(run);
    }
    return runs.stream().map(CompletableFuture::join).toList();
  }

  private static void check(Facts run) {
    if (run.has("failed") || run.number("rows") != PARTITION) {
      throw new IllegalStateException(run.has("failed") ? run.text("failed") : "rows are missing");
    }
  }
}
