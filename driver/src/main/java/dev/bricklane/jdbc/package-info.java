/**
 * The {@code java.sql} classes, and the only place where the parts are wired together.
 *
 * <p>Imports every package to the left of it, and {@code embedded}.
 */
@NullMarked
package dev.bricklane.jdbc;

import org.jspecify.annotations.NullMarked;
