package dev.bricklane.conformance.bench;

import dev.bricklane.conformance.bench.Report.Better;
import java.util.ArrayList;
import java.util.List;

/** Texts embedded a second, ours in batches, the loop with a call for each text. */
final class EmbeddingsByTheBatch {
  private static final int IN_FLIGHT = 16;

  private EmbeddingsByTheBatch() {}

  static void run(Bench bench) {
    bench.setServer("latency=100");
    // The loop's limit is 160 texts/s; what ours takes for as many is too short to measure.
    int loopTexts = (int) (160 * bench.effort().seconds());
    int texts = 20 * loopTexts;
    bench.ours("embed", IN_FLIGHT, texts, "");
    bench.loop("embed", IN_FLIGHT, loopTexts);
    List<Run> ours = new ArrayList<>();
    List<Run> loop = new ArrayList<>();
    for (int i = 0; i < bench.effort().repetitions(); i++) {
      ours.add(bench.ours("embed", IN_FLIGHT, texts, ""));
      loop.add(bench.loop("embed", IN_FLIGHT, loopTexts));
    }
    bench.report().head("Embeddings, 100 ms, 16 in flight, 384 dimensions");
    bench
        .report()
        .line(
            "texts a second",
            Medians.of(ours, Run::rate),
            "texts/s",
            "loop",
            Medians.of(loop, Run::rate),
            Better.MORE,
            1);
    bench
        .report()
        .line(
            "HTTP calls for 1,000 texts",
            Medians.of(ours, run -> 1000.0 * run.calls() / run.rows()),
            "calls",
            "loop",
            Medians.of(loop, run -> 1000.0 * run.calls() / run.rows()),
            Better.LESS,
            1);
    bench
        .report()
        .line(
            "CPU for a text",
            Medians.of(ours, Run::cpuPerRow),
            "us",
            "loop",
            Medians.of(loop, Run::cpuPerRow),
            Better.LESS,
            1.25);
  }
}
