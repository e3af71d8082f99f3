package dev.bricklane.config;

import static dev.bricklane.config.Resolving.URL;
import static dev.bricklane.config.Resolving.refusal;
import static dev.bricklane.config.Resolving.resolve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The properties of databricks-jdbc. */
class ForeignPropertyTest {
  private static final String CANARY = "canary5ca1ab1e";

  /** Those that its users are known to set. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AuthMech=3",
        "UID=token",
        "Auth_Scope=all-apis",
        "EnableOIDCDiscovery=1",
        "OAuthDiscoveryURL=https://h/x",
        "TokenCachePassPhrase=" + CANARY,
        "EnableTokenCache=1",
        "UserAgentEntry=acme",
        "ApplicationName=acme",
        "http.header.X-Trace=" + CANARY,
        "RateLimitRetry=1",
        "RateLimitRetryTimeout=120",
        "TemporarilyUnavailableRetry=1",
        "TemporarilyUnavailableRetryTimeout=900",
        "SocketTimeout=900",
        "HttpConnectionPoolSize=100",
        "SSLTrustStorePwd=" + CANARY,
        "SSLTrustStoreType=JKS",
        "SSLKeyStore=/x",
        "SSLKeyStorePwd=" + CANARY,
        "UseSystemTrustStore=1",
        "AllowSelfSignedCerts=1",
        "UseProxy=1",
        "ProxyAuth=1",
        "UseCFProxy=1",
        "CFProxyPwd=" + CANARY,
        "ProxyHost=p:3128",
        "ProxyPort=3128",
        "ProxyUID=u",
        "ProxyPwd=" + CANARY,
        "ProxyIgnoreList=x",
        "UseSystemProxy=1",
        "LogLevel=6",
        "LogPath=/tmp",
        "ConnCatalog=main",
        "ConnSchema=default",
        "httpPath=/sql/1.0/warehouses/1",
        "HTTPPATH=/sql/1.0/warehouses/1",
        "transportMode=http",
        "EnableTelemetry=1",
        "EnableArrow=0",
        "Auth_RefreshToken=" + CANARY,
        "OAuth2RedirectUrlPort=8020,8021",
        "UseThriftClient=0",
        "GoogleServiceAccount=x@y",
      })
  void connectWithoutAnError(String property) {
    DriverConfig config = resolve(URL + ";token=t;" + property);
    assertThat(config.toString()).doesNotContain(CANARY);
    String[] pair = property.split("=", 2);
    assertThat(resolve(URL, Map.of("token", "t", pair[0], pair[1])).ignored())
        .hasSameSizeAs(config.ignored());
  }

  @Test
  void whatMeansNothingHereIsSaidWithItsReason() {
    assertThat(
            resolve(
                    URL
                        + ";token=t;httppath=/sql/1.0/warehouses/1;ssl=1;CFProxyHost=p"
                        + ";SSLTrustStore=/x",
                    Map.of("ConnCatalog", "main"))
                .ignored())
        .containsExactly(
            "httpPath (URL) is ignored: it is about a SQL warehouse, and models need none",
            "CFProxyHost (URL) is ignored: there is one proxy for all calls, proxyHost",
            "SSLTrustStore (URL) is ignored: which certificates to trust may not stand in a URL;"
                + " give it as a property",
            "ConnCatalog (Properties) is ignored: it is about a SQL warehouse, and models need"
                + " none");
  }

  @Test
  void whatIsSoAnywayNeedsNoWarning() {
    assertThat(
            resolve(
                    URL
                        + ";token=t;EnableTelemetry=0;UseProxy=0;UseSystemProxy=1;transportMode=http"
                        + ";AllowSelfSignedCerts=0;LogPath=")
                .ignored())
        .isEmpty();
  }

  @Test
  void whatBricklaneHasIsTaken() {
    DriverConfig config =
        resolve(URL + ";token=t;SocketTimeout=90;ApplicationName=acme/2;HttpConnectionPoolSize=7");
    assertThat(config.http().requestTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(config.http().userAgent()).hasValue("acme/2");
    assertThat(config.pool().maximumPoolSize()).isEqualTo(7);
    assertThat(config.ignored()).isEmpty();
    assertThat(Resolving.source(config, ConnectionProperty.REQUEST_TIMEOUT))
        .isEqualTo("URL, as SocketTimeout");
  }

  /** Tools put what they like there, and must not fail to connect for it. */
  @Test
  void ofAnApplicationsNameTheFirstWordCounts() {
    assertThat(resolve(URL + ";token=t;ApplicationName=DBeaver 24.1.0 - Main").http().userAgent())
        .hasValue("DBeaver");
    DriverConfig nameless = resolve(URL + ";token=t;ApplicationName=(none)");
    assertThat(nameless.http().userAgent()).isEmpty();
    assertThat(nameless.ignored()).singleElement().asString().contains("userAgent");
  }

