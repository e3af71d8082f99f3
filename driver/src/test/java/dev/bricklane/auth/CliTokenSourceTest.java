package dev.bricklane.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bricklane.config.DriverConfig.SignIn.Cli;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.Scheduler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Databricks CLI, played by a shell script. */
class CliTokenSourceTest {
  private static final String TOKEN =
      """
      {
        "access_token": "canary-token-1",
        "token_type": "Bearer",
        "expiry": "2036-01-02T03:04:05.123456+01:00"
      }
      """;

  @TempDir Path folder;

  private Path cli;
  private Optional<String> profile = Optional.empty();
  private Duration longest = Duration.ofSeconds(60);

  @BeforeEach
  void needsAShell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "this system has no /bin/sh");
    cli = folder.resolve("my databricks");
  }

  @Test
  void asksByHostWithoutAShell() throws IOException {
    says(TOKEN);
    AccessToken token = source().token();
    assertThat(token.value().reveal()).isEqualTo("canary-token-1");
    assertThat(token.expiry()).isEqualTo(Instant.parse("2036-01-02T02:04:05.123456Z"));
    assertThat(arguments()).hasContent("auth\ntoken\n--host\nhttps://w.example");
    assertThat(source() + " " + token).doesNotContain("canary");
  }

  @Test
  void asksByProfile() throws IOException {
    says(TOKEN);
    profile = Optional.of("my work");
    source().token();
    assertThat(arguments()).hasContent("auth\ntoken\n--profile\nmy work");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "-h", "", " x", "a;b", "$(id)", "a\"b", "a\nb", "%PATH%", "`x`"})
  void refusesAProfileThatCouldBeSomethingElse(String name) {
    profile = Optional.of(name);
    assertThatThrownBy(this::source).hasMessageContaining("profile").hasMessageNotContaining("$(");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://a_b$(id).example", "file:///etc/passwd", "https://a'b/"})
  void refusesAHostThatIsNone(String uri) {
    assertThatThrownBy(() -> HostText.of(URI.create(uri))).hasMessageContaining("host must be");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"access_token\":\"t\",\"expiry\":\"0001-01-01T00:00:00Z\"}",
        "{\"access_token\":\"t\"}"
      })
  void takesATokenWithoutAnEnd(String answer) throws IOException {
    says(answer);
    assertThat(source().token().expiry()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          canary-token-1                                          | said something else than a token
          {"token":"canary-token-1"}                              | gave no access_token
          {"access_token":"canary-token-1","expiry":"tomorrow"}   | an expiry that is no time
          {"access_token":"canary-token-1","expiry":"2026-01-02 03:04:05.1234567890"} | an expiry that is no time
          {"access_token":"canary token-1"}                       | with blanks
          {"access_token":" "}                                    | gave no access token
          """)
  void refusesWhatIsNoToken(String answer, String message) throws IOException {
    says(answer);
    assertFails(ErrorCode.MALFORMED_ANSWER, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Error: databricks OAuth is not configured for this host | MISSING_CREDENTIALS | is not signed in to https://w.example; sign in with: databricks auth login --host https://w.example
          Error: no profiles configured. Run 'databricks auth login' | MISSING_CREDENTIALS | is not signed in
          Error: resolve: /h/.databrickscfg has no x profile configured | MISSING_CREDENTIALS | is not signed in
          Error: A new access token could not be retrieved because the refresh token is invalid canary | BAD_CREDENTIALS | sign-in to https://w.example has run out; sign in with: databricks auth login
          Error: unknown flag: --profile | MISSING_CREDENTIALS | is too old
          Error: No such command 'auth'. | MISSING_CREDENTIALS | is too old
          Error: canary went wrong | BAD_CREDENTIALS | gave no token for https://w.example (status 1)
          """)
  void saysWhatIsToBeDone(String error, ErrorCode code, String message) throws IOException {
    does("echo \"$ERROR\" >&2; exit 1".replace("$ERROR", error));
    assertFails(code, message);
  }

  @Test
  void saysThatTheCliIsMissing() {
    assertFails(ErrorCode.MISSING_CREDENTIALS, "cannot be started as " + cli);
  }

  @Test
  void asksForAnotherTokenWhenOneWasRefused() throws IOException {
    does(
        "case \"$*\" in *--force-refresh) echo '{\"access_token\":\"t2\"}';;"
            + " *) echo '{\"access_token\":\"t1\"}';; esac");
    TokenSource source = source();
    AccessToken first = source.token();
    source.invalidate(first);
    assertThat(source.token().value().reveal()).isEqualTo("t2");
  }

  @Test
  void saysThatAnOldCliCannotRenewAToken() throws IOException {
    does(
        "case \"$*\" in *--force-refresh) echo 'Error: unknown flag: --force-refresh' >&2; exit 1;;"
            + " *) echo '{\"access_token\":\"t1\"}';; esac");
    CliTokenSource source = source();
    source.invalidate(new AccessToken(new Secret("t1"), null));
    assertThatThrownBy(source::token).hasMessageContaining("a CLI before 0.296 cannot renew it");
  }

  @Test
  void readsBothPipesAtOnce() throws IOException {
    does(
        "i=0; while [ $i -lt 3000 ]; do echo '0123456789012345678901234567890123456789' >&2;"
            + " i=$((i+1)); done; echo '{\"access_token\":\"t1\"}'");
    assertThat(source().token().value().reveal()).isEqualTo("t1");
  }

  @Test
  void endsAfterItsTimeWithAllThatItStarted() throws Exception {
    does("sleep 300 & echo $! >'" + folder + "/child'; sleep 300");
    longest = Duration.ofSeconds(2);
    assertFails(ErrorCode.DEADLINE_EXCEEDED, "was ended after 2 s without an answer");
    assertChildEnds();
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    does("sleep 300 & echo $! >'" + folder + "/child'; echo >'" + folder + "/ready'; sleep 300");
    Path ready = folder.resolve("ready");
    assertThat(new ProcessBuilder("mkfifo", ready.toString()).start().waitFor()).isZero();
    AtomicReference<BricklaneException> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(() ->
            thrown.set(catchThrowableOfType(BricklaneException.class, () -> source().token())));
    thread.start();
    assertThat(Files.readString(ready)).isEqualTo("\n"); // Waits for the script to write it.
    thread.interrupt();
    thread.join();
    assertThat(thrown.get().code()).isEqualTo(ErrorCode.CANCELLED);
    assertChildEnds();
  }

  private void assertChildEnds() throws Exception {
    long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
    Optional<ProcessHandle> handle = ProcessHandle.of(child);
    if (handle.isPresent()) {
      handle.get().onExit().get(60, TimeUnit.SECONDS);
    }
  }

  private void assertFails(ErrorCode code, String message) {
    BricklaneException e = catchThrowableOfType(BricklaneException.class, () -> source().token());
    assertThat(e).hasMessageContaining(message).hasMessageNotContaining("canary");
    assertThat(e.code()).isEqualTo(code);
    assertThat(e).hasNoCause();
  }

  private CliTokenSource source() {
    return new CliTokenSource(
        URI.create("https://w.example/base"),
        new Cli(cli.toString(), profile),
        Scheduler.shared(),
        longest);
  }

  private void says(String answer) throws IOException {
    does("cat <<'END'\n" + answer + "\nEND");
  }

  private void does(String lines) throws IOException {
    Files.writeString(
        cli, "#!/bin/sh\nprintf '%s\\n' \"$@\" >'" + folder + "/arguments'\n" + lines + "\n");
    assertThat(cli.toFile().setExecutable(true)).isTrue();
  }

  private Path arguments() {
    return folder.resolve("arguments");
  }
}
