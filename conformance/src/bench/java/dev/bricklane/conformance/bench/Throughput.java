package dev.bricklane.conformance.bench;

import dev.bricklane.conformance.bench.Report.Better;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows a second by latency and calls in flight: against the limit N/latency, and against the loop,
 * in turn. A run's share of the limit is the time that whole rounds of N calls would take, divided
 * by the time that it took; preparing the statement is not in it, the first and last round are.
 */
final class Throughput {
  private static final double SECOND = 1_000;
  private static final int STATEMENTS = 20;
  private static final int MOST_ROUNDS = 20;
  private static final double QUIET = 0.05;

  private Throughput() {}

  /** A latency in milliseconds and a number in flight. */
  private record Cell(int latency, int inFlight) {
    /** The most rows a second, as far as a machine like this can: a guess for the row count. */
    double rate() {
      return Math.min(inFlight * SECOND / latency, 5_000);
    }

    double goal() {
      return inFlight > 64 ? 0.95 : 0.97;
    }

    /** The rate of whole rounds. */
    double limit(long rows) {
      double rounds = Math.ceil((double) rows / inFlight);
      return rows / (rounds * latency / SECOND);
    }

    @Override
    public String toString() {
      return latency + " ms x " + inFlight;
    }
  }

  static void run(Bench bench) {
    Report report = bench.report();
    warmUp(bench);
    List<String> notes = new ArrayList<>();
    report.head("Throughput, rows/s; CPU of the client's process for a call; first row");
    for (Cell cell : cells()) {
      int rows = whole(cell, bench.effort().seconds());
      bench.setServer("latency=" + cell.latency());
      bench.ours("complete", cell.inFlight(), Math.max(cell.inFlight(), rows / 3), "");
      bench.loop("complete", cell.inFlight(), Math.max(cell.inFlight(), rows / 3));
      List<Run> ours = new ArrayList<>();
      List<Run> loop = new ArrayList<>();
      for (int i = 0; i < bench.effort().repetitions(); i++) {
        ours.add(bench.ours("complete", cell.inFlight(), rows, ""));
        loop.add(bench.loop("complete", cell.inFlight(), rows));
      }
      double rate = Medians.of(ours, Run::rate);
      double loopRate = Medians.of(loop, Run::rate);
      report.line(
          cell + ", share of limit",
          rate,
          "rows/s",
          "limit",
          cell.limit(Prompts.rows(rows)),
          Better.MORE,
          cell.goal());
      report.line(cell + ", against loop", rate, "rows/s", "loop", loopRate, Better.MORE, 0.97);
      report.line(cell + ", CPU", least(ours), "us/call", "loop", least(loop), Better.LESS, 1.25);
      report.fact(
          cell + ", first row",
          Medians.of(ours, Run::firstMillis),
          "ms",
          "loop " + Report.figure(Medians.of(loop, Run::firstMillis)) + " ms");
      notes.add(cell + ": " + ours.get(0).peak());
    }
    report.note("Most in flight, seen by the server: " + String.join(", ", notes));
    report.note(
        "Elsewhere, at 100 ms, not measured here: Trino 8.7 rows/s, ClickHouse 9.9, Flink 43.");
  }

  /** Long enough for the compilers of both, for what they do once a statement as well. */
  static void warmUp(Bench bench) {
    bench.setServer("latency=1");
    for (int i = 0; i < 3; i++) {
      bench.ours("complete", 32, 10_000, "");
      bench.loop("complete", 32, 10_000);
    }
    // Compilers work on after what they compile for has ended.
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double compiling = 0;
      double running = 0;
      for (int i = 0; i < STATEMENTS; i++) {
        Run ours = bench.ours("complete", 32, 640, "");
        Run loop = bench.loop("complete", 32, 640);
        compiling += (ours.compileMillis() + loop.compileMillis()) / SECOND;
        running += ours.seconds() + loop.seconds();
      }
      if (compiling < QUIET * running) {
        return;
      }
    }
  }

  /** The run that compilers and neighbours disturbed least. */
  private static double least(List<Run> runs) {
    return runs.stream().mapToDouble(Run::cpuPerRow).min().orElseThrow();
  }

  private static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (int latency : List.of(10, 100, 500)) {
      for (int inFlight : List.of(16, 64, 256)) {
        cells.add(new Cell(latency, inFlight));
      }
    }
    return cells;
  }

  private static int whole(Cell cell, double seconds) {
    double rounds = Math.max(3, Math.ceil(cell.rate() * seconds / cell.inFlight()));
    return (int) rounds * cell.inFlight();
  }
}
