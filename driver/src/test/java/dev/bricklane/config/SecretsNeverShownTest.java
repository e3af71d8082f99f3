package dev.bricklane.config;

import static dev.bricklane.config.Resolving.URL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.error.BricklaneException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A canary in every place a secret may be, over every path that fails or succeeds. */
class SecretsNeverShownTest {
  private static final String CANARY = "dapi5ca1ab1ec0ffee";

  /** Any piece of the canary this long is too much. */
  private static final int PIECE = 5;

  static Stream<Arguments> places() {
    return Stream.of(
        in(URL + ";token=" + CANARY),
        in(URL + ";PWD=" + CANARY + ";surface=none"),
        in(URL + ";token=" + CANARY + " x"),
        in(URL + ";token=%0a" + CANARY),
        in(URL + ";token=" + CANARY + "%zz"),
        in(URL + ";token=" + CANARY + ";token=" + CANARY),
        in(URL + ";token=a;" + CANARY),
        in(URL + ";token=a;" + CANARY + "=b"),
        in(URL + ";tokn=a;" + CANARY + "=b"),
        in(URL + ";tokn=" + CANARY),
        in(URL + ";unheard=" + CANARY),
        in(URL + ";=" + CANARY),
        in(URL + ";" + CANARY),
        in(URL + ";clientId=c;clientSecret=" + CANARY),
        in(URL + ";clientSecret=" + CANARY),
        in(URL + ";clientSecret=" + CANARY + ";token=" + CANARY),
        in(URL + ";authType=oauth-m2m;token=" + CANARY),
        in(URL + ";user=ada;password=" + CANARY),
        in(URL + ";authType=" + CANARY + ";token=t"),
        in(URL + ";redirectPort=" + CANARY + ";authType=oauth-u2m"),
        in(URL + ";connectServer=" + CANARY + ";token=t"),
        in(URL, Map.of("connectServer", "https://u:" + CANARY + "@c.com", "connectApiKey", "k")),
        in(
            URL + ";connectApiKey=k;connectUserSession=u",
            Map.of("connectServer", "https://" + CANARY + ".com:" + CANARY)),
        in(URL + ";connectApiKey=" + CANARY + ";connectUserSession=u"),
        in(URL + ";connectApiKey=k;connectUserSession=" + CANARY),
        in(
            URL,
            Map.of(
                "connectServer",
                "https://c.com",
                "connectApiKey",
                CANARY,
                "connectUserSession",
                CANARY)),
        in(URL + ";connectUserSession=" + CANARY + ";token=" + CANARY),
        in(URL + ";oidcTokenEnv=" + CANARY),
        in(URL + ";ProxyPwd=" + CANARY + ";token=t"),
        in(URL + ";proxyHost=p:1;proxyUser=u;proxyPassword=" + CANARY + ";token=t"),
        in(URL + ";proxyHost=http://u:" + CANARY + "@p:1;token=t"),
        in(URL + ";proxyPasword=" + CANARY + ";token=t"),
        in(URL, Map.of("trustStore", "/x", "trustStorePassword", CANARY, "token", "t")),
        in(URL, Map.of("trustStore", "/x", "SSLTrustStorePwd", CANARY)),
        in(URL + ";TokenCachePassPhrase=x;" + CANARY + "=y;token=t"),
        in(URL + ";Auth_RefreshToken=" + CANARY + ";token=t"),
        in(URL + ";http.header.Cookie=" + CANARY + ";token=t"),
        in(URL, Map.of("oidcTokenEnv", CANARY)),
        in(URL, Map.of("SSLKeyStorePwd", CANARY, "token", "t")),
        in(URL, Map.of(), new FakeEnvironment().variable("DATABRICKS_OIDC_TOKEN", CANARY)),
        in(
            URL,
            Map.of(),
            new FakeEnvironment()
                .variable("ACTIONS_ID_TOKEN_REQUEST_URL", "https://g.com/")
                .variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN", CANARY)),
        in(
            URL,
            Map.of(),
            new FakeEnvironment()
                .variable("ACTIONS_ID_TOKEN_REQUEST_URL", "http://g.com/" + CANARY)
                .variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN", CANARY)),
        in(
            URL,
            Map.of(),
            new FakeEnvironment()
                .variable("DATABRICKS_CONFIG_FILE", "/x/posit-workbench/cfg")
                .file(
                    Path.of("/x/posit-workbench/cfg"),
                    "[workbench]\nhost=dbc-1.cloud.databricks.com\ntoken=" + CANARY + "\n")),
        in(URL + ";user=" + CANARY),
        in(URL + ";maxRetries=" + CANARY),
        in(URL + ";ssl=" + CANARY),
        in(URL + ";requestTimeout=" + CANARY),
        in(URL + ";authType=" + CANARY),
        in("jdbc:bricklane://token:" + CANARY + "@host.com"),
        in("jdbc:bricklane://https://token:" + CANARY + "@host.com"),
        in("jdbc:bricklane://" + CANARY + "@host.com;token=x"),
        in("jdbc:bricklane://host.com:" + CANARY),
        in("jdbc:bricklane://host.com?token=" + CANARY),
        in("jdbc:bricklane://host.com#" + CANARY),
        in("jdbc:bricklane://host_com" + CANARY),
        in("jdbc:bricklane:" + CANARY),
        in("jdbc:other:token=" + CANARY),
        in("jdbc:bricklane:embedded;token=" + CANARY),
        in(URL, Map.of("password", CANARY, "token", CANARY)),
        in(URL, Map.of("password", CANARY + "\u00e9")),
        in(URL, Map.of("passwort", CANARY)),
        in(URL, Map.of("clientSecret", CANARY)),
        in(URL, Map.of("host", "x:" + CANARY + "@y", "token", CANARY)),
        in(URL, Map.of(), new FakeEnvironment().variable("DATABRICKS_TOKEN", CANARY + " x")),
        in(URL, Map.of(), new FakeEnvironment().variable("DATABRICKS_API_KEY", CANARY)),
        in(URL, Map.of(), new FakeEnvironment().variable("DATABRICKS_CLIENT_SECRET", CANARY)),
        in(
            URL,
            Map.of(),
            new FakeEnvironment()
                .variable("DATABRICKS_HOST", "other.com")
                .variable("DATABRICKS_TOKEN", CANARY)),
        in(
            "jdbc:bricklane://",
            Map.of(),
            new FakeEnvironment()
                .variable("DATABRICKS_HOST", "https://token:" + CANARY + "@other.com")),
        in(URL, Map.of(), new FakeEnvironment().profiles("[DEFAULT]\ntoken = " + CANARY)),
        in(URL, Map.of(), new FakeEnvironment().profiles("[DEFAULT]\ntoken = x " + CANARY)),
        in(URL, Map.of(), new FakeEnvironment().profiles("[DEFAULT]\ntoken " + CANARY)),
        in(URL, Map.of(), new FakeEnvironment().profiles("[DEFAULT]\nclient_secret=" + CANARY)),
        in(URL, Map.of(), new FakeEnvironment().profiles("[DEFAULT]\nauth_type=" + CANARY)));
  }

  private static Arguments in(String url) {
    return in(url, Map.of());
  }

  private static Arguments in(String url, Map<String, String> info) {
    return in(url, info, new FakeEnvironment());
  }

  private static Arguments in(String url, Map<String, String> info, Environment environment) {
    return Arguments.of(url, info, environment);
  }

  @ParameterizedTest
  @MethodSource("places")
  void noOutcomeShowsThem(String url, Map<String, String> info, Environment environment) {
    Properties properties = Resolving.properties(info);
    try {
      assertHidden(ConfigResolver.resolve(url, properties, environment).toString());
    } catch (BricklaneException refusal) {
      assertHidden(refusal.fullMessage());
      for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
        assertHidden(cause.toString());
        assertThat(cause.getSuppressed()).isEmpty();
      }
    }
    assertHidden(JdbcUrl.parse(url, new Problems()).toString());
  }

  @ParameterizedTest
  @MethodSource("places")
  void noDescriptionShowsThem(String url, Map<String, String> info, Environment environment) {
    assertHidden(ConfigResolver.describe(url, Resolving.properties(info), environment).toString());
  }

  private static void assertHidden(String text) {
    for (int i = 0; i + PIECE <= CANARY.length(); i++) {
      assertThat(text).doesNotContain(CANARY.substring(i, i + PIECE));
    }
  }
}
