package dev.bricklane.auth;

import dev.bricklane.config.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What goes into {@code Authorization: Bearer}. Immutable; {@code toString} masks it.
 *
 * @param value the token
 * @param expiry when the service stops accepting it; null if that is not known or never
 */
public record AccessToken(Secret value, @Nullable Instant expiry) {}
