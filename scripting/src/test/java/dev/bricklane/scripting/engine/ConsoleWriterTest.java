package dev.bricklane.scripting.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleWriterTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream =
      new PrintStream(new BufferedOutputStream(bytes), false, StandardCharsets.UTF_8);
  private final PrintWriter writer = new PrintWriter(new ConsoleWriter(() -> stream), true);

  @Test
  void showsPartsOfALineAtOnce() {
    writer.print("to");
    assertThat(shown()).isEqualTo("to");
    writer.print("kén");
    writer.write('s');
    assertThat(shown()).isEqualTo("tokéns");
  }

  @Test
  void leavesTheConsoleOpen() {
    writer.close();
    new PrintWriter(new ConsoleWriter(() -> stream), true).print("still");
    assertThat(shown()).isEqualTo("still");
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
