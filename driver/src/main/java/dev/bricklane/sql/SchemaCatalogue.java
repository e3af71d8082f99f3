package dev.bricklane.sql;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;

/** Describes the functions and system tables for {@code DatabaseMetaData}. Immutable. */
final class SchemaCatalogue implements Catalogue {
  private final String catalog;
  private final String schema;
  private final List<Table> tables;
  private final List<Function> functions;

  SchemaCatalogue(String catalog, String schema, Map<String, SystemTable> tables) {
    this.catalog = catalog;
    this.schema = schema;
    this.tables =
        new TreeMap<>(tables)
            .entrySet().stream().map(e -> describe(e.getKey(), e.getValue())).toList();
    this.functions = ModelFunctions.ALL.stream().map(this::describe).toList();
  }

  @Override
  public List<String> catalogs() {
    return List.of(catalog);
  }

  @Override
  public List<Schema> schemas() {
    return List.of(new Schema(catalog, schema));
  }

  @Override
  public List<Table> tables() {
    return tables;
  }

  @Override
  public List<Function> functions() {
    return functions;
  }

  private Table describe(String name, SystemTable table) {
    JavaTypeFactory types = types();
    List<Column> columns =
        table.columns().stream()
            .map(column ->
                new Column(
                    column.name(),
                    RelTypes.describe(RelTypes.of(types, column.type())),
                    true,
                    catalog,
                    schema,
                    name,
                    column.name(),
                    column.remarks()))
            .toList();
    return new Table(catalog, schema, name, "TABLE", table.remarks(), columns);
  }

  private Function describe(ModelFunction function) {
    JavaTypeFactory types = types();
    List<Argument> arguments =
        function.arguments().stream()
            .map(argument ->
                new Argument(
                    argument.name(),
                    RelTypes.describe(RelTypes.of(types, argument.type())),
                    !argument.required(),
                    argument.remarks()))
            .toList();
    List<Column> results =
        function.results().stream()
            .map(result ->
                Column.of(
                    result.name(),
                    RelTypes.describe(RelTypes.of(types, result.type())),
                    true,
                    result.remarks()))
            .toList();
    return new Function(
        catalog, schema, function.name(), function.table(), arguments, results, function.remarks());
  }

  private static JavaTypeFactory types() {
    return new JavaTypeFactoryImpl(BricklaneTypeSystem.INSTANCE);
  }
}
