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
 * @param detected the way to sign in that was found where nobody had set one up
 * @param usable all layers that are for the host, in their order
 */
record CredentialSource(
    Layer layer, Optional<Given> authType, Optional<AuthType> detected, List<Layer> usable) {
  /** What was chosen, and a line for each layer that had credentials for another host. */
  record Search(Optional<CredentialSource> found, List<String> notUsed) {}

  /**
   * Searches the layers in their order.
   *
   * @param last whether there are no more layers to come, so that what needs no layer is taken
   */
  static Search search(List<Layer> layers, URI target, boolean last) {
    List<String> notUsed = new ArrayList<>();
    List<Layer> usable = new ArrayList<>();
    for (Layer layer : layers) {
      if (layer.isFor(target)) {
        usable.add(layer);
      } else if (layer.hasCredentials()) {
        notUsed.add(notUsed(layer));
        if (layer.demanded()) {
          break;
        }
      }
    }
    return new Search(find(usable, last), notUsed);
  }

  /** Returns where a property is given first, beginning with where the credentials are. */
  Optional<Given> first(ConnectionProperty property) {
    return layer
        .get(property)
        .or(() -> usable.stream().flatMap(other -> other.get(property).stream()).findFirst());
  }

  /** Returns the usable layers from the credentials' own on. */
  List<Layer> fromHere() {
    return usable.subList(usable.indexOf(layer), usable.size());
  }

  /** Returns the profile that the credentials are in, or that the user named for this host. */
  Optional<String> profile() {
    return layer
        .profile()
        .or(() ->
            usable.stream().filter(Layer::demanded).flatMap(l -> l.profile().stream()).findFirst());
  }

  /** Returns whether the user typed credentials, which need no host to be right. */
  static Search typed(Layer typed) {
    Optional<Given> authType = typed.get(AUTH_TYPE);
    boolean enough =
        authType
            .flatMap(given -> AuthType.of(given.text()))
            .filter(AuthType::needsNothing)
            .isPresent();
    return new Search(
        typed.hasCredentials() || enough
            ? Optional.of(new CredentialSource(typed, authType, Optional.empty(), List.of(typed)))
            : Optional.empty(),
        List.of());
  }

  private static Optional<CredentialSource> find(List<Layer> usable, boolean last) {
    Optional<Given> authType = Optional.empty();
    Optional<Layer> saidBy = Optional.empty();
    for (Layer layer : usable) {
      if (authType.isEmpty() && layer.has(AUTH_TYPE)) {
        authType = layer.get(AUTH_TYPE);
        saidBy = Optional.of(layer);
      }
      if (offers(layer, authType)) {
        return Optional.of(new CredentialSource(layer, authType, Optional.empty(), usable));
      }
    }
    if (!last) {
      return Optional.empty();
    }
    if (saidBy.isPresent()) {
      // GitHub gives out a token for this workspace alone, so it needs nothing that is set up.
      boolean gitHub =
          AuthType.of(authType.get().text()).filter(AuthType.GITHUB_OIDC::equals).isPresent();
      return gitHub
          ? Optional.of(new CredentialSource(saidBy.get(), authType, Optional.empty(), usable))
          : Optional.empty();
    }
    return usable.stream()
        .filter(layer -> layer.detected().isPresent())
        .findFirst()
        .map(layer -> new CredentialSource(layer, Optional.empty(), layer.detected(), usable));
  }

  /** What the user typed is a decision; elsewhere, a way that was not asked for is passed over. */
  private static boolean offers(Layer layer, Optional<Given> authType) {
    if (layer.boundHost() == null && layer.demanded() && layer.hasCredentials()) {
      return true;
    }
    return authType
        .flatMap(given -> AuthType.of(given.text()))
        .map(layer::offers)
        .orElseGet(layer::hasCredentials);
  }

  private static String notUsed(Layer layer) {
    return "the credentials of the " + layer.name() + " were not used: they belong to another host";
  }
}
