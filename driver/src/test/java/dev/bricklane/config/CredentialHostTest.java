package dev.bricklane.config;

import static dev.bricklane.config.Resolving.refusal;
import static dev.bricklane.config.Resolving.resolve;
import static dev.bricklane.config.Resolving.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token is never sent to a host that it is not for. */
class CredentialHostTest {
  private static final String NOTE =
      "the credentials of the %s were not used: they belong to another host";

  @Test
  void theEnvironmentsTokenIsForItsOwnHost() {
    FakeEnvironment environment = environment("https://one.com/", "t");
    BricklaneException refusal = refusal("jdbc:bricklane://two.com", Map.of(), environment);
    assertThat(refusal.code()).isEqualTo(ErrorCode.MISSING_CREDENTIALS);
    assertThat(refusal)
        .hasMessage("There are no credentials for host (URL)\n  " + NOTE.formatted("environment"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://one.com/, one.com",
    "one.com, ONE.com:443",
    "https://one.com/base, one.com",
    "one.com:8443, https://one.com:8443/",
    "one.com/ai-gateway/mlflow/v1, one.com",
    "[::1], [0:0:0:0:0:0:0:1]",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
  })
  void theEnvironmentsTokenIsUsedForTheSameHost(String bound, String host) {
    assertThat(token(resolve("jdbc:bricklane://" + host, Map.of(), environment(bound, "t"))))
        .isEqualTo("t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one.com.evil.com",
        "evil-one.com",
        "one.com:8443",
        "one.com;port=8443",
        "127.0.0.1",
        "http://localhost"
      })
  void theEnvironmentsTokenIsNotUsedForAnother(String host) {
    assertThat(refusal("jdbc:bricklane://" + host, Map.of(), environment("one.com", "t")).code())
        .isEqualTo(ErrorCode.MISSING_CREDENTIALS);
  }

  @Test
  void anUnreadableHostBesideATokenIsNoHostOfOurs() {
    assertThat(refusal("jdbc:bricklane://one.com", Map.of(), environment("one com", "t")).code())
        .isEqualTo(ErrorCode.MISSING_CREDENTIALS);
  }

  @Test
  void aTokenWithoutAHostIsForAnyHost() {
    FakeEnvironment environment = new FakeEnvironment().variable("DATABRICKS_TOKEN", "t");
    assertThat(token(resolve("jdbc:bricklane://one.com", Map.of(), environment))).isEqualTo("t");
  }

  @Test
  void theSearchGoesOnBehindAnotherHostsToken() {
    FakeEnvironment environment =
        environment("one.com", "t").profiles("[DEFAULT]\nhost = two.com\ntoken = u\n");
    assertThat(token(resolve("jdbc:bricklane://two.com", Map.of(), environment))).isEqualTo("u");
  }

  @Test
  void aProfilesTokenIsForItsOwnHost() {
    FakeEnvironment environment =
        new FakeEnvironment().profiles("[DEFAULT]\nhost = one.com\ntoken = t\n");
    assertThat(refusal("jdbc:bricklane://two.com", Map.of(), environment))
        .hasMessageContaining(NOTE.formatted("profile DEFAULT"));
    environment.variable("DATABRICKS_HOST", "two.com");
    assertThat(refusal("jdbc:bricklane://", Map.of(), environment))
        .hasMessageContaining(NOTE.formatted("profile DEFAULT"));
  }

  @Test
  void aProfileThatTheUserNamedIsNotPassedOver() {
    FakeEnvironment environment =
        new FakeEnvironment()
            .variable("DATABRICKS_TOKEN", "t")
            .profiles("[dev]\nhost = one.com\ntoken = u\n");
    assertThat(refusal("jdbc:bricklane://two.com;profile=dev", Map.of(), environment))
        .hasMessage("There are no credentials for host (URL)\n  " + NOTE.formatted("profile dev"));
  }

  @Test
  void liteLlmsKeyIsNotSentToDatabricksHost() {
    FakeEnvironment environment =
        new FakeEnvironment()
            .variable("DATABRICKS_HOST", "one.com")
            .variable("DATABRICKS_API_BASE", "https://two.com/serving-endpoints")
            .variable("DATABRICKS_API_KEY", "k");
    assertThat(refusal("jdbc:bricklane://", Map.of(), environment))
        .hasMessageContaining(NOTE.formatted("environment"));
    assertThat(token(resolve("jdbc:bricklane://two.com", Map.of(), environment))).isEqualTo("k");
  }

  @Test
  void theOnlyHostOfTheEnvironmentStandsForBothSetsOfNames() {
    FakeEnvironment client =
        new FakeEnvironment()
            .variable("DATABRICKS_API_BASE", "https://two.com/serving-endpoints")
            .variable("DATABRICKS_CLIENT_ID", "c")
            .variable("DATABRICKS_CLIENT_SECRET", "s");
    assertThat(refusal("jdbc:bricklane://one.com", Map.of(), client).code())
        .isEqualTo(ErrorCode.MISSING_CREDENTIALS);
    resolve("jdbc:bricklane://", Map.of(), client);
    FakeEnvironment key =
        new FakeEnvironment()
            .variable("DATABRICKS_HOST", "one.com")
            .variable("DATABRICKS_API_KEY", "k");
    assertThat(refusal("jdbc:bricklane://two.com", Map.of(), key).code())
        .isEqualTo(ErrorCode.MISSING_CREDENTIALS);
    assertThat(token(resolve("jdbc:bricklane://", Map.of(), key))).isEqualTo("k");
  }

  private static FakeEnvironment environment(String host, String token) {
    return new FakeEnvironment()
        .variable("DATABRICKS_HOST", host)
        .variable("DATABRICKS_TOKEN", token);
  }
}
