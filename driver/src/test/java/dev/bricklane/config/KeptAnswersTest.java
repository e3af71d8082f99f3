package dev.bricklane.config;

import static dev.bricklane.config.Resolving.refusal;
import static dev.bricklane.config.Resolving.resolve;
import static dev.bricklane.config.Resolving.setting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.config.DriverConfig.Cache.Store;
import dev.bricklane.config.DriverConfig.Recording;
import dev.bricklane.config.DriverConfig.Recording.Mode;
import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.DriverConfig.Target;
import dev.bricklane.error.ErrorCode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where answers are kept: files as people write them, and what a replay does without. */
class KeptAnswersTest {
  private static final String EMBEDDED = "jdbc:bricklane:embedded";

  @ParameterizedTest
  @CsvSource({
    "/var/answers.mv, /var/answers.mv",
    "./answers.mv, ./answers.mv",
    "~/answers.mv, /home/ada/answers.mv",
    "file:answers.mv, answers.mv",
    "File:~/answers.mv, /home/ada/answers.mv",
    "file:///var/answers.mv, /var/answers.mv",
    "file:off, off"
  })
  void takesAPathOrAFileForACacheFile(String typed, String path) {
    DriverConfig config = resolve(EMBEDDED + ";cache=" + typed);
    assertThat(config.cache().store()).isEqualTo(Store.FILE);
    assertThat(config.cache().file()).hasValue(Path.of(path));
    assertThat(setting(config, ConnectionProperty.CACHE).value()).startsWith("file:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memroy", "answers.mv", "file:", "/var/", "~", "~/"})
  void refusesWhatIsNoCacheFile(String typed) {
    assertThat(refusal(EMBEDDED + ";cache=" + typed))
        .hasMessageStartingWith("cache (URL): must be ");
  }

  @ParameterizedTest
  @CsvSource({
    "record:calls.jsonl, RECORD, calls.jsonl",
    "Replay:/var/calls.jsonl, REPLAY, /var/calls.jsonl",
    "replay:~/calls.jsonl, REPLAY, /home/ada/calls.jsonl"
  })
  void readsARecording(String typed, Mode mode, String path) {
    DriverConfig config = resolve(EMBEDDED + ";recording=" + typed);
    assertThat(config.recording()).hasValue(new Recording(mode, Path.of(path)));
    assertThat(config.replays()).isEqualTo(mode == Mode.REPLAY);
    assertThat(resolve(EMBEDDED).recording()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"calls.jsonl", "record:", "replay:/var/", "on", "play:x"})
  void refusesWhatIsNoRecording(String typed) {
    assertThat(refusal(EMBEDDED + ";recording=" + typed))
        .hasMessageStartingWith("recording (URL): must be ");
  }

  @Test
  void aReplayNeedsNeitherCredentialsNorHost() {
    DriverConfig named = resolve(Resolving.URL + ";recording=replay:f");
    assertThat(Resolving.baseUri(named)).isEqualTo("https://" + Resolving.HOST);
    assertThat(named.signIn()).isEqualTo(new SignIn.None());
    DriverConfig nowhere = resolve("jdbc:bricklane://;recording=replay:f");
    assertThat(nowhere.target()).isEqualTo(new Target.Nowhere());
  }

  @Test
  void aReplayReadsNeitherEnvironmentNorProfile() {
    FakeEnvironment environment =
        new FakeEnvironment()
            .variable("DATABRICKS_HOST", "not a host")
            .variable("DATABRICKS_TOKEN", "t")
            .profiles("no profile file");
    DriverConfig config = resolve("jdbc:bricklane://;recording=replay:f", Map.of(), environment);
    assertThat(config.target()).isEqualTo(new Target.Nowhere());
    assertThat(config.signIn()).isEqualTo(new SignIn.None());
    assertThat(environment.reads()).isEmpty();
  }

  @Test
  void aReplayKeepsTheCredentialsThatAreTyped() {
    DriverConfig config = resolve("jdbc:bricklane://;recording=replay:f;token=t");
    assertThat(Resolving.token(config)).isEqualTo("t");
    assertThat(refusal("jdbc:bricklane://;recording=replay:f;clientId=c").code())
        .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
  }

  @Test
  void recordingNeedsCredentialsAsEver() {
    assertThat(refusal(Resolving.URL + ";recording=record:f").code())
        .isEqualTo(ErrorCode.MISSING_CREDENTIALS);
  }
}
