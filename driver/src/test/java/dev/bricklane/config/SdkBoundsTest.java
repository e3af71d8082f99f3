package dev.bricklane.config;

import static dev.bricklane.config.Resolving.refusal;
import static dev.bricklane.config.Resolving.resolve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.config.DriverConfig.SignIn;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDK reads environment and profiles itself: a URL alone must not make it send a secret. */
class SdkBoundsTest {
  private static final String EVIL = "jdbc:bricklane://evil.com";
  private static final String AZURE = ";authType=databricks-sdk:azure-client-secret";

  static Stream<String> own() {
    return Stream.concat(AuthType.names().stream(), Stream.of("external-browser"));
  }

  @ParameterizedTest
  @MethodSource("own")
  void leavesToBricklaneWhatItDoesItself(String type) {
    String name = type.equals("external-browser") ? "oauth-u2m" : type;
    assertThat(refusal(EVIL + ";token=t;authType=databricks-sdk:" + type))
        .hasMessage("authType (URL): must be authType=" + name + ", which needs no SDK");
  }

  @Test
  void doesNotTakeTheEnvironmentsCredentialsToAnotherHost() {
    FakeEnvironment environment =
        new FakeEnvironment()
            .variable("DATABRICKS_HOST", "https://good.com")
            .variable("ARM_CLIENT_SECRET", "s");
    assertThat(refusal(EVIL + AZURE, Map.of(), environment))
        .hasMessage(
            "authType (URL): makes the Databricks SDK read the environment, which is for another"
                + " host than this one");
    assertThat(resolve("jdbc:bricklane://good.com" + AZURE, Map.of(), environment).signIn())
        .isEqualTo(new SignIn.Sdk("azure-client-secret", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {";profile=work", ""})
  void doesNotTakeAProfilesCredentialsToAnotherHost(String named) {
    FakeEnvironment environment =
        new FakeEnvironment()
            .variable("DATABRICKS_CONFIG_PROFILE", "work")
            .profiles("[work]\nhost=good.com\nazure_client_secret=s\n");
    assertThat(refusal(EVIL + AZURE + named, Map.of(), environment))
        .hasMessage(
            "authType (URL): makes the Databricks SDK read the profile work, which is for another"
                + " host than this one");
    assertThat(resolve("jdbc:bricklane://good.com" + AZURE + named, Map.of(), environment).signIn())
        .isInstanceOf(SignIn.Sdk.class);
  }

  /** The SDK reads no profile that nobody has named, where it is told the host. */
  @Test
  void aDefaultProfileOfAnotherHostDoesNotMatter() {
    FakeEnvironment environment = new FakeEnvironment().profiles("[DEFAULT]\nhost=good.com\n");
    assertThat(resolve(EVIL + AZURE, Map.of(), environment).signIn())
        .isEqualTo(new SignIn.Sdk("azure-client-secret", Optional.empty()));
  }

  /** The SDK looks whether the host is one of the cloud's, for these and no others. */
  @ParameterizedTest
  @ValueSource(strings = {"azure-devops-oidc", "runtime", "notebook-native", "new-way"})
  void aUrlAsksOnlyForWaysThatAreBoundToTheirCloud(String type) {
    String way = "databricks-sdk:" + type;
    assertThat(refusal(EVIL + ";authType=" + way))
        .hasMessage(
            "authType (URL): may not be "
                + way
                + " in a URL, which may come from a stranger; give it as a property of the"
                + " connection");
    assertThat(resolve(EVIL, Map.of("authType", way)).signIn())
        .isEqualTo(new SignIn.Sdk(type, Optional.empty()));
    assertThat(
            resolve(EVIL, Map.of(), new FakeEnvironment().variable("DATABRICKS_AUTH_TYPE", way))
                .signIn())
        .isEqualTo(new SignIn.Sdk(type, Optional.empty()));
  }

  /** With it, the SDK takes any host for one of Azure's. */
  @Test
  void aUrlAsksForNothingOfAzuresBesideAResource() {
    FakeEnvironment environment =
        new FakeEnvironment().variable("DATABRICKS_AZURE_RESOURCE_ID", "/subscriptions/1");
    assertThat(refusal(EVIL + AZURE, Map.of(), environment))
        .hasMessageContaining("may not be databricks-sdk:azure-client-secret in a URL");
    assertThat(
            resolve(
                    EVIL + AZURE,
                    Map.of(),
                    environment.variable("DATABRICKS_HOST", "https://evil.com"))
                .signIn())
        .isInstanceOf(SignIn.Sdk.class);
  }
}
