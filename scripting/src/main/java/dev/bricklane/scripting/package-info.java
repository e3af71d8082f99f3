/**
 * A JSR-223 script engine: Groovy with {@code databricks} bound, and the same object for any other
 * engine.
 *
 * <p>Speaks to the driver through {@code java.sql} alone.
 */
@NullMarked
package dev.bricklane.scripting;

import org.jspecify.annotations.NullMarked;
