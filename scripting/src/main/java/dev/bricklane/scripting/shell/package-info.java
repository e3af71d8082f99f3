/**
 * The command line: runs Groovy scripts with {@code databricks} bound.
 *
 * <p>Uses the binding; nothing uses it.
 */
@NullMarked
package dev.bricklane.scripting.shell;

import org.jspecify.annotations.NullMarked;
