/**
 * The command line: one statement and out, or an interactive shell. Speaks {@code java.sql} to the
 * driver.
 *
 * <p>Imports {@code jdbc} and what is to the left of it.
 */
@NullMarked
package dev.bricklane.shell;

import org.jspecify.annotations.NullMarked;
