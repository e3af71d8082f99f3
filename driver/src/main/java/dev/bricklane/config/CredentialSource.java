package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.AUTH_TYPE;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the one layer that credentials are taken from.
 *
 * <p>It is the first layer that has any; nothing is mixed in from the others. The environment's and
 * a profile's credentials belong to the host that stands beside them, if one does: they are passed
 * over when the connection goes to another host or port, so that a token is never sent to a host
 * that it is not for.
 *
 * @param layer where the credentials are
 * @param authType what says how to sign in, if anything does
 */
record CredentialSource(Layer layer, Optional<Given> authType) {
  /** What was chosen, and a line for each layer that had credentials for another host. */
  record Search(Optional<CredentialSource> found, List<String> notUsed) {}

  static Search search(List<Layer> layers, URI target) {
    List<String> notUsed = new ArrayList<>();
    Optional<Given> authType = Optional.empty();
    for (Layer layer : layers) {
      if (!isFor(layer, target)) {
        if (layer.hasCredentials()) {
          notUsed.add(notUsed(layer));
          if (layer.demanded()) {
            break;
          }
        }
        continue;
      }
      if (authType.isEmpty()) {
        authType = layer.get(AUTH_TYPE);
      }
      if (offers(layer, authType)) {
        return new Search(Optional.of(new CredentialSource(layer, authType)), notUsed);
      }
    }
    return new Search(Optional.empty(), notUsed);
  }

  /** Returns whether the user typed credentials, which need no host to be right. */
  static Search typed(Layer typed) {
    return new Search(
        typed.hasCredentials()
            ? Optional.of(new CredentialSource(typed, typed.get(AUTH_TYPE)))
            : Optional.empty(),
        List.of());
  }

  /** What the user typed is a decision; elsewhere, a way that was not asked for is passed over. */
  private static boolean offers(Layer layer, Optional<Given> authType) {
    if (layer.boundHost() == null && layer.demanded()) {
      return layer.hasCredentials();
    }
    return switch (Ascii.lowerCase(authType.map(Given::text).orElse(""))) {
      case "pat" -> layer.has(ConnectionProperty.TOKEN);
      case "oauth-m2m" -> layer.hasClient();
      default -> layer.hasCredentials();
    };
  }

  private static boolean isFor(Layer layer, URI target) {
    if (layer.boundHost() == null) {
      return true;
    }
    try {
      HostAddress bound = HostAddress.parse(layer.boundHost());
      return HostName.same(bound.host(), target.getHost())
          && bound.effectivePort() == effectivePort(target);
    } catch (InvalidValueException unreadable) {
      return false;
    }
  }

  private static int effectivePort(URI target) {
    if (target.getPort() > 0) {
      return target.getPort();
    }
    return target.getScheme().equals("http") ? 80 : 443;
  }

  private static String notUsed(Layer layer) {
    return "the credentials of the " + layer.name() + " were not used: they belong to another host";
  }
}