  @Test
  void theEnvironmentNamesAProgramThatDoesNotNameItself() {
    FakeEnvironment environment = new FakeEnvironment().variable("DATABRICKS_USER_AGENT", "acme/3");
    assertThat(named("", environment)).isEqualTo("acme/3");
    assertThat(named("ApplicationName=mine", environment)).isEqualTo("mine");
    assertThat(named("", environment.variable("BRICKLANE_USER_AGENT", "ours"))).isEqualTo("ours");
  }

  @Test
  void saysWhichVariableHoldsNoName() {
    FakeEnvironment environment = new FakeEnvironment().variable("DATABRICKS_USER_AGENT", "a b/1");
    assertThatThrownBy(() -> named("", environment))
        .hasMessageContaining(
            "userAgent (environment DATABRICKS_USER_AGENT): must begin with a name");
  }

  private static String named(String property, FakeEnvironment environment) {
    return Resolving.resolve(URL + ";token=t;" + property, Map.of(), environment)
        .http()
        .userAgent()
        .orElseThrow();
  }

  @Test
  void ourOwnNameComesFirst() {
    DriverConfig config =
        resolve(
            URL + ";SocketTimeout=90;ApplicationName=acme/2",
            Map.of("token", "t", "requestTimeout", "3s", "userAgent", "mine"));
    assertThat(config.http().requestTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.http().userAgent()).hasValue("mine");
  }

  @Test
  void itsHeadersAreOurs() {
    DriverConfig config =
        resolve(
            URL
                + ";token=t;http.header.X-Trace="
                + CANARY
                + ";http.header.X-Databricks-Workload-Environment=a b;extraHeaders={\"x-trace\":\"1\"}",
            Map.of("http.header.X-Other", "o"));
    assertThat(config.http().wire().headers())
        .isEqualTo(
            Map.of("x-trace", "1", "X-Databricks-Workload-Environment", "a b", "X-Other", "o"));
    assertThat(config.ignored()).isEmpty();
    DriverConfig alone = resolve(URL + ";token=t;http.header.X-Trace=" + CANARY);
    assertThat(alone.http().wire().headers()).isEqualTo(Map.of("X-Trace", CANARY));
    assertThat(Resolving.source(alone, ConnectionProperty.EXTRA_HEADERS))
        .isEqualTo("URL, as http.header.…");
    assertThat(alone.toString()).doesNotContain(CANARY);
  }

  @Test
  void itsHeadersAreCheckedAsOursAre() {
    assertThat(refusal(URL + ";token=t;http.header.Authorization=" + CANARY))
        .hasMessage("http.header.Authorization (URL): must not set Authorization");
    assertThat(refusal(URL, Map.of("token", "t", "http.header.X-A", CANARY + "é"), nothing()))
        .hasMessage(
            "http.header.X-A (Properties): must have a text of ASCII without control characters for"
                + " X-A");
    assertThat(refusal(URL, Map.of("token", "t", "http.header.a b", CANARY), nothing()))
        .hasMessageNotContaining(CANARY)
        .hasMessageContaining("unknown name");
  }

  @Test
  void whoTurnsRetriesOffIsToldHow() {
    assertThat(resolve(URL + ";token=t;RateLimitRetry=0;TemporarilyUnavailableRetry=0").ignored())
        .containsExactly(
            "RateLimitRetry (URL) is ignored: how often a call is sent again is said by maxRetries,"
                + " 0 for never",
            "TemporarilyUnavailableRetry (URL) is ignored: how often a call is sent again is said"
                + " by maxRetries, 0 for never");
    assertThat(resolve(URL + ";token=t;RateLimitRetry=1;TemporarilyUnavailableRetry=1").ignored())
        .isEmpty();
  }

  private static FakeEnvironment nothing() {
    return new FakeEnvironment();
  }

  @Test
  void theRestOfAForeignSecretIsNotShown() {
    assertThat(refusal(URL + ";ProxyPwd=a;" + CANARY + "=b;token=t"))
        .hasMessageNotContaining(CANARY);
  }

  @Test
  void aNameThatNobodyKnowsIsAnErrorStill() {
    assertThat(refusal(URL + ";surfce=auto;token=t"))
        .hasMessage("surfce (URL): is not a property; did you mean surface?");
    assertThat(refusal(URL + ";httpPaht=/x;token=t"))
        .hasMessage("httpPaht (URL): is not a property");
  }
}
