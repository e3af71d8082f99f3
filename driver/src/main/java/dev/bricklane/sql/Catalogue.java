package dev.bricklane.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to query, as {@code DatabaseMetaData} shows it. Nothing here makes a model call or
 * a network call.
 *
 * <p>Thread-safe.
 */
public interface Catalogue {
  /** Returns the names of the catalogs, sorted. */
  List<String> catalogs();

  /** Returns the schemas, sorted by catalog and name. */
  List<Schema> schemas();

  /** Returns the tables and views, sorted by catalog, schema and name. */
  List<Table> tables();

  /**
   * Returns the functions that Bricklane adds to SQL's own, sorted by name; scalar before table
   * functions.
   */
  List<Function> functions();

  /** A schema in a catalog. */
  record Schema(String catalog, String name) {}

  /**
   * A table or view.
   *
   * @param type {@code TABLE} or {@code VIEW}
   * @param remarks what it holds
   */
  record Table(
      String catalog,
      String schema,
      String name,
      String type,
      String remarks,
      List<Column> columns) {}

  /**
   * A function.
   *
   * @param table whether it returns a table
   * @param arguments in order
   * @param results the one result of a scalar function, or the columns of a table function
   * @param remarks what it does
   */
  record Function(
      String catalog,
      String schema,
      String name,
      boolean table,
      List<Argument> arguments,
      List<Column> results,
      String remarks) {}

  /**
   * An argument of a function.
   *
   * @param optional whether it may be left out
   * @param remarks what it means, or null
   */
  record Argument(String name, ColumnType type, boolean optional, @Nullable String remarks) {}
}
