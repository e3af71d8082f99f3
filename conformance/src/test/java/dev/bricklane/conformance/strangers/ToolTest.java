package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolTest {
  private static final List<String> JAVA =
      List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());

  @Test
  void lacksNothingThatIsThereAndNewEnough() throws InterruptedException {
    assertThat(new Tool(JAVA, 17, 0).lack()).isEmpty();
  }

  @Test
  void saysThatAVersionIsTooOld() throws InterruptedException {
    assertThat(new Tool(JAVA, 999, 1).lack()).get().asString().contains("; 999.1 is needed");
    assertThat(new Tool(JAVA, Runtime.version().feature(), 999).lack()).isPresent();
  }

  @Test
  void saysThatItIsMissing() throws InterruptedException {
    assertThat(new Tool(List.of("no-such-program-anywhere"), 1, 0).lack())
        .get()
        .asString()
        .startsWith("no-such-program-anywhere is missing");
  }
}
