package dev.bricklane.config;

import static dev.bricklane.config.Resolving.URL;
import static dev.bricklane.config.Resolving.baseUri;
import static dev.bricklane.config.Resolving.resolve;
import static dev.bricklane.config.Resolving.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Pool;
import dev.bricklane.config.DriverConfig.Setting;
import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.config.DriverConfig.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedUrlTest {
  @Test
  void fillsInTheDefaults() {
    DriverConfig config = resolve(URL + ";token=t");
    assertThat(config.target()).isInstanceOf(Target.Workspace.class);
    assertThat(baseUri(config)).isEqualTo("https://dbc-1.cloud.databricks.com");
    assertThat(config.signIn()).isEqualTo(new SignIn.Pat(new Secret("t")));
    assertThat(config.surface()).isEqualTo(Surface.AUTO);
    assertThat(config.http())
        .isEqualTo(new Http(Duration.ofSeconds(10), Duration.ofMinutes(5), 3, Optional.empty()));
    assertThat(config.pool())
        .isEqualTo(
            new Pool(
                16,
                0,
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                Duration.ZERO,
                Duration.ZERO,
                false));
  }

  @Test
  void takesEverySetting() {
    DriverConfig config =
        resolve(
            URL
                + ";clientId=c;clientSecret=s;scopes=a  b;surface=Gateway;userAgent=acme/1"
                + ";connectTimeout=500ms;requestTimeout=2m;maxRetries=0;maximumPoolSize=4"
                + ";minimumIdle=2;connectionTimeout=1500;idleTimeout=0;maxLifetime=1h"
                + ";keepaliveTime=90s;leakDetectionThreshold=2000;registerMbeans=TRUE");
    assertThat(config.signIn()).isEqualTo(new SignIn.OAuthM2M("c", new Secret("s"), "a b"));
    assertThat(config.surface()).isEqualTo(Surface.GATEWAY);
    assertThat(config.http())
        .isEqualTo(
            new Http(Duration.ofMillis(500), Duration.ofMinutes(2), 0, Optional.of("acme/1")));
    assertThat(config.pool())
        .isEqualTo(
            new Pool(
                4,
                2,
                Duration.ofMillis(1500),
                Duration.ZERO,
                Duration.ofHours(1),
                Duration.ofSeconds(90),
                Duration.ofSeconds(2),
                true));
  }

  @ParameterizedTest
  @CsvSource({
    "x.cloud.databricks.com, https://x.cloud.databricks.com",
    "X.Cloud.Databricks.COM, https://x.cloud.databricks.com",
    "x.com:443, https://x.com",
    "x.com:8443, https://x.com:8443",
    "x.com/, https://x.com",
    "x.com/base/path/, https://x.com/base/path",
    "https://x.com/, https://x.com",
    "HTTPS://x.com:443/, https://x.com",
    "https://adb-12.3.azuredatabricks.net/?o=12, https://adb-12.3.azuredatabricks.net",
    "https://x.com/serving-endpoints, https://x.com",
    "https://x.com/base/serving-endpoints/, https://x.com/base",
    "10.1.2.3, https://10.1.2.3",
    "[2001:DB8::1]:8443, https://[2001:db8::1]:8443",
    "localhost, https://localhost",
    "http://localhost:8080/, http://localhost:8080",
    "http://127.1.2.3, http://127.1.2.3",
    "http://[::1]:80/x, http://[::1]/x",
  })
  void understandsAnAddressInTheUrlAndInTheProperty(String address, String baseUri) {
    assertThat(baseUri(resolve("jdbc:bricklane://" + address + ";token=t"))).isEqualTo(baseUri);
    assertThat(baseUri(resolve("jdbc:bricklane://", Map.of("host", address, "token", "t"))))
        .isEqualTo(baseUri);
    assertThat(
            baseUri(
                resolve(
                    "jdbc:bricklane://;token=t",
                    Map.of(),
                    new FakeEnvironment().variable("DATABRICKS_HOST", address))))
        .isEqualTo(baseUri);
  }

  @Test
  void takesHostPortAndTlsApart() {
    assertThat(baseUri(resolve("jdbc:bricklane://;host=localhost;port=8080;ssl=no;token=t")))
        .isEqualTo("http://localhost:8080");
  }

  @Test
  void embeddedNeedsNothingAndReadsNothing() {
    FakeEnvironment environment =
        new FakeEnvironment()
            .variable("DATABRICKS_HOST", "https://x.com")
            .variable("DATABRICKS_TOKEN", "t")
            .variable("DATABRICKS_CONFIG_PROFILE", "none")
            .profiles("[DEFAULT]\nhost = y.com\ntoken = u\n");
    DriverConfig config = resolve("jdbc:bricklane:embedded", Map.of(), environment);
    assertThat(config.target()).isEqualTo(new Target.Embedded());
    assertThat(config.signIn()).isEqualTo(new SignIn.None());
    assertThat(environment.reads()).isEmpty();
    assertThat(config.settings()).extracting(Setting::source).containsOnly("default");
  }

  @Test
  void embeddedTakesTheOtherProperties() {
    assertThat(
            resolve("jdbc:bricklane:embedded;maximumPoolSize=2", Map.of("user", "", "password", ""))
                .pool()
                .maximumPoolSize())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "TOKEN", "PWD", "password", "Auth_AccessToken"})
  void knowsTheNamesOfAToken(String name) {
    assertThat(token(resolve(URL + ";" + name + "=t"))).isEqualTo("t");
    assertThat(token(resolve(URL, Map.of(name, "t")))).isEqualTo("t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "UID", "uid"})
  void knowsTheUserNamedToken(String name) {
    assertThat(token(resolve(URL, Map.of(name, "token", "password", "t")))).isEqualTo("t");
  }

  @Test
  void knowsTheOtherNamesOfDatabricksJdbc() {
    DriverConfig config =
        resolve(
            URL
                + ";OAuth2ClientId=c;OAuth2Secret=s;Auth_Scope=all-apis offline_access"
                + ";UserAgentEntry=acme");
    assertThat(config.signIn())
        .isEqualTo(new SignIn.OAuthM2M("c", new Secret("s"), "all-apis offline_access"));
    assertThat(config.http().userAgent()).hasValue("acme");
  }

  @Test
  void takesNumbersAndBooleansAndDefaultsOfProperties() {
    Properties defaults = new Properties();
    defaults.setProperty("token", "t");
    Properties info = new Properties(defaults);
    info.put("maxRetries", 7);
    info.put("registerMbeans", true);
    DriverConfig config = ConfigResolver.resolve(URL, info, Resolving.NOTHING);
    assertThat(token(config)).isEqualTo("t");
    assertThat(config.http().maxRetries()).isEqualTo(7);
    assertThat(config.pool().registerMbeans()).isTrue();
  }

  @Test
  void takesNullForNoProperties() {
    assertThat(token(ConfigResolver.resolve(URL + ";token=t", null, Resolving.NOTHING)))
        .isEqualTo("t");
  }

  @Test
  void explicitAuthTypeChoosesBetweenTwoWays() {
    String both = URL + ";token=t;clientId=c;clientSecret=s;authType=";
    assertThat(resolve(both + "PAT").signIn()).isInstanceOf(SignIn.Pat.class);
    assertThat(resolve(both + "oauth-m2m").signIn()).isInstanceOf(SignIn.OAuthM2M.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:bricklane://h.com:8443/base;token=t;maxRetries=2;surface=serving",
        "jdbc:bricklane://http://localhost/x;token=t;idleTimeout=90s;registerMbeans=yes",
        "jdbc:bricklane://h.com;clientId=c;clientSecret=t;userAgent=acme/1%253B",
        "jdbc:bricklane:embedded;requestTimeout=1h"
      })
  void itsSettingsGiveTheSameConfigurationAgain(String url) {
    DriverConfig config = resolve(url);
    Map<String, String> settings = new HashMap<>();
    boolean embedded = config.target() instanceof Target.Embedded;
    for (Setting setting : config.settings()) {
      if (!(embedded && setting.property().workspaceOnly())) {
        settings.put(setting.property().key(), setting.property().secret() ? "t" : setting.value());
      }
    }
    DriverConfig again =
        resolve(embedded ? "jdbc:bricklane:embedded" : "jdbc:bricklane://", settings);
    assertThat(again).usingRecursiveComparison().ignoringFields("settings").isEqualTo(config);
    assertThat(again.settings())
        .extracting(Setting::property, Setting::value)
        .isEqualTo(config.settings().stream().map(s -> tuple(s.property(), s.value())).toList());
  }
}
