package dev.bricklane.conformance.bench;

import dev.bricklane.conformance.bench.Report.Better;
import dev.bricklane.conformance.server.LeanServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Fresh JVMs: the time of {@code getConnection}, and from there to the first answer. */
final class Cold {
  private Cold() {}

  static void run(Bench bench) {
    bench.setServer("latency=0");
    bench.report().head("Cold, a fresh JVM each (stock Calcite: 0.5-0.8 s, then 1.1-2 s)");
    for (String server : List.of("server apart", "embedded")) {
      boolean embedded = server.equals("embedded");
      String url = embedded ? "jdbc:bricklane:embedded" : LeanServer.url(bench.port());
      String model = embedded ? "embedded-responder" : "bench";
      measure(bench, server, url, "SELECT complete('%s', 'Hello')".formatted(model));
      measure(
          bench,
          server + ", two rows",
          url,
          "SELECT complete('%s', 'Hello ' || name) FROM (VALUES 'Ada', 'Bob') AS t(name)"
              .formatted(model));
    }
  }

  private static void measure(Bench bench, String name, String url, String query) {
    List<Facts> runs = new ArrayList<>();
    for (int i = 0; i < bench.effort().forks(); i++) {
      runs.add(fork(url, query));
    }
    double connect = Medians.of(runs, run -> run.decimal("connect"));
    double answer = Medians.of(runs, run -> run.decimal("answer"));
    bench.report().line(name + ", getConnection", connect, "s", "goal", 0.3, Better.LESS, 1);
    bench.report().line(name + ", first answer", answer, "s", "goal", 0.8, Better.LESS, 1);
    bench
        .report()
        .fact(
            "  CPU until connected, until answered",
            Medians.of(runs, run -> run.decimal("connect_cpu")),
            "s",
            "then "
                + Report.figure(Medians.of(runs, run -> run.decimal("answer_cpu")))
                + " s, compilers included");
  }

  private static Facts fork(String url, String query) {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  WorkerProcess.jarAlone(),
                  ColdStart.class.getName(),
                  url,
                  query)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      int mark = output.indexOf(LineService.MARK);
      if (mark < 0 || status != 0) {
        throw new IllegalStateException(
            "a fresh JVM ended with " + status + " and said: " + output.strip());
      }
      return Facts.parse(output.substring(mark + LineService.MARK.length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
