package dev.bricklane.sql;

import org.jspecify.annotations.Nullable;

/**
 * A column of a result, a table, or a function's result. Immutable.
 *
 * @param label the name after {@code AS}, else the column's name, else one the planner gave
 * @param type its type
 * @param nullable whether it may hold NULL
 * @param catalog the catalog of the table it comes from unchanged, or null
 * @param schema the schema of that table, or null
 * @param table that table, or null
 * @param name its name in that table; the label where it comes from none
 * @param remarks what it means, or null
 */
public record Column(
    String label,
    ColumnType type,
    boolean nullable,
    @Nullable String catalog,
    @Nullable String schema,
    @Nullable String table,
    String name,
    @Nullable String remarks) {

  /** Makes a column of no table. */
  public static Column of(
      String label, ColumnType type, boolean nullable, @Nullable String remarks) {
    return new Column(label, type, nullable, null, null, null, label, remarks);
  }
}
