package dev.bricklane.config;

import static dev.bricklane.config.Resolving.refusal;
import static dev.bricklane.config.Resolving.resolve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.DriverConfig.SignIn.Subject;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to sign in, row by row: what chooses it, and what it is made of. */
class SignInWaysTest {
  private static final String URL = "jdbc:bricklane://h.com";
  private static final Path WORKBENCH = Path.of("/run/posit-workbench/databrickscfg");
  private static final SignIn.OAuthU2M BROWSER =
      new SignIn.OAuthU2M(
          "databricks-cli",
          "all-apis offline_access",
          Optional.of(FakeEnvironment.HOME.resolve(".bricklane/tokens.json")),
          Optional.empty());

  static Stream<Arguments> table() {
    return Stream.of(
        // pat
        row(URL + ";token=t", nothing(), pat("t")),
        row(URL + ";AuthMech=3;UID=token;PWD=t", nothing(), pat("t")),
        row(URL + ";AuthMech=11;Auth_Flow=0;Auth_AccessToken=t", nothing(), pat("t")),
        row(URL + ";authType=pat", nothing().variable("DATABRICKS_TOKEN", "t"), pat("t")),
        row(URL, nothing().variable("DATABRICKS_API_KEY", "t"), pat("t")),
        row(URL, nothing().profiles("[DEFAULT]\ntoken=t\nauth_type=pat\n"), pat("t")),
        // oauth-m2m
        row(URL + ";clientId=c;clientSecret=s", nothing(), m2m("c", "s")),
        row(
            URL + ";AuthMech=11;Auth_Flow=1;OAuth2ClientId=c;OAuth2Secret=s",
            nothing(),
            m2m("c", "s")),
        row(
            URL,
            nothing()
                .variable("DATABRICKS_CLIENT_ID", "c")
                .variable("DATABRICKS_CLIENT_SECRET", "s"),
            m2m("c", "s")),
        row(URL, nothing().profiles("[DEFAULT]\nclient_id=c\nclient_secret=s\n"), m2m("c", "s")),
        // oauth-u2m
        row(URL + ";authType=oauth-u2m", nothing(), BROWSER),
        row(URL + ";authType=external-browser", nothing(), BROWSER),
        row(URL + ";AuthMech=11;Auth_Flow=2", nothing(), BROWSER),
        row(URL, nothing().variable("DATABRICKS_AUTH_TYPE", "external-browser"), BROWSER),
        row(URL, nothing().profiles("[DEFAULT]\nauth_type=external-browser\n"), BROWSER),
        row(
            URL
                + ";authType=oauth-u2m;clientId=app;scopes=all-apis;EnableTokenCache=0"
                + ";OAuth2RedirectUrlPort=8021, 9000;browserTimeout=30s",
            nothing(),
            new SignIn.OAuthU2M(
                "app",
                "all-apis",
                Optional.empty(),
                Optional.empty(),
                List.of(8021, 9000),
                Duration.ofSeconds(30))),
        // databricks-cli
        row(URL + ";authType=databricks-cli", nothing(), cli(null)),
        row(
            URL,
            nothing().profiles("[DEFAULT]\nhost=h.com\nauth_type=databricks-cli\n"),
            cli("DEFAULT")),
        row(
            "jdbc:bricklane://;profile=dev",
            nothing().profiles("[dev]\nhost=h.com\nauth_type=databricks-cli\n"),
            cli("dev")),
        row(
            URL + ";profile=dev;authType=databricks-cli",
            nothing().profiles("[dev]\nhost=h.com\n"),
            cli("dev")),
        row(
            URL,
            nothing()
                .variable("DATABRICKS_AUTH_TYPE", "databricks-cli")
                .variable("DATABRICKS_CLI_PATH", "/opt/databricks"),
            new SignIn.Cli("/opt/databricks", Optional.empty())),
        // env-oidc
        row(
            URL,
            nothing().variable("DATABRICKS_OIDC_TOKEN", "j").variable("DATABRICKS_CLIENT_ID", "c"),
            federated(new Subject.Variable("DATABRICKS_OIDC_TOKEN"), "c", null)),
        row(
            URL,
            nothing().variable("DATABRICKS_OIDC_TOKEN_ENV", "J").variable("J", "j"),
            federated(new Subject.Variable("J"), null, null)),
        row(
            URL,
            nothing().variable("J", "j").profiles("[DEFAULT]\noidc_token_env=J\nclient_id=c\n"),
            federated(new Subject.Variable("J"), "c", null)),
        row(
            URL + ";authType=env-oidc;clientId=c",
            nothing().variable("DATABRICKS_OIDC_TOKEN", "j"),
            federated(new Subject.Variable("DATABRICKS_OIDC_TOKEN"), "c", null)),
        // file-oidc
        row(
            URL,
            nothing().variable("DATABRICKS_OIDC_TOKEN_FILEPATH", "/run/jwt"),
            federated(new Subject.TokenFile(Path.of("/run/jwt")), null, null)),
        row(
            URL,
            nothing().variable("DATABRICKS_OIDC_TOKEN_FILE", "~/jwt"),
            federated(new Subject.TokenFile(FakeEnvironment.HOME.resolve("jwt")), null, null)),
        row(
            URL,
            nothing().profiles("[DEFAULT]\noidc_token_filepath=/run/jwt\nclient_id=c\n"),
            federated(new Subject.TokenFile(Path.of("/run/jwt")), "c", null)),
        // github-oidc
        row(URL, gitHub(), federated(gitHubSubject(), null, null)),
        row(
            URL,
            gitHub().variable("DATABRICKS_CLIENT_ID", "c"),
            federated(gitHubSubject(), "c", null)),
        row(
            URL + ";authType=github-oidc",
            gitHub()
                .variable("DATABRICKS_CLIENT_ID", "c")
                .variable("DATABRICKS_TOKEN_AUDIENCE", "a"),
            federated(gitHubSubject(), "c", "a")),
        // posit-workbench
        row(URL, workbench("h.com"), new SignIn.Workbench(WORKBENCH)),
        row(
            "jdbc:bricklane://",
            workbench("https://h.com/").variable("DATABRICKS_CONFIG_PROFILE", "workbench"),
            new SignIn.Workbench(WORKBENCH)),
        row(
            URL + ";authType=posit-workbench",
            workbench("h.com").variable("DATABRICKS_TOKEN", "t"),
            new SignIn.Workbench(WORKBENCH)),
        // posit-connect
        row(
            URL,
            connect(),
            new SignIn.Connect(
                URI.create("https://c.com/x"), new Secret("k"), new Secret("s"), false)),
        row(
            URL + ";connectUserSession=u",
            connect(),
            new SignIn.Connect(
                URI.create("https://c.com/x"), new Secret("k"), new Secret("u"), true)),
        // databricks-sdk
        row(URL + ";authType=databricks-sdk:azure-cli", nothing(), sdk("azure-cli", null)),
        row(URL + ";AuthMech=11;Auth_Flow=3", nothing(), sdk("azure-msi", null)),
        row(
            URL,
            nothing().profiles("[DEFAULT]\nhost=h.com\nauth_type=Azure-CLI\n"),
            sdk("azure-cli", "DEFAULT")));
  }

