package dev.bricklane.auth;

import dev.bricklane.config.Secret;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes into {@code Authorization: Bearer}. Immutable; {@code toString} masks it.
 *
 * @param value the token
 * @param expiry when the service stops accepting it; null if that is not known or never
 * @param headers what a request carries beside it, as some clouds' ways to sign in want
 */
public record AccessToken(Secret value, @Nullable Instant expiry, Map<String, Secret> headers) {
  public AccessToken {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Makes a token that stands alone. */
  public AccessToken(Secret value, @Nullable Instant expiry) {
    this(value, expiry, Map.of());
  }
}
