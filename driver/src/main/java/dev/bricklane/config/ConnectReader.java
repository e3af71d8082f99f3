package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.CONNECT_API_KEY;
import static dev.bricklane.config.ConnectionProperty.CONNECT_CONTENT_SESSION;
import static dev.bricklane.config.ConnectionProperty.CONNECT_SERVER;
import static dev.bricklane.config.ConnectionProperty.CONNECT_USER_SESSION;

import dev.bricklane.config.DriverConfig.SignIn;
import java.net.URI;
import java.util.Optional;

/**
 * Reads what Posit Connect wants to see.
 *
 * <p>A viewer's session comes with a request, the server and its key from the environment: so they
 * may come from two places, but not from one above the session's, which would then be sent to a
 * server that it is not for. The server and its key come from one place for the same reason.
 */
final class ConnectReader {
  private final Values values;
  private final Problems problems;

  ConnectReader(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  Optional<SignIn> read(AuthType way, CredentialSource source) {
    boolean viewer = way == AuthType.POSIT_CONNECT_VIEWER;
    ConnectionProperty session = viewer ? CONNECT_USER_SESSION : CONNECT_CONTENT_SESSION;
    if (!source.layer().has(session)) {
      problems.add(session.key(), "is missing for " + way.text());
    }
    Optional<Layer> place =
        source.fromHere().stream()
            .filter(layer -> layer.has(CONNECT_SERVER) || layer.has(CONNECT_API_KEY))
            .findFirst();
    if (place.isEmpty()) {
      problems.add(
          CONNECT_SERVER.key(),
          "is missing for "
              + way.text()
              + ", and connectApiKey too; Posit Connect sets the"
              + " variables CONNECT_SERVER and CONNECT_API_KEY for what it runs");
      return Optional.empty();
    }
    Optional<URI> server = one(CONNECT_SERVER, place.get(), way).map(URI::create);
    Optional<String> key = one(CONNECT_API_KEY, place.get(), way);
    Optional<String> token = source.layer().has(session) ? values.text(session) : Optional.empty();
    return server.flatMap(s ->
        key.flatMap(
            k -> token.map(t -> new SignIn.Connect(s, new Secret(k), new Secret(t), viewer))));
  }

  private Optional<String> one(ConnectionProperty property, Layer place, AuthType way) {
    Optional<Given> given = place.get(property);
    if (given.isEmpty()) {
      problems.add(
          property.key(),
          "is missing for "
              + way.text()
              + "; connectServer and connectApiKey both come from the "
              + place.name()
              + ", or neither");
      return Optional.empty();
    }
    values.take(property, given.get());
    return property == CONNECT_SERVER
        ? values.checked(property, (p, text) -> SecureUrl.parse(text).toString())
        : values.text(property);
  }
}
