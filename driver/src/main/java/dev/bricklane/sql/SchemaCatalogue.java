package dev.bricklane.sql;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;

/**
 * Describes functions, system tables and what files define, for {@code DatabaseMetaData}. A view's
 * columns are found out when they are asked for. Thread-safe.
 */
final class SchemaCatalogue implements Catalogue {
  private final String catalog;
  private final String schema;
  private final List<Schema> schemas;
  private final List<Table> own;
  private final DefinedObjects defined;
  private final List<Function> functions;

  SchemaCatalogue(
      String catalog, String schema, Map<String, SystemTable> tables, DefinedObjects defined) {
    this.catalog = catalog;
    this.schema = schema;
    this.defined = defined;
    Map<String, Schema> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put(schema, new Schema(catalog, schema));
    List<Table> described = new ArrayList<>();
    tables.forEach((name, table) -> described.add(describe(name, table)));
    for (ViewTable view : defined.views()) {
      String name = view.definition().schema();
      all.putIfAbsent(name, new Schema(catalog, name));
    }
    this.schemas = List.copyOf(all.values());
    this.own = List.copyOf(described);
    List<Function> callable = new ArrayList<>();
    ModelFunctions.ALL.forEach(function -> callable.add(describe(function)));
    defined.templates().forEach(template -> callable.add(describe(template)));
    callable.sort(Comparator.comparing(Function::name).thenComparing(Function::table));
    this.functions = List.copyOf(callable);
  }

  @Override
  public List<String> catalogs() {
    return List.of(catalog);
  }

  @Override
  public List<Schema> schemas() {
    return schemas;
  }

  @Override
  public List<Table> tables() {
    defined.lookAgain();
    List<Table> tables = new ArrayList<>(own);
    defined.views().forEach(view -> tables.add(describe(view)));
    tables.sort(Comparator.comparing(Table::schema).thenComparing(Table::name));
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

  private Table describe(ViewTable view) {
    Definition.View definition = view.definition();
    Supplier<List<Column>> columns = new OnFirstUse<>(view::columns);
    return new Table(
        catalog,
        schemaNamed(definition.schema()),
        definition.name(),
        "VIEW",
        definition.remarks(),
        new AbstractList<>() {
          @Override
          public Column get(int index) {
            return columns.get().get(index);
          }

          @Override
          public int size() {
            return columns.get().size();
          }
        });
  }

  /** Returns the name of a schema as it was written first. */
  private String schemaNamed(String name) {
    return schemas.stream()
        .map(Schema::name)
        .filter(each -> each.equalsIgnoreCase(name))
        .findFirst()
        .orElse(name);
  }

  private Function describe(Template template) {
    Definition.Template definition = template.definition();
    List<Argument> arguments = new ArrayList<>();
    for (int i = 0; i < definition.arguments().size(); i++) {
      NamedType argument = definition.arguments().get(i);
      arguments.add(
          new Argument(
              argument.name(),
              RelTypes.describe(template.types().arguments().get(i)),
              argument.standard() != null,
              argument.remarks()));
    }
    List<Column> results = new ArrayList<>();
    RelDataType result = template.types().result();
    if (definition.table()) {
      for (RelDataTypeField field : result.getFieldList()) {
        results.add(
            Column.of(
                field.getName(),
                RelTypes.describe(field.getType()),
                true,
                definition.columns().get(field.getIndex()).remarks()));
      }
    } else {
      results.add(Column.of("result", RelTypes.describe(result), true, null));
    }
    return new Function(
        catalog,
        schema,
        definition.name(),
        definition.table(),
        arguments,
        results,
        definition.remarks());
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
