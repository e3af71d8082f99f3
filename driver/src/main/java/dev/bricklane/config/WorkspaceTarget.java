package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.HOST;
import static dev.bricklane.config.ConnectionProperty.PORT;
import static dev.bricklane.config.ConnectionProperty.SSL;

import java.net.URI;
import java.util.Optional;

/** Makes the workspace's base URI of host, port and ssl. */
final class WorkspaceTarget {
  private static final String GATEWAY = "/ai-gateway";

  private WorkspaceTarget() {}

  /** Returns the base URI, or empty if something is missing or wrong, which is then noted. */
  static Optional<URI> of(Values values, Problems problems) {
    int port = values.given(PORT).isPresent() ? values.integer(PORT) : 0;
    boolean ssl = values.flag(SSL);
    Optional<Given> host = values.given(HOST);
    if (host.isEmpty()) {
      problems.add(
          HOST.key(),
          "is missing: write it after jdbc:bricklane://, set the property host or the variable"
              + " DATABRICKS_HOST, or name a profile");
      return Optional.empty();
    }
    try {
      HostAddress address = HostAddress.parse(host.get().text());
      String source = host.get().source();
      return uri(values, problems, address, source, port, ssl);
    } catch (InvalidValueException wrong) {
      problems.add(HOST, host.get().source(), wrong.reason());
      return Optional.empty();
    }
  }

  private static Optional<URI> uri(
      Values values, Problems problems, HostAddress address, String source, int port, boolean ssl) {
    int before = problems.count();
    Optional<Given> sslGiven = values.given(SSL);
    Boolean scheme = address.tls();
    if (sslGiven.isPresent() && scheme != null && scheme != ssl) {
      problems.add(SSL, sslGiven.get().source(), "contradicts the scheme of host (" + source + ")");
    }
    boolean tls = scheme == null ? ssl : scheme;
    if (!tls && !HostName.isLoopback(address.host())) {
      problems.add(
          sslGiven.isPresent() ? SSL : HOST,
          sslGiven.map(Given::source).orElse(source),
          "must use TLS: only localhost, 127.0.0.0/8 and [::1] may do without");
    }
    if (port > 0 && address.port() > 0 && port != address.port()) {
      problems.add(
          PORT,
          values.given(PORT).map(Given::source).orElse(""),
          "contradicts the port of host (" + source + ")");
    }
    if (address.basePath().contains(GATEWAY) && !address.basePath().endsWith("/v1")) {
      problems.add(
          HOST,
          source,
          "must end before "
              + GATEWAY
              + ", or with the whole path of a surface, such as "
              + GATEWAY
              + "/mlflow/v1");
    }
    if (problems.count() > before) {
      return Optional.empty();
    }
    int standard = tls ? 443 : 80;
    int asked = port > 0 ? port : address.port();
    boolean plain = asked < 0 || asked == standard;
    values.remember(HOST, address.host() + address.basePath(), source);
    if (port <= 0) {
      values.remember(
          PORT, String.valueOf(plain ? standard : asked), asked < 0 ? "default" : source);
    }
    if (scheme != null && sslGiven.isEmpty()) {
      values.remember(SSL, String.valueOf(tls), source);
    }
    return Optional.of(
        URI.create(
            (tls ? "https://" : "http://")
                + address.host()
                + (plain ? "" : ":" + asked)
                + address.basePath()));
  }
}
