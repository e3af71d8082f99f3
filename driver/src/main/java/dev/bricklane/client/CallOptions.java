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
}
