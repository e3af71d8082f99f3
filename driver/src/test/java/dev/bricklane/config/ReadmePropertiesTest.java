package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the README's table of properties against the enum. */
class ReadmePropertiesTest {
  @Test
  void listsEveryPropertyAsTheEnumHasIt() throws IOException {
    assertThat(Files.readString(Path.of("..", "README.md"))).contains(PropertyTable.markdown());
  }

  @Test
  void listsEveryWayToSignInAsTheEnumHasIt() throws IOException {
    assertThat(Files.readString(Path.of("..", "README.md"))).contains(SignInTable.markdown());
  }
}
