package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemEnvironmentTest {
  private final Environment system = Environment.system();

  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("cfg"), "[été]\n");
    assertThat(system.read(file)).hasValue("[été]\n");
  }

  @Test
  void tellsAMissingFileFromAnUnreadableOne(@TempDir Path folder) throws IOException {
    assertThat(system.read(folder.resolve("none"))).isEmpty();
    assertThatIOException().isThrownBy(() -> system.read(folder));
  }

  @Test
  void knowsTheHomeAndTheVariables() {
    assertThat(system.home()).hasValue(Path.of(System.getProperty("user.home")));
    assertThat(system.variables()).isEqualTo(System.getenv());
  }
}
