package dev.bricklane.sql;

/**
 * A {@code ?} of a prepared statement. Immutable.
 *
 * @param type what the planner expects of it
 */
public record Parameter(ColumnType type) {}
