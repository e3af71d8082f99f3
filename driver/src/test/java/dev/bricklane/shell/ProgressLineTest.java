package dev.bricklane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.shell.StandardStreams.Stream;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final Output rows = new Output(terminal, StandardCharsets.UTF_8);
  private final Output screen = new Output(terminal, StandardCharsets.UTF_8);
  private final AtomicLong now = new AtomicLong();
  private final List<Runnable> tasks = new ArrayList<>();
  private final AtomicInteger stopped = new AtomicInteger();
  private Counts counts =
      new Counts(
          0, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

  private record Counts(
      long rows,
      OptionalLong calls,
      OptionalLong tokens,
      OptionalLong inFlight,
      Optional<BigDecimal> cost)
      implements Progress {}

  private ProgressLine start(int width) {
    Progress current =
        new Progress() {
          @Override
          public long rows() {
            return counts.rows();
          }

          @Override
          public OptionalLong calls() {
            return counts.calls();
          }

          @Override
          public OptionalLong inFlight() {
            return counts.inFlight();
          }

          @Override
          public Optional<BigDecimal> cost() {
            return counts.cost();
          }

          @Override
          public OptionalLong tokens() {
            return counts.tokens();
          }
        };
    return new ProgressLine(
        rows,
        screen,
        current,
        width,
        now::get,
        (first, period, task) -> {
          tasks.add(task);
          return stopped::incrementAndGet;
        });
  }

  private void tick(Duration elapsed) {
    now.set(elapsed.toNanos());
    tasks.forEach(Runnable::run);
  }

  private String shown() {
    return terminal.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesCountsAndTime() {
    counts =
        new Counts(
            1,
            OptionalLong.of(34),
            OptionalLong.of(5678),
            OptionalLong.of(16),
            Optional.of(new BigDecimal("0.01234")));

    assertThat(ProgressLine.text(counts, Duration.ofSeconds(67)))
        .isEqualTo("1 row, 34 calls, 16 in flight, 5,678 tokens, $0.0123, 1:07");
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    assertThat(ProgressLine.text(counts, Duration.ofMillis(2900))).isEqualTo("0 rows, 0:02");
  }

  @Test
  void showsNothingBeforeTheFirstTick() {
    start(80).close();

    assertThat(shown()).isEmpty();
    assertThat(stopped).hasValue(1);
  }

  @Test
  void redrawsInPlaceAndWipesAtTheEnd() {
    ProgressLine line = start(80);
    tick(Duration.ofSeconds(1));
    counts =
        new Counts(
            3, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
    tick(Duration.ofSeconds(2));
    line.close();
    tick(Duration.ofSeconds(3));

    assertThat(shown())
        .isEqualTo("\r0 rows, 0:01" + "\r3 rows, 0:02" + "\r" + " ".repeat(12) + "\r");
  }

  @Test
  void givesWayToRows() {
    try (ProgressLine line = start(80)) {
      tick(Duration.ofSeconds(1));
      rows.write("a row\n");
      rows.flush();
      assertThat(shown()).isEqualTo("\r0 rows, 0:01\r" + " ".repeat(12) + "\ra row\n");
    }
  }

  @Test
  void drawsNotIntoALineThatIsHalfWritten() {
    try (ProgressLine line = start(80)) {
      rows.write("[\n  {}");
      rows.flush();
      tick(Duration.ofSeconds(1));
      assertThat(shown()).isEqualTo("[\n  {}");
    }
  }

  @Test
  void staysOnOneLine() {
    try (ProgressLine line = start(7)) {
      tick(Duration.ofSeconds(1));
      assertThat(shown()).isEqualTo("\r0 rows");
    }
  }

  @Test
  void startsOnlyOnATerminal() {
    AtomicInteger started = new AtomicInteger();
    Ticker ticker =
        (first, period, task) -> {
          started.incrementAndGet();
          return () -> {};
        };

    new ShellRun().ticker(ticker).run("-e", "SELECT 1");
    new ShellRun().ticker(ticker).terminal(Stream.OUTPUT).run("-e", "SELECT 1");
    new ShellRun().ticker(ticker).terminal(Stream.ERROR).run("-e", "SELECT 1");
    new ShellRun().ticker(ticker).onTerminal(80).run("--progress=never", "-e", "SELECT 1");
    assertThat(started).hasValue(0);

    new ShellRun().ticker(ticker).onTerminal(80).run("-e", "SELECT 1");
    assertThat(started).hasValue(1);
  }
}
