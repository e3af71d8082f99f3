package dev.bricklane.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.http.Loopback;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which host is this machine's own: one rule for the settings and for the transport. */
class HostNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST",
        "127.0.0.1",
        "127.9.9.9",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]"
      })
  void isThisMachine(String host) {
    assertThat(HostName.isLoopback(host)).isTrue();
    assertThat(Loopback.isHost(host)).isTrue();
    assertThat(Loopback.allows(URI.create("http://" + host + ":1/x"))).isTrue();
    DriverConfig config = Resolving.resolve("jdbc:bricklane://" + host + ":1;ssl=false;token=t");
    assertThat(Loopback.allows(URI.create(Resolving.baseUri(config)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.999.1.1",
        "127.1",
        "127.0.0.01",
        "127.0.0.1.evil.com",
        "localhost.evil.com",
        "128.0.0.1",
        "[::2]",
        "[::1%lo]",
        "::1",
        "",
        "a_b"
      })
  void isNot(String host) {
    assertThat(HostName.isLoopback(host)).isFalse();
    assertThat(Loopback.isHost(host)).isFalse();
  }
}
