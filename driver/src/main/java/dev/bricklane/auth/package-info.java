/**
 * Signing in: one small class per way, and a token cache that refreshes early, once at a time.
 *
 * <p>Imports {@code error}, {@code config} and {@code http}.
 */
@NullMarked
package dev.bricklane.auth;

import org.jspecify.annotations.NullMarked;
