package dev.bricklane.scripting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README shows the examples as they are run. */
class ReadmeExamplesTest {
  private static final Pattern GROOVY = Pattern.compile("(?s)```groovy\n(.*?)```");

  @Test
  void showsEveryExampleAndNothingElse() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    List<String> shown =
        GROOVY.matcher(readme).results().map(MatchResult::group).map(this::text).toList();
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      List<String> examples =
          files.filter(file -> file.toString().endsWith(".groovy")).map(this::read).toList();
      assertThat(examples).hasSizeGreaterThanOrEqualTo(4);
      assertThat(shown).containsExactlyInAnyOrderElementsOf(examples);
    }
  }

  private String text(String block) {
    return block.substring("```groovy\n".length(), block.length() - "```".length());
  }

  private String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
