package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final PrintStream terminal = new PrintStream(screen, true, StandardCharsets.UTF_8);
  private final AtomicLong nanos = new AtomicLong();

  private List<String> drawn() {
    return List.of(screen.toString(StandardCharsets.UTF_8).split("\r"));
  }

  @Test
  void drawsOneLineInPlace() {
    try (ProgressBar bar = new ProgressBar(terminal, 4, nanos::get)) {
      nanos.set(61_000_000_000L);
      bar.done(2);
    }
    assertThat(drawn())
        .containsExactly(
            "",
            "[                        ] 0/4, 0:00",
            "[===========>            ] 2/4, 1:01",
            "[===========>            ] 2/4, 1:01" + System.lineSeparator());
  }

  @Test
  void drawsAtMostTenTimesASecond() {
    ProgressBar bar = new ProgressBar(terminal, 1000, nanos::get);
    for (int i = 1; i <= 1000; i++) {
      nanos.addAndGet(1_000_000);
      bar.done(i);
    }
    bar.close();
    bar.close();
    assertThat(drawn()).hasSizeBetween(10, 14);
    assertThat(drawn().get(drawn().size() - 1)).startsWith("[========================] 1000/1000");
  }
}
