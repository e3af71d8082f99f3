package dev.bricklane.conformance.bench;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Planning time per query by JMH: warm, and the first one of a JVM. */
final class Planning {
  private static final String BENCHMARK = PlanningBenchmark.class.getName() + ".prepare";

  private Planning() {}

  static void run(Bench bench) {
    bench.report().head("Planning, prepareStatement of a query, by JMH");
    // Its JVMs have a server of their own, as each connection asks once whether it is there.
    boolean all = bench.effort().repetitions() > 3;
    try {
      Map<String, Double> warm =
          scores(
              new Runner(
                      new OptionsBuilder()
                          .include(BENCHMARK)
                          .forks(all ? 3 : 1)
                          .warmupIterations(all ? 5 : 3)
                          .warmupTime(TimeValue.seconds(all ? 2 : 1))
                          .measurementIterations(all ? 5 : 3)
                          .measurementTime(TimeValue.seconds(1))
                          .shouldFailOnError(true)
                          .verbosity(VerboseMode.SILENT)
                          .build())
                  .run());
      Map<String, Double> cold =
          scores(
              new Runner(
                      new OptionsBuilder()
                          .include(BENCHMARK)
                          .mode(Mode.SingleShotTime)
                          .forks(all ? 5 : 2)
                          .warmupForks(0)
                          .warmupIterations(0)
                          .measurementIterations(1)
                          .verbosity(VerboseMode.SILENT)
                          .build())
                  .run());
      warm.forEach((shape, millis) ->
          bench
              .report()
              .fact(
                  shape,
                  millis,
                  "ms",
                  "first in its JVM "
                      + Report.figure(cold.getOrDefault(shape, Double.NaN))
                      + " ms"));
    } catch (RunnerException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Double> scores(Collection<RunResult> results) {
    Map<String, Double> scores =
        new TreeMap<>(Comparator.comparing(PlanningBenchmark.Shape::valueOf));
    for (RunResult result : results) {
      scores.put(result.getParams().getParam("shape"), result.getPrimaryResult().getScore());
    }
    return scores;
  }
}
