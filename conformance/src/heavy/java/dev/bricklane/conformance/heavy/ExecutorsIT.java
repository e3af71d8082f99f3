package dev.bricklane.conformance.heavy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.conformance.Numbers;
import dev.bricklane.conformance.RowCounter;
import dev.bricklane.conformance.server.Admission;
import dev.bricklane.conformance.server.Counts;
import dev.bricklane.conformance.server.LeanServer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Eight processes, as Spark's executors are, over one limit that they do not talk about. */
@Timeout(180)
class ExecutorsIT {
  private static final int PROCESSES = 8;
  private static final int OUTER = 5;
  private static final int INNER = 8;

  @TempDir Path folder;

  @Test
  void allRowsAreAnsweredUnderALimitThatSaysWhenToComeAgain()
      throws IOException, InterruptedException {
    answersAllRowsOnce(Admission.window(60, System::nanoTime));
  }

  @Test
  void allRowsAreAnsweredUnderALimitThatDoesNotSay() throws IOException, InterruptedException {
    answersAllRowsOnce(Admission.bucket(60, 6, System::nanoTime));
  }

  @Test
  void allRowsAreAnsweredWhereSoManyAreTakenAtATime() throws IOException, InterruptedException {
    answersAllRowsOnce(Admission.concurrency(16));
  }

  private void answersAllRowsOnce(Admission admission) throws IOException, InterruptedException {
    try (LeanServer server = LeanServer.start().latency(Duration.ofMillis(50))) {
      server.admission(admission);
      List<Process> processes = new ArrayList<>();
      try {
        for (int i = 0; i < PROCESSES; i++) {
          processes.add(start(server.url(), i));
        }
        for (int i = 0; i < PROCESSES; i++) {
          assertThat(processes.get(i).waitFor(150, TimeUnit.SECONDS)).isTrue();
          assertThat(Files.readString(printed(i))).contains(OUTER * INNER + " rows, 0 NULLs");
        }
      } finally {
        processes.forEach(Process::destroyForcibly);
      }
      Counts counts = server.counts();
      assertThat(counts.calls() - counts.refused()).isEqualTo(PROCESSES * OUTER * INNER);
    }
  }

  private Process start(String url, int number) throws IOException {
    String query =
        "SELECT complete('bench', 'Prompt ' || i || '.' || j || ' of %d') FROM %s"
            .formatted(number, Numbers.pairs(OUTER, INNER));
    Path classes =
        Path.of(
            URI.create(
                RowCounter.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    return Client.process(
            Client.java(),
            List.of(
                "-Xmx128m",
                "-cp",
                Client.JAR + File.pathSeparator + classes,
                RowCounter.class.getName(),
                url,
                query))
        .redirectErrorStream(true)
        .redirectOutput(printed(number).toFile())
        .start();
  }

  private Path printed(int number) {
    return folder.resolve(number + ".txt");
  }
}
