package dev.bricklane.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs the README's first command and compares what it prints with what the README says. */
class ReadmeIT {
  private static final Pattern FIRST_COMMAND =
      Pattern.compile(
          "```sh\\nmvn -q -DskipTests package && java -jar driver/target/bricklane.jar \\\\\\n"
              + "\\s+-e \"([^\"]+)\"\\n```\\n\\n```text\\n(.*?)```",
          Pattern.DOTALL);

  @Test
  void printsWhatTheReadmeSays() throws IOException, InterruptedException {
    Matcher command = FIRST_COMMAND.matcher(readme());
    assertThat(command.find()).isTrue();
    JarRun run = JarRun.of("-e", command.group(1));
    assertThat(run.errors()).isEmpty();
    assertThat(run.output()).isEqualTo(command.group(2));
    assertThat(run.status()).isZero();
  }

  @Test
  void namesFilesAndClassesThatAreThere() throws IOException {
    String readme = readme();
    for (String name : List.of("driver/ARCHITECTURE.md", "LICENSE")) {
      assertThat(readme).contains("(" + name + ")");
      assertThat(Path.of("..", name)).exists();
    }
    assertThat(readme).contains("dev.bricklane.jdbc.BricklaneDriver");
    assertThat(Path.of("../driver/src/main/java/dev/bricklane/jdbc/BricklaneDriver.java")).exists();
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("..", "README.md"));
  }
}
