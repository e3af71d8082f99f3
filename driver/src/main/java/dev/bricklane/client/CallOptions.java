package dev.bricklane.client;

import dev.bricklane.config.DriverConfig.Surface;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one call is sent, where that differs from what the connection says. Immutable.
 *
 * @param api the protocol, or null for that of the model
 * @param surface the surface, or null for that of the connection
 * @param headers further headers of the request; not {@code Authorization}
 */
public record CallOptions(
    @Nullable Api api, @Nullable Surface surface, Map<String, String> headers) {
  /** As the connection says. */
  public static final CallOptions USUAL = new CallOptions(null, null, Map.of());

  public CallOptions {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Returns the same options with another header; one of that name, in any case, stays. */
  public CallOptions withHeader(String name, String value) {
    if (headers.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new CallOptions(api, surface, more);
  }

  /** Shows the names of headers alone, as their values may be secret. */
  @Override
  public String toString() {
    return "CallOptions[api=%s, surface=%s, headers=%s]".formatted(api, surface, headers.keySet());
  }
}
