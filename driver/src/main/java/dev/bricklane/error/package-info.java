/**
 * What can go wrong: one catalogue of error codes, and the one exception that carries them between
 * packages.
 *
 * <p>Imports nothing of Bricklane.
 */
@NullMarked
package dev.bricklane.error;

import org.jspecify.annotations.NullMarked;
