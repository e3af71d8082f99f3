package dev.bricklane.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to query, as {@code DatabaseMetaData} shows it. Nothing here makes a model call,
 * nor a network call but to attached sources, whose tables are remembered for a minute; without
 * one, its catalog is empty.
 *
 * <p>Thread-safe.
 */
public interface Catalogue {
  /** Returns the names of the catalogs, sorted. */
  List<String> catalogs();

  /** Returns the schemas of all catalogs, sorted by catalog and name. */
  List<Schema> schemas();

  /**
   * Returns schemas, sorted by catalog and name.
   *
   * @param catalog the catalog whose schemas are asked for, in any case; null for all
   */
  default List<Schema> schemas(@Nullable String catalog) {
    return schemas().stream()
        .filter(schema -> catalog == null || schema.catalog().equalsIgnoreCase(catalog))
        .toList();
  }

  /** Returns the schema that names of a catalog without a schema mean; null if there is none. */
  default @Nullable String defaultSchema(String catalog) {
    return schemas(catalog).stream().findFirst().map(Schema::name).orElse(null);
  }

  /** Returns the tables and views of all catalogs, sorted by catalog, schema and name. */
  List<Table> tables();

  /**
   * Returns tables and views, sorted by catalog, schema and name.
   *
   * @param catalog the catalog whose tables are asked for, in any case; null for all
   */
  default List<Table> tables(@Nullable String catalog) {
    return tables().stream()
        .filter(table -> catalog == null || table.catalog().equalsIgnoreCase(catalog))
        .toList();
  }

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
   * @param key the columns of its primary key, in the key's order; empty if it has none
   */
  record Table(
      String catalog,
      String schema,
      String name,
      String type,
      String remarks,
      List<Column> columns,
      List<KeyColumn> key) {
    /** Describes a table without a primary key. */
    public Table(
        String catalog,
        String schema,
        String name,
        String type,
        String remarks,
        List<Column> columns) {
      this(catalog, schema, name, type, remarks, columns, List.of());
    }
  }

  /**
   * A column of a primary key.
   *
   * @param sequence its place in the key, from 1
   * @param keyName the key's name, or null
   */
  record KeyColumn(String column, int sequence, @Nullable String keyName) {}

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
