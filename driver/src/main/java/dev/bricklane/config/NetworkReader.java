package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.PROXY_HOST;
import static dev.bricklane.config.ConnectionProperty.PROXY_IGNORE_LIST;
import static dev.bricklane.config.ConnectionProperty.PROXY_PASSWORD;
import static dev.bricklane.config.ConnectionProperty.PROXY_PORT;
import static dev.bricklane.config.ConnectionProperty.PROXY_USER;
import static dev.bricklane.config.ConnectionProperty.TRUST_STORE;
import static dev.bricklane.config.ConnectionProperty.TRUST_STORE_PASSWORD;
import static dev.bricklane.config.ConnectionProperty.TRUST_STORE_TYPE;
import static dev.bricklane.config.ConnectionProperty.USE_PROXY;

import dev.bricklane.config.DriverConfig.Login;
import dev.bricklane.config.DriverConfig.Network;
import dev.bricklane.config.DriverConfig.Proxy;
import dev.bricklane.config.DriverConfig.Trust;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the way that calls take: the proxy, and the certificates that are trusted. */
final class NetworkReader {
  private final Values values;
  private final Problems problems;
  private final Environment environment;

  NetworkReader(Values values, Problems problems, Environment environment) {
    this.values = values;
    this.problems = problems;
    this.environment = environment;
  }

  Network read() {
    return new Network(proxy(), trust());
  }

  private Optional<Proxy> proxy() {
    boolean used = values.flag(USE_PROXY);
    Optional<String> address = values.checked(PROXY_HOST, NetworkReader::address);
    boolean portGiven = values.given(PROXY_PORT).isPresent();
    int port = values.integer(PROXY_PORT);
    Optional<String> user = values.checked(PROXY_USER, NetworkReader::user);
    Optional<Secret> password = values.text(PROXY_PASSWORD).map(Secret::new);
    List<String> ignore =
        values.text(PROXY_IGNORE_LIST).map(NetworkReader::hosts).orElse(List.of());
    if (address.isEmpty() || !used) {
      return Optional.empty();
    }
    String text = address.get();
    int colon = text.startsWith("[") ? text.indexOf("]:") + 1 : text.indexOf(':');
    if (colon > 0 == portGiven) {
      problems.add(
          PROXY_PORT,
          values.given(PROXY_PORT).or(() -> values.given(PROXY_HOST)).map(Given::source).orElse(""),
          portGiven ? "is given twice, in proxyHost too" : "is missing: proxyHost has none either");
      return Optional.empty();
    }
    return Optional.of(
        new Proxy(
            colon > 0 ? text.substring(0, colon) : text,
            colon > 0 ? Integer.parseInt(text.substring(colon + 1)) : port,
            user.map(name -> new Login(name, password.orElse(new Secret("")))),
            ignore));
  }

  /** A proxy's address is written as a host's, less a path. TLS to a proxy is not spoken. */
  private static String address(ConnectionProperty property, String text)
      throws InvalidValueException {
    if (text.indexOf('@') >= 0) {
      throw new InvalidValueException(
          "must not hold a user or password before @; use proxyUser and proxyPassword");
    }
    HostAddress address = HostAddress.parse(text);
    if (Boolean.TRUE.equals(address.tls()) || !address.basePath().isEmpty()) {
      throw new InvalidValueException(
          "must be a host name, or host:port: calls reach the proxy by plain HTTP, and have their"
              + " own TLS within");
    }
    return address.host() + (address.port() > 0 ? ":" + address.port() : "");
  }

  private static String user(ConnectionProperty property, String text)
      throws InvalidValueException {
    if (text.indexOf(':') >= 0) {
      throw new InvalidValueException("must not have a colon, which ends a name in Basic");
    }
    return Values.allowedText(property, text);
  }

  private static List<String> hosts(String text) {
    return Arrays.stream(text.split("[,|]"))
        .map(host -> Ascii.lowerCase(host.strip()))
        .filter(host -> !host.isEmpty())
        .toList();
  }

  private Optional<Trust> trust() {
    Optional<String> file =
        values.checked(
            TRUST_STORE,
            (property, text) ->
                TypedPath.parse(Values.allowedText(property, text), environment.home()).toString());
    Optional<Secret> password = values.text(TRUST_STORE_PASSWORD).map(Secret::new);
    Optional<String> type = values.choice(TRUST_STORE_TYPE);
    return file.map(path -> new Trust(Path.of(path), password, type));
  }
}
