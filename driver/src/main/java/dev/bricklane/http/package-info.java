/**
 * A one-method transport over {@code java.net.http}, and what is put around it: deadlines, retries,
 * redacted logs.
 *
 * <p>Imports {@code error} and {@code config}.
 */
@NullMarked
package dev.bricklane.http;

import org.jspecify.annotations.NullMarked;
