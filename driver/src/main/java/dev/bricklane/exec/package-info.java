/**
 * Model calls as work: who runs them, when they stop, and the ledger of what was spent. Knows no
 * planner.
 *
 * <p>Imports {@code error}, {@code config}, {@code http}, {@code auth} and {@code client}.
 */
@NullMarked
package dev.bricklane.exec;

import org.jspecify.annotations.NullMarked;
