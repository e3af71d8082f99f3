package dev.bricklane.conformance.bench;

import dev.bricklane.conformance.server.LeanServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The server and the two sides, each in a JVM of its own; they run in turn, never together. */
final class Bench implements AutoCloseable {
  private static final List<String> HEAP = List.of("-Xmx1g", "-Xms256m");

  private final Effort effort;
  private final Report report;
  private final WorkerProcess server =
      WorkerProcess.start(ServerWorker.class, WorkerProcess.everything(), List.of("-Xmx512m"));
  private final WorkerProcess ours;
  private final WorkerProcess loop =
      WorkerProcess.start(LoopWorker.class, WorkerProcess.everything(), HEAP);
  private int port;

  Bench(Effort effort, Report report) {
    this.effort = effort;
    this.report = report;
    List<String> options = new ArrayList<>(HEAP);
    String extra = System.getProperty("bench.options", "");
    if (!extra.isEmpty()) {
      options.addAll(List.of(extra.split(" ")));
    }
    ours = WorkerProcess.start(SqlWorker.class, WorkerProcess.jarAlone(), options);
    setServer("latency=0");
  }

  Effort effort() {
    return effort;
  }

  Report report() {
    return report;
  }

  int port() {
    return port;
  }

  /** Sets the server's latency and limit; the counts begin anew. */
  void setServer(String order) {
    port = server.ask(order).number("port");
  }

  /** Returns how many calls the server has seen since it was set. */
  int calls() {
    return server.ask("counts").number("calls");
  }

  /** Runs Bricklane; {@code properties} as they stand in the URL, each with a leading semicolon. */
  Run ours(String function, int inFlight, int rows, String properties) {
    return measured(() ->
        ours.ask(
            "url=%s-%d;maximumPoolSize=%d%s function=%s rows=%d"
                .formatted(
                    // Connections of one token share the pool of whoever came first.
                    LeanServer.url(port),
                    inFlight,
                    inFlight,
                    properties,
                    function,
                    Prompts.rows(rows))));
  }

  /**
   * Ends a statement whose calls stay without an answer, several times; returns how long each took
   * after the signal, in milliseconds.
   *
   * @param how {@code cancel} or {@code timeout}
   */
  List<Double> ends(String how, int inFlight, int times) {
    List<Double> ends = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Facts facts =
          ours.ask(
              "url=%s-%d;maximumPoolSize=%d function=complete rows=%d end=%s"
                  .formatted(LeanServer.url(port), inFlight, inFlight, Prompts.rows(1_000), how));
      if (!facts.has("ended_ms")) {
        throw new IllegalStateException("a run failed: " + facts.text("failed"));
      }
      ends.add(facts.decimal("ended_ms"));
    }
    return ends;
  }

  /** Runs the loop. */
  Run loop(String function, int inFlight, int rows) {
    return measured(() ->
        loop.ask(
            "port=%d n=%d function=%s rows=%d"
                .formatted(port, inFlight, function, Prompts.rows(rows))));
  }

  /** Runs another client that takes the loop's orders. */
  Run peer(WorkerProcess peer, int inFlight, int rows) {
    return measured(() ->
        peer.ask(
            "port=%d n=%d function=complete rows=%d"
                .formatted(port, inFlight, Prompts.rows(rows))));
  }

  private Run measured(Supplier<Facts> order) {
    server.ask("reset");
    Facts facts = order.get();
    Facts after = server.ask("counts");
    if (!facts.has("rows")) {
      throw new IllegalStateException("a run failed: " + facts.text("failed"));
    }
    return new Run(
        facts.number("rows"),
        facts.decimal("seconds"),
        facts.decimal("first_ms"),
        facts.decimal("cpu_us"),
        facts.number("compile_ms"),
        after.number("calls"),
        after.number("peak"),
        facts.has("failed") ? facts.text("failed").replace('_', ' ') : "");
  }

  @Override
  public void close() {
    server.close();
    ours.close();
    loop.close();
  }
}
