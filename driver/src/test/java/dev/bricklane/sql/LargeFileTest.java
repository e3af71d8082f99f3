package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file larger than the memory, read in a JVM of its own. */
class LargeFileTest {
  private static final int ROWS = 400_000;
  private static final String PADDING = "x".repeat(200);

  @TempDir Path folder;

  @Test
  void isReadInLessMemoryThanItHas() throws Exception {
    write();
    assertThat(Files.size(folder.resolve("large.csv"))).isGreaterThan(80L << 20);

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-cp",
                System.getProperty("java.class.path"),
                Reading.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(said.lines().reduce((first, last) -> last)).hasValue(ROWS + " " + (ROWS - 1));
    } finally {
      process.destroyForcibly();
    }
  }

  private void write() throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("large.csv"))) {
      out.write("id,body\n");
      for (int i = 0; i < ROWS; i++) {
        out.write(Integer.toString(i));
        out.write(",\"");
        out.write(PADDING);
        out.write("\"\n");
      }
    }
  }

  /** What the other JVM does. */
  static final class Reading {
    private Reading() {}

    public static void main(String[] arguments) {
      FolderQueries files = new FolderQueries(Path.of(arguments[0]));
      long begun = System.nanoTime();
      List<List<Object>> rows =
          files.rows("SELECT count(*), max(id) FROM tickets.main.large WHERE body LIKE 'x%'");
      System.out.println((System.nanoTime() - begun) / 1_000_000 + " ms");
      System.out.println(rows.get(0).get(0) + " " + rows.get(0).get(1));
    }
  }
}
