/**
 * A workspace in the process: the same paths, shapes and errors as a real one, on a loopback port
 * with a random token.
 *
 * <p>Imports nothing of Bricklane, so that one misunderstanding cannot sit on both sides of the
 * wire.
 */
@NullMarked
package dev.bricklane.embedded;

import org.jspecify.annotations.NullMarked;
