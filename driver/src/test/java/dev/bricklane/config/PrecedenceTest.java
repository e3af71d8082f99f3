package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.CLIENT_ID;
import static dev.bricklane.config.ConnectionProperty.HOST;
import static dev.bricklane.config.ConnectionProperty.MAX_RETRIES;
import static dev.bricklane.config.ConnectionProperty.TOKEN;
import static dev.bricklane.config.Resolving.baseUri;
import static dev.bricklane.config.Resolving.refusal;
import static dev.bricklane.config.Resolving.resolve;
import static dev.bricklane.config.Resolving.setting;
import static dev.bricklane.config.Resolving.source;
import static dev.bricklane.config.Resolving.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.config.DriverConfig.Setting;
import dev.bricklane.config.DriverConfig.SignIn;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which place a value is taken from, level by level. */
class PrecedenceTest {
  private static final String EMPTY_HOST = "jdbc:bricklane://";
  private static final String PROFILES =
      """
      ; comment
      # another
      [DEFAULT]
      host  = https://default.com/
      token = of-default

      [dev]
      HOST: dev.com
      client_id = dev-id
      client_secret = dev-secret
      [bare]
      token = of-bare
      """;

  private static FakeEnvironment everything() {
    return new FakeEnvironment()
        .variable("DATABRICKS_HOST", "https://environment.com/")
        .variable("DATABRICKS_TOKEN", "of-environment")
        .variable("DATABRICKS_API_BASE", "https://litellm.com/serving-endpoints")
        .variable("DATABRICKS_API_KEY", "of-litellm")
        .profiles(PROFILES);
  }

  @Test
  void theUrlComesFirst() {
    DriverConfig config =
        resolve(
            "jdbc:bricklane://url.com;token=of-url;maxRetries=1",
            Map.of("host", "properties.com", "token", "of-properties", "maxRetries", "2"),
            everything());
    assertThat(baseUri(config)).isEqualTo("https://url.com");
    assertThat(token(config)).isEqualTo("of-url");
    assertThat(setting(config, MAX_RETRIES)).isEqualTo(new Setting(MAX_RETRIES, "1", "URL"));
    assertThat(setting(config, TOKEN)).isEqualTo(new Setting(TOKEN, "***", "URL"));
  }

  @Test
  void propertiesComeSecond() {
    DriverConfig config =
        resolve(
            EMPTY_HOST,
            Map.of("host", "properties.com", "password", "of-properties", "maxRetries", "2"),
            everything());
    assertThat(baseUri(config)).isEqualTo("https://properties.com");
    assertThat(token(config)).isEqualTo("of-properties");
    assertThat(source(config, MAX_RETRIES)).isEqualTo("Properties");
    assertThat(source(config, HOST)).isEqualTo("Properties");
  }

  @Test
  void aProfileNamedThereComesThird() {
    DriverConfig config = resolve(EMPTY_HOST + ";profile=dev", Map.of(), everything());
    assertThat(baseUri(config)).isEqualTo("https://dev.com");
    assertThat(config.signIn())
        .isEqualTo(new SignIn.OAuthM2M("dev-id", new Secret("dev-secret"), "all-apis"));
    assertThat(source(config, CLIENT_ID)).isEqualTo("profile dev");
  }

  @Test
  void theEnvironmentComesFourth() {
    FakeEnvironment environment = everything().variable("DATABRICKS_CONFIG_PROFILE", "dev");
    DriverConfig config = resolve(EMPTY_HOST, Map.of(), environment);
    assertThat(baseUri(config)).isEqualTo("https://environment.com");
    assertThat(token(config)).isEqualTo("of-environment");
    assertThat(source(config, HOST)).isEqualTo("environment DATABRICKS_HOST");
    assertThat(source(config, TOKEN)).isEqualTo("environment DATABRICKS_TOKEN");
    assertThat(environment.reads()).isEmpty();
  }

  @Test
  void liteLlmsNamesComeFifth() {
    DriverConfig config =
        resolve(
            EMPTY_HOST,
            Map.of(),
            new FakeEnvironment()
                .variable("DATABRICKS_API_BASE", "https://litellm.com/serving-endpoints")
                .variable("DATABRICKS_API_KEY", "of-litellm")
                .profiles(PROFILES));
    assertThat(baseUri(config)).isEqualTo("https://litellm.com");
    assertThat(token(config)).isEqualTo("of-litellm");
    assertThat(source(config, TOKEN)).isEqualTo("environment DATABRICKS_API_KEY");
  }

