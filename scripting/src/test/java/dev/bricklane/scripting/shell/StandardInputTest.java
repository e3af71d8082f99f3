package dev.bricklane.scripting.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StandardInputTest {
  private final ByteArrayInputStream source =
      new ByteArrayInputStream("één\ntwee".getBytes(StandardCharsets.UTF_8));

  private static String tail(StandardInput input) throws IOException {
    StringWriter text = new StringWriter();
    input.ofPrompt().transferTo(text);
    return text.toString();
  }

  @Test
  void givesAllToThePromptThatReadsFirst() throws IOException {
    StandardInput input = new StandardInput(source, () -> false);
    assertThat(tail(input)).isEqualTo("één\ntwee");
    assertThat(input.ofScript().read()).isEqualTo(-1);
    assertThat(input.text()).isEqualTo("één\ntwee");
  }

  @Test
  void leavesItToAScriptThatHasReadOfIt() throws IOException {
    StandardInput input = new StandardInput(source, () -> false);
    assertThat(input.ofScript().read()).isEqualTo(0xC3);
    assertThat(tail(input)).isEmpty();
    assertThat(source.available()).isEqualTo(9);
  }

  @Test
  void leavesItToAScriptThatHasItsText() throws IOException {
    StandardInput input = new StandardInput(source, () -> false);
    assertThat(input.text()).isEqualTo("één\ntwee").isSameAs(input.text());
    assertThat(tail(input)).isEmpty();
  }

  @Test
  void neverReadsATerminalForAPrompt() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    StandardInput input =
        new StandardInput(
            source,
            () -> {
              asked.incrementAndGet();
              return true;
            });
    assertThat(asked).hasValue(0);
    assertThat(tail(input)).isEmpty();
    assertThat(source.available()).isEqualTo(10);
    assertThat(asked).hasValue(1);
  }

  @Test
  void hasNothingMoreWhereItWasTheScript() throws IOException {
    StandardInput input = new StandardInput(source, () -> false);
    assertThat(input.taken()).isEqualTo("één\ntwee");
    assertThat(input.text()).isEmpty();
  }
}
