package dev.bricklane.embedded;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the workspace serves, found by each surface's names. Immutable. */
final class ServingEndpoints {
  static final String GATEWAY_SCHEMA = "system.ai.";
  private static final String PREFIX = "databricks-";

  private final Map<String, ServedEndpoint> byName = new LinkedHashMap<>();

  ServingEndpoints(Collection<ServedEndpoint> endpoints) {
    endpoints.forEach(endpoint -> byName.put(endpoint.name(), endpoint));
  }

  /** Returns all in their order. */
  Collection<ServedEndpoint> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** Finds an endpoint by its own name, ready or not; null if there is none. */
  @Nullable ServedEndpoint get(String name) {
    return byName.get(name);
  }

  /** Names an endpoint as the gateway does. */
  static String gatewayName(ServedEndpoint endpoint) {
    return GATEWAY_SCHEMA + shortName(endpoint);
  }

  /** Returns an endpoint's name without {@code databricks-}. */
  static String shortName(ServedEndpoint endpoint) {
    String name = endpoint.name();
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  /** Finds an endpoint by its own name; three-part names are unknown here. */
  ServedEndpoint onServing(String name) {
    Fault.throwIfNamed(name);
    ServedEndpoint endpoint = byName.get(name);
    if (endpoint == null) {
      throw Fault.ENDPOINT_NOT_FOUND.error();
    }
    return ready(endpoint);
  }

  /**
   * Finds an endpoint by its name on the gateway: {@code system.ai.x} is the endpoint {@code
   * databricks-x} or {@code x}, and {@code databricks-x} is read as {@code system.ai.x}.
   */
  ServedEndpoint onGateway(String name) {
    ServedEndpoint endpoint = null;
    if (name.startsWith(PREFIX)) {
      endpoint = byShortName(name.substring(PREFIX.length()));
    } else if (name.startsWith(GATEWAY_SCHEMA)) {
      String shortName = name.substring(GATEWAY_SCHEMA.length());
      Fault.throwIfNamed(shortName);
      // Measured on a real workspace: system.ai.databricks-x does not exist.
      endpoint = shortName.startsWith(PREFIX) ? null : byShortName(shortName);
    }
    if (endpoint == null) {
      throw WireError.of(404, "NOT_FOUND", "'" + name + "' does not exist");
    }
    return ready(endpoint);
  }

  private @Nullable ServedEndpoint byShortName(String name) {
    ServedEndpoint endpoint = byName.get(PREFIX + name);
    return endpoint != null ? endpoint : byName.get(name);
  }

  private static ServedEndpoint ready(ServedEndpoint endpoint) {
    if (!endpoint.ready()) {
      throw WireError.of(
          503,
          "TEMPORARILY_UNAVAILABLE",
          "The endpoint '" + endpoint.name() + "' is not ready. Please try again later.");
    }
    return endpoint;
  }
}
