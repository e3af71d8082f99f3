package dev.bricklane.conformance.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures Bricklane against limits, goals and others, all in one run, and prints the losing cases
 * too.
 *
 * <pre>{@code
 * mvn -q -P bench -DskipTests -pl conformance -am package               # a quarter of an hour
 * mvn -q -P bench -DskipTests -pl conformance -am package -Dbench=long  # an hour
 * mvn -q -P bench -DskipTests -pl conformance -am package -Dbench=short,cold,planning
 * }</pre>
 */
public final class Benchmarks {
  private static final Map<String, Consumer<Bench>> SCENARIOS = scenarios();

  private Benchmarks() {}

  private static Map<String, Consumer<Bench>> scenarios() {
    Map<String, Consumer<Bench>> scenarios = new LinkedHashMap<>();
    scenarios.put("cold", Cold::run);
    scenarios.put("throughput", Throughput::run);
    scenarios.put("embeddings", EmbeddingsByTheBatch::run);
    scenarios.put("cache", SecondRun::run);
    scenarios.put("limits", RateLimits::run);
    scenarios.put("executors", Executors::run);
    scenarios.put("ends", EarlyEnds::run);
    scenarios.put("peers", Peers::run);
    scenarios.put("planning", Planning::run);
    return scenarios;
  }

  /** One scenario that breaks leaves the others their turn. */
  private static void run(String name, Consumer<Bench> scenario, Bench bench) {
    try {
      scenario.accept(bench);
    } catch (RuntimeException e) {
      bench.report().failed(name, String.valueOf(e));
    }
  }

  public static void main(String[] arguments) {
    String effort = "short";
    List<String> wanted = new ArrayList<>();
    for (String word : String.join(",", arguments).split("[ ,]+")) {
      if (SCENARIOS.containsKey(word)) {
        wanted.add(word);
      } else if (!word.isEmpty()) {
        effort = word;
      }
    }
    Report report = new Report();
    report.note(
        "%s JDK %s, %d cores, %s; effort %s; medians of runs in turn; loopback"
            .formatted(
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                effort));
    try (Bench bench = new Bench(Effort.of(effort), report)) {
      for (Map.Entry<String, Consumer<Bench>> scenario : SCENARIOS.entrySet()) {
        if (wanted.isEmpty() || wanted.contains(scenario.getKey())) {
          run(scenario.getKey(), scenario.getValue(), bench);
        }
      }
    }
    report.note("%nCases that miss their goal: %d".formatted(report.lost()));
  }
}
