package dev.bricklane.config;

import static dev.bricklane.config.Resolving.URL;
import static dev.bricklane.config.Resolving.refusal;
import static dev.bricklane.config.Resolving.resolve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.config.DriverConfig.Login;
import dev.bricklane.config.DriverConfig.Network;
import dev.bricklane.config.DriverConfig.Proxy;
import dev.bricklane.config.DriverConfig.Trust;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkSettingsTest {
  private static final String SIGNED = URL + ";token=t";

  private static Network network(String properties) {
    return resolve(SIGNED + properties).http().network();
  }

  @Test
  void isTheJvmsOwnUnlessSaid() {
    assertThat(network("")).isEqualTo(Network.USUAL);
    assertThat(network(";proxyUser=me;proxyPassword=x;trustStorePassword=x"))
        .isEqualTo(Network.USUAL);
  }

  @Test
  void takesAProxyWithAllItsParts() {
    assertThat(
            network(
                ";proxyHost=p.example;proxyPort=3128;proxyUser=me;proxyPassword=a%3Bb"
                    + ";proxyIgnoreList=*.Corp.example|10.0.0.1, x"))
        .isEqualTo(
            new Network(
                Optional.of(
                    new Proxy(
                        "p.example",
                        3128,
                        Optional.of(new Login("me", new Secret("a;b"))),
                        List.of("*.corp.example", "10.0.0.1", "x"))),
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "p.example:8080,        p.example, 8080",
    "http://P.example:8080, p.example, 8080",
    "http://p.example:8080/,p.example, 8080",
    "10.1.2.3:8080,         10.1.2.3,  8080",
    "[::1]:8080,            [::1],     8080",
  })
  void takesThePortWithTheHost(String text, String host, int port) {
    Proxy proxy = network(";proxyHost=" + text).proxy().orElseThrow();
    assertThat(proxy.host()).isEqualTo(host);
    assertThat(proxy.port()).isEqualTo(port);
    assertThat(proxy.login()).isEmpty();
  }

  @Test
  void canSwitchAProxyOff() {
    assertThat(network(";proxyHost=p:1;UseProxy=0")).isEqualTo(Network.USUAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proxyHost=p                        | proxyPort (URL): is missing: proxyHost has none either
          proxyHost=p:1;proxyPort=2          | proxyPort (URL): is given twice, in proxyHost too
          proxyHost=https://p:1              | calls reach the proxy by plain HTTP
          proxyHost=p:1/x                    | must be a host name, or host:port
          proxyHost=http://a:canary-1@p:1    | use proxyUser and proxyPassword
          proxyHost=p:1;proxyUser=a:canary-1 | must not have a colon
          proxyHost=p:70000                  | proxyHost (URL)
          trustStoreType=der                 | trustStoreType (URL): must be pkcs12 or jks or pem
          trustStore=/x                      | trustStore (URL): may not stand in a URL
          """)
  void saysWhatIsWrong(String properties, String message) {
    assertThat(refusal(SIGNED + ";" + properties))
        .hasMessageContaining(message)
        .hasMessageNotContaining("canary-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trustStore", "SSLTrustStore"})
  void takesATrustStoreOfTheProperties(String name) {
    DriverConfig config =
        resolve(
            SIGNED,
            Map.of(name, "/etc/x.p12", "SSLTrustStorePwd", "s", "SSLTrustStoreType", "JKS"));
    assertThat(config.http().network().trust())
        .hasValue(
            new Trust(Path.of("/etc/x.p12"), Optional.of(new Secret("s")), Optional.of("jks")));
    assertThat(config.ignored()).isEmpty();
    assertThat(config.settings().toString()).doesNotContain("value=s,");
  }
}