  @Test
  void theProfileThatTheEnvironmentNamesComesSixth() {
    DriverConfig config =
        resolve(
            EMPTY_HOST,
            Map.of(),
            new FakeEnvironment()
                .variable("DATABRICKS_CONFIG_PROFILE", "dev")
                .profiles("[__settings__]\ndefault_profile = bare\n" + PROFILES));
    assertThat(baseUri(config)).isEqualTo("https://dev.com");
    assertThat(source(config, ConnectionProperty.PROFILE))
        .isEqualTo("environment DATABRICKS_CONFIG_PROFILE");
  }

  @Test
  void theFilesOwnDefaultProfileComesSeventh() {
    DriverConfig config =
        resolve(
            "jdbc:bricklane://bare.com",
            Map.of(),
            new FakeEnvironment().profiles("[__settings__]\ndefault_profile = bare\n" + PROFILES));
    assertThat(token(config)).isEqualTo("of-bare");
  }

  @Test
  void theProfileNamedDefaultComesEighth() {
    DriverConfig config = resolve(EMPTY_HOST, Map.of(), new FakeEnvironment().profiles(PROFILES));
    assertThat(baseUri(config)).isEqualTo("https://default.com");
    assertThat(token(config)).isEqualTo("of-default");
    assertThat(source(config, HOST)).isEqualTo("profile DEFAULT");
  }

  @Test
  void theDefaultComesLast() {
    DriverConfig config = resolve("jdbc:bricklane://h.com;token=t");
    assertThat(setting(config, MAX_RETRIES)).isEqualTo(new Setting(MAX_RETRIES, "3", "default"));
  }

  @Test
  void anEmptyValueCountsAsNone() {
    DriverConfig config =
        resolve(
            EMPTY_HOST + ";token=;maxRetries=",
            Map.of("password", " ", "user", ""),
            new FakeEnvironment().variable("DATABRICKS_TOKEN", " ").profiles(PROFILES));
    assertThat(config.http().maxRetries()).isEqualTo(3);
    assertThat(source(config, TOKEN)).isEqualTo("profile DEFAULT");
  }

  @Test
  void aNamedProfileInheritsNothing() {
    assertThat(
            refusal(
                EMPTY_HOST + ";profile=bare", Map.of(), new FakeEnvironment().profiles(PROFILES)))
        .hasMessageStartingWith("host: is missing");
  }

  @Test
  void aNamedProfileMustBeThere() {
    assertThat(
            refusal(
                "jdbc:bricklane://h.com;token=t;profile=prod",
                Map.of(),
                new FakeEnvironment().profiles(PROFILES)))
        .hasMessage(
            "profile (URL): is not in /home/ada/.databrickscfg, which has DEFAULT, bare, dev");
    assertThat(
            refusal(
                "jdbc:bricklane://h.com",
                Map.of(),
                new FakeEnvironment()
                    .variable("DATABRICKS_CONFIG_PROFILE", "__settings__")
                    .profiles("[__settings__]\n")))
        .hasMessageContaining(
            "profile (environment DATABRICKS_CONFIG_PROFILE): is not in"
                + " /home/ada/.databrickscfg, which has no profiles");
  }

  @Test
  void theFileIsNotReadWhenHostAndCredentialsAreThere() {
    FakeEnvironment environment = everything();
    resolve("jdbc:bricklane://h.com;token=t", Map.of(), environment);
    resolve(EMPTY_HOST, Map.of(), environment);
    assertThat(environment.reads()).isEmpty();
  }

  @Test
  void theFileIsReadOnceWhenSomethingIsMissing() {
    FakeEnvironment environment = new FakeEnvironment();
    refusal(EMPTY_HOST, Map.of(), environment);
    assertThat(environment.reads()).containsExactly(FakeEnvironment.PROFILE_FILE);
  }

  @Test
  void anotherFileCanBeNamed() {
    Path file = Path.of("/etc/databricks.cfg");
    FakeEnvironment environment =
        new FakeEnvironment()
            .variable("DATABRICKS_CONFIG_FILE", file.toString())
            .file(file, PROFILES);
    assertThat(token(resolve(EMPTY_HOST, Map.of(), environment))).isEqualTo("of-default");
    FakeEnvironment inHome =
        new FakeEnvironment()
            .variable("DATABRICKS_CONFIG_FILE", "~/cfg")
            .file(FakeEnvironment.HOME.resolve("cfg"), PROFILES);
    assertThat(token(resolve(EMPTY_HOST, Map.of(), inHome))).isEqualTo("of-default");
  }

