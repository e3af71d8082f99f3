package dev.bricklane.config;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values that one place gives: what the user typed (URL and Properties together), the
 * environment, or a profile.
 *
 * @param name such as {@code profile dev}
 * @param values what it gives
 * @param boundHost the host that its credentials are for; null if they are for any
 * @param demanded whether the user named this place, so that it must not be passed over in silence
 */
record Layer(
    String name,
    Map<ConnectionProperty, Given> values,
    @Nullable String boundHost,
    boolean demanded) {

  Layer {
    values = Map.copyOf(values);
  }

  Optional<Given> get(ConnectionProperty property) {
    return Optional.ofNullable(values.get(property));
  }

  boolean has(ConnectionProperty property) {
    return values.containsKey(property);
  }

  boolean hasCredentials() {
    return has(ConnectionProperty.TOKEN) || hasClient();
  }

  boolean hasClient() {
    return has(ConnectionProperty.CLIENT_ID) || has(ConnectionProperty.CLIENT_SECRET);
  }
}
