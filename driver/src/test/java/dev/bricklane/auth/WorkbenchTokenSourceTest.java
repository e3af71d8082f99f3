package dev.bricklane.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.config.Environment;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkbenchTokenSourceTest {
  @TempDir Path folder;
  private Path file;
  private TokenSource source;

  @BeforeEach
  void prepare() throws IOException {
    file = Files.createDirectory(folder.resolve("posit-workbench")).resolve("databricks.cfg");
    source = new WorkbenchTokenSource(URI.create("https://w.example"), file, Environment.system());
  }

  @Test
  void readsTheFileAgainWhenWorkbenchHasWrittenIt() throws IOException {
    write("https://w.example/", "one", 1);
    assertThat(source.token().value().reveal()).isEqualTo("one");
    write("https://w.example/", "two", 2);
    assertThat(source.token().value().reveal()).isEqualTo("two");
  }

  @Test
  void readsTheFileOnceAsLongAsItStaysTheSame() throws IOException {
    write("w.example", "one", 1);
    source.token();
    // Written without a trace: nobody but the source's own memory can know the first token.
    write("w.example", "two", 1);
    assertThat(source.token().value().reveal()).isEqualTo("one");
    source.invalidate(source.token());
    assertThat(source.token().value().reveal()).isEqualTo("two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"other.example", "w.example.evil.com", "https://w.example:8443"})
  void givesNoTokenOfAnotherHost(String host) throws IOException {
    write(host, "canary", 1);
    assertMissing("is another one than w.example");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    assertMissing("cannot be read");
    Files.writeString(file, "[DEFAULT]\nhost = w.example\ntoken = canary\n");
    assertMissing("has no host and token; sign in to Databricks in Posit Workbench");
  }

  private void assertMissing(String message) {
    BricklaneException refusal =
        catchThrowableOfType(BricklaneException.class, () -> source.token());
    assertThat(refusal.code()).isEqualTo(ErrorCode.MISSING_CREDENTIALS);
    assertThat(refusal)
        .hasMessageStartingWith("Signing in by posit-workbench failed: ")
        .hasMessageContaining(message)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("canary");
  }

  private void write(String host, String token, long second) throws IOException {
    Files.writeString(file, "[workbench]\nhost = " + host + "\ntoken = " + token + "\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000 + second)));
  }
}