  @ParameterizedTest
  @MethodSource("table")
  void whatIsGivenChooses(String url, FakeEnvironment environment, SignIn expected) {
    assertThat(resolve(url, Map.of(), environment).signIn()).isEqualTo(expected);
  }

  @Test
  void whatIsSetUpComesBeforeWhatIsFound() {
    String profiles = "[DEFAULT]\ntoken=p\n";
    assertThat(resolve(URL, Map.of(), connect().variable("DATABRICKS_TOKEN", "t")).signIn())
        .isEqualTo(pat("t"));
    assertThat(resolve(URL, Map.of(), connect().profiles(profiles)).signIn()).isEqualTo(pat("p"));
    assertThat(resolve(URL, Map.of(), gitHub().profiles(profiles)).signIn()).isEqualTo(pat("p"));
    assertThat(
            resolve(URL, Map.of(), workbench("h.com").variable("DATABRICKS_TOKEN", "t")).signIn())
        .isEqualTo(pat("t"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          token=t;clientSecret=s            | token (URL) and clientSecret (URL)      | pat          | oauth-m2m
          connectUserSession=u;token=t      | token (URL) and connectUserSession (URL) | pat         | posit-connect-viewer
          connectContentSession=u;token=t   | token (URL) and connectContentSession (URL) | pat      | posit-connect
          """)
  void twoWaysInOnePlaceAreNamedBoth(String both, String named, String one, String other) {
    assertThat(refusal(URL + ";" + both))
        .hasMessage(
            "authType: there are two ways to sign in, "
                + named
                + "; leave one out, or set authType="
                + one
                + " or authType="
                + other);
  }

  @Test
  void aSecretBesideATokenToExchangeIsTwoWays() {
    FakeEnvironment environment =
        nothing()
            .variable("DATABRICKS_CLIENT_ID", "c")
            .variable("DATABRICKS_CLIENT_SECRET", "s")
            .variable("DATABRICKS_OIDC_TOKEN", "j");
    assertThat(refusal(URL, Map.of(), environment))
        .hasMessageContaining(
            "clientId (environment DATABRICKS_CLIENT_ID) and oidcTokenEnv (environment"
                + " DATABRICKS_OIDC_TOKEN)");
    assertThat(
            resolve(URL, Map.of(), environment.variable("DATABRICKS_AUTH_TYPE", "env-oidc"))
                .signIn())
        .isEqualTo(federated(new Subject.Variable("DATABRICKS_OIDC_TOKEN"), "c", null));
  }

  @Test
  void noBrowserOpensUnasked() {
    assertThat(refusal(URL).code()).isEqualTo(ErrorCode.MISSING_CREDENTIALS);
    FakeEnvironment hints =
        nothing()
            .variable("DATABRICKS_CLI_PATH", "/opt/databricks")
            .profiles("[DEFAULT]\nhost=h.com\n");
    assertThat(refusal(URL + ";redirectPort=8020;browserTimeout=1m", Map.of(), hints).code())
        .isEqualTo(ErrorCode.MISSING_CREDENTIALS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"env-oidc", "github-oidc", "posit-workbench", "posit-connect"})
  void nothingOfAnotherHostIsUsedHoweverItIsAskedFor(String way) {
    FakeEnvironment elsewhere =
        connect()
            .variable("DATABRICKS_HOST", "other.com")
            .variable("DATABRICKS_OIDC_TOKEN", "j")
            .variable("DATABRICKS_CONFIG_FILE", WORKBENCH.toString())
            .file(WORKBENCH, "[workbench]\nhost=other.com\ntoken=t\n");
    BricklaneException refusal = refusal(URL + ";authType=" + way, Map.of(), elsewhere);
    assertThat(refusal.code()).isIn(ErrorCode.MISSING_CREDENTIALS, ErrorCode.INVALID_CONFIGURATION);
  }

  @Test
  void aConnectKeyStaysWithItsServer() {
    assertThat(
            refusal(
                URL + ";connectUserSession=u",
                Map.of("connectServer", "https://evil.com"),
                connect()))
        .hasMessage(
            "connectApiKey: is missing for posit-connect-viewer; connectServer and connectApiKey"
                + " both come from the URL and Properties, or neither");
    assertThat(refusal(URL + ";connectUserSession=u"))
        .hasMessageContaining("CONNECT_SERVER and CONNECT_API_KEY");
    assertThat(refusal(URL, Map.of(), connect().variable("CONNECT_SERVER", "http://c.com")))
        .hasMessage(
            "connectServer (environment CONNECT_SERVER): must begin with https://, or lead to this"
                + " machine itself");
  }

  @ParameterizedTest
  @CsvSource({
    "browser, xdg-open",
    "cliPath, /tmp/x",
    "tokenSupplier, com.acme.Tokens",
    "oidcTokenEnv, AWS_SECRET_ACCESS_KEY",
    "oidcTokenFile, /etc/shadow",
    "tokenAudience, other",
    "tokenFile, ~/.ssh/id_rsa",
    "connectServer, https://evil.com"
  })
  void aUrlNeitherRunsProgramsNorReadsSecrets(String name, String value) {
    assertThat(refusal(URL + ";token=t;" + name + "=" + value))
        .hasMessage(
            name
                + " (URL): may not stand in a URL, which may come from a stranger; give it as a"
                + " property of the connection");
    assertThat(resolve(URL + ";authType=pat;token=t", Map.of(name, value)).signIn())
        .isEqualTo(pat("t"));
  }

  /** The session lies below what was typed, and goes to no server that was typed above it. */
  @Test
  void aContentSessionGoesToNoServerOfAHigherPlace() {
    Map<String, String> other = Map.of("connectServer", "https://evil.com", "connectApiKey", "x");
    SignIn ours =
        new SignIn.Connect(URI.create("https://c.com/x"), new Secret("k"), new Secret("s"), false);
    assertThat(resolve(URL, other, connect()).signIn()).isEqualTo(ours);
    assertThat(resolve(URL + ";authType=posit-connect", other, connect()).signIn()).isEqualTo(ours);
  }

  @Test
  void propertiesNameAClass() {
    Map<String, String> supplier = Map.of("tokenSupplier", "com.acme.Tokens");
    assertThat(resolve(URL, supplier).signIn()).isEqualTo(new SignIn.Supplied("com.acme.Tokens"));
    assertThat(refusal(URL + ";clientId=c", supplier, nothing()))
        .hasMessage(
            "authType: there are two ways to sign in, clientId (URL) and tokenSupplier"
                + " (Properties); leave one out, or set authType=oauth-m2m or"
                + " authType=token-supplier");
  }

  @Test
  void propertiesNameProgramsAndFiles() {
    assertThat(
            resolve(URL, Map.of("authType", "oauth-u2m", "browser", "firefox", "tokenFile", "~/t"))
                .signIn())
        .isEqualTo(
            new SignIn.OAuthU2M(
                "databricks-cli",
                "all-apis offline_access",
                Optional.of(FakeEnvironment.HOME.resolve("t")),
                Optional.of("firefox")));
    assertThat(resolve(URL, Map.of("oidcTokenFile", "/run/jwt", "clientId", "c")).signIn())
        .isEqualTo(federated(new Subject.TokenFile(Path.of("/run/jwt")), "c", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          authType=env-oidc              | There are no credentials for host (URL) and authType env-oidc: set oidcTokenEnv, or the variable DATABRICKS_OIDC_TOKEN
          authType=file-oidc             | There are no credentials for host (URL) and authType file-oidc: set oidcTokenFile
          authType=file-oidc;clientId=c  | oidcTokenFile: is missing for file-oidc: set it, or the variable DATABRICKS_OIDC_TOKEN_FILEPATH
          authType=env-oidc;clientId=c   | oidcTokenEnv: is missing for env-oidc: set it to the name
          authType=github-oidc           | ACTIONS_ID_TOKEN_REQUEST_URL: is not set, so this is no job of GitHub Actions
          authType=token-supplier        | There are no credentials for host (URL) and authType token-supplier: set tokenSupplier
          authType=posit-workbench       | There are no credentials for host (URL) and authType posit-workbench: sign in to Databricks in Posit Workbench
          authType=posit-connect         | There are no credentials for host (URL) and authType posit-connect: set connectContentSession
          authType=posit-connect-viewer  | There are no credentials for host (URL) and authType posit-connect-viewer: set connectUserSession
          authType=oauth-m2m             | There are no credentials for host (URL) and authType oauth-m2m: set clientId and clientSecret
          authType=databricks-sdk:       | authType (URL): must be pat, oauth-m2m
          authType=databricks-sdk:a b    | authType (URL): must be pat, oauth-m2m
          authType=oauth-u2m;redirectPort=0 | redirectPort (URL): must be a port from 1 to 65535, or some of them
          authType=pat;Auth_Flow=1;token=t | authFlow (URL): contradicts authType (URL); leave one out
          AuthMech=4;token=t               | authMech (URL): must be 3 or 11
          Auth_Flow=9;token=t              | authFlow (URL): must be 0 or 1 or 2 or 3
          """)
  void saysWhatIsMissing(String properties, String message) {
    assertThat(refusal(URL + ";" + properties)).hasMessageContaining(message);
  }

  @Test
  void aVariableThatIsNamedMustBeSet() {
    assertThat(refusal(URL, Map.of("oidcTokenEnv", "J"), nothing()))
        .hasMessage("oidcTokenEnv (Properties): names a variable that is not set");
  }

  @Test
  void showsSecretsNowhere() {
    for (Arguments row : table().toList()) {
      DriverConfig config =
          resolve((String) row.get()[0], Map.of(), (FakeEnvironment) row.get()[1]);
      for (Secret secret : config.signIn().secrets()) {
        assertThat(config.toString()).doesNotContain("=" + secret.reveal() + ",");
      }
      assertThat(config.settings())
          .filteredOn(setting -> setting.property().secret())
          .allSatisfy(setting -> assertThat(setting.value()).isEqualTo(Secret.MASK));
    }
  }

  private static Arguments row(String url, FakeEnvironment environment, SignIn expected) {
    return Arguments.of(url, environment, expected);
  }

  private static FakeEnvironment nothing() {
    return new FakeEnvironment();
  }

  private static FakeEnvironment gitHub() {
    return nothing()
        .variable("ACTIONS_ID_TOKEN_REQUEST_URL", "https://gh.com/token?api-version=2.0")
        .variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "g");
  }

  private static FakeEnvironment workbench(String host) {
    return nothing()
        .variable("DATABRICKS_CONFIG_FILE", WORKBENCH.toString())
        .file(WORKBENCH, "[workbench]\nhost = " + host + "\ntoken = w\n");
  }

  private static FakeEnvironment connect() {
    return nothing()
        .variable("RSTUDIO_PRODUCT", "CONNECT")
        .variable("CONNECT_SERVER", "https://c.com/x")
        .variable("CONNECT_API_KEY", "k")
        .variable("CONNECT_CONTENT_SESSION_TOKEN", "s");
  }

  private static Subject gitHubSubject() {
    return new Subject.GitHub(URI.create("https://gh.com/token?api-version=2.0"), new Secret("g"));
  }

  private static SignIn pat(String token) {
    return new SignIn.Pat(new Secret(token));
  }

  private static SignIn m2m(String id, String secret) {
    return new SignIn.OAuthM2M(id, new Secret(secret), "all-apis");
  }

  private static SignIn cli(String profile) {
    return new SignIn.Cli("databricks", Optional.ofNullable(profile));
  }

  private static SignIn sdk(String type, String profile) {
    return new SignIn.Sdk(type, Optional.ofNullable(profile));
  }

  private static SignIn federated(Subject subject, String clientId, String audience) {
    return new SignIn.Federated(
        subject, Optional.ofNullable(clientId), Optional.ofNullable(audience), "all-apis");
  }
}