  @Test
  void anUnreadableFileIsAMistakeOnlyWhenItIsNeeded() {
    FakeEnvironment environment = new FakeEnvironment().unreadable();
    resolve("jdbc:bricklane://h.com;token=t", Map.of(), environment);
    assertThat(refusal("jdbc:bricklane://h.com", Map.of(), environment))
        .hasMessageContaining(
            "/home/ada/.databrickscfg: cannot be read; check that it is a file and its"
                + " permissions");
  }

  @Test
  void aBrokenLineOfTheProfileIsNamedByItsNumber() {
    assertThat(
            refusal(
                EMPTY_HOST,
                Map.of(),
                new FakeEnvironment().profiles("[DEFAULT]\nhost = h.com\ntoken canary\n")))
        .hasMessageContaining(
            "/home/ada/.databrickscfg, line 3: is neither key = value, nor [section], nor comment")
        .hasMessageNotContaining("canary");
  }

  @Test
  void whatTheUserTypedIsCompleteWithTheHostFromElsewhere() {
    DriverConfig config = resolve(EMPTY_HOST + ";token=of-url", Map.of(), everything());
    assertThat(baseUri(config)).isEqualTo("https://environment.com");
    assertThat(token(config)).isEqualTo("of-url");
  }

  @Test
  void urlAndPropertiesMayShareOneSetOfCredentials() {
    DriverConfig config =
        resolve("jdbc:bricklane://h.com;clientId=c", Map.of("clientSecret", "s"), everything());
    assertThat(config.signIn()).isEqualTo(new SignIn.OAuthM2M("c", new Secret("s"), "all-apis"));
  }

  @Test
  void credentialsOfTwoPlacesAreNotMixed() {
    FakeEnvironment environment = new FakeEnvironment().variable("DATABRICKS_CLIENT_SECRET", "s");
    assertThat(refusal("jdbc:bricklane://h.com;clientId=c", Map.of(), environment))
        .hasMessageStartingWith("clientSecret: is missing for oauth-m2m");
    assertThat(
            refusal(
                "jdbc:bricklane://dev.com",
                Map.of(),
                new FakeEnvironment().variable("DATABRICKS_CLIENT_ID", "c").profiles(PROFILES)))
        .hasMessage(
            "clientSecret: is missing for oauth-m2m; the other credentials come from the"
                + " environment, and are not mixed with those of other places");
  }

  @Test
  void twoWaysInOnePlaceAreAMistake() {
    FakeEnvironment environment =
        everything()
            .variable("DATABRICKS_CLIENT_ID", "c")
            .variable("DATABRICKS_CLIENT_SECRET", "s");
    assertThat(refusal(EMPTY_HOST, Map.of(), environment))
        .hasMessageStartingWith(
            "authType: there are two ways to sign in, token (environment DATABRICKS_TOKEN) and"
                + " clientId (environment DATABRICKS_CLIENT_ID)");
    assertThat(
            resolve(EMPTY_HOST, Map.of(), environment.variable("DATABRICKS_AUTH_TYPE", "oauth-m2m"))
                .signIn())
        .isInstanceOf(SignIn.OAuthM2M.class);
  }

  @Test
  void theEnvironmentsAuthTypeIsNotForCredentialsAboveIt() {
    FakeEnvironment environment =
        new FakeEnvironment().variable("DATABRICKS_AUTH_TYPE", "databricks-cli");
    assertThat(token(resolve("jdbc:bricklane://h.com;token=t", Map.of(), environment)))
        .isEqualTo("t");
    assertThat(resolve("jdbc:bricklane://h.com", Map.of(), environment).signIn())
        .isEqualTo(new SignIn.Cli("databricks", Optional.empty()));
    assertThat(
            refusal(
                "jdbc:bricklane://h.com",
                Map.of(),
                new FakeEnvironment().variable("DATABRICKS_AUTH_TYPE", "basic")))
        .hasMessageContaining(
            "authType (environment DATABRICKS_AUTH_TYPE): must be pat, oauth-m2m");
  }

  @Test
  void anAuthTypePassesOverPlacesThatOfferAnother() {
    DriverConfig config =
        resolve(
            "jdbc:bricklane://dev.com;authType=oauth-m2m",
            Map.of(),
            new FakeEnvironment()
                .variable("DATABRICKS_TOKEN", "t")
                .variable("DATABRICKS_CONFIG_PROFILE", "dev")
                .profiles(PROFILES));
    assertThat(source(config, CLIENT_ID)).isEqualTo("profile dev");
  }
}
