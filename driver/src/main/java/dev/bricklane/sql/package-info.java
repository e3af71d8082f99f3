/**
 * SQL by Calcite: functions, tables, planning, and the read-only guard. No type of Calcite leaves
 * this package but for what generated code must reach.
 *
 * <p>Imports {@code error}, {@code config}, {@code client} and {@code exec}.
 */
@NullMarked
package dev.bricklane.sql;

import org.jspecify.annotations.NullMarked;
