package dev.bricklane.sql;

import dev.bricklane.sql.attach.AttachedTable;
import dev.bricklane.sql.attach.Attachment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * The driver's own catalogue, and a catalog for each attached source. A source that cannot be read
 * is a catalog without schemas. Thread-safe.
 */
final class AttachedCatalogue implements Catalogue {
  private static final Comparator<Schema> SCHEMAS =
      Comparator.comparing(Schema::catalog).thenComparing(Schema::name);
  private static final Comparator<Table> TABLES =
      Comparator.comparing(Table::catalog).thenComparing(Table::schema).thenComparing(Table::name);

  private final Catalogue own;
  private final List<Attachment> attachments;

  AttachedCatalogue(Catalogue own, List<Attachment> attachments) {
    this.own = own;
    this.attachments = List.copyOf(attachments);
  }

  @Override
  public List<String> catalogs() {
    return Stream.concat(own.catalogs().stream(), attachments.stream().map(Attachment::name))
        .sorted()
        .toList();
  }

  @Override
  public List<Schema> schemas() {
    return schemas(null);
  }

  @Override
  public List<Schema> schemas(@Nullable String catalog) {
    List<Schema> schemas = new ArrayList<>(own.schemas(catalog));
    asked(catalog)
        .forEach(source ->
            source.schemas().forEach(name -> schemas.add(new Schema(source.name(), name))));
    schemas.sort(SCHEMAS);
    return schemas;
  }

  @Override
  public @Nullable String defaultSchema(String catalog) {
    return asked(catalog)
        .findFirst()
        .flatMap(source -> source.schemas().stream().findFirst())
        .orElseGet(() -> own.defaultSchema(catalog));
  }

  @Override
  public List<Table> tables() {
    return tables(null);
  }

  @Override
  public List<Table> tables(@Nullable String catalog) {
    List<Table> tables = new ArrayList<>(own.tables(catalog));
    asked(catalog)
        .forEach(source ->
            source.tables().forEach(table -> tables.add(described(source.name(), table))));
    tables.sort(TABLES);
    return tables;
  }

  @Override
  public List<Function> functions() {
    return own.functions();
  }

  private Stream<Attachment> asked(@Nullable String catalog) {
    return attachments.stream()
        .filter(source -> catalog == null || source.name().equalsIgnoreCase(catalog));
  }

  private static Table described(String catalog, AttachedTable table) {
    JavaTypeFactory types = new JavaTypeFactoryImpl(BricklaneTypeSystem.INSTANCE);
    List<Column> columns =
        table.columns().stream()
            .map(field -> {
              RelDataType type = field.type().apply(types);
              return new Column(
                  field.name(),
                  RelTypes.describe(type),
                  type.isNullable(),
                  catalog,
                  table.schema(),
                  table.name(),
                  field.name(),
                  field.remarks());
            })
            .toList();
    AttachedTable.Key key = table.key();
    return new Table(
        catalog,
        table.schema(),
        table.name(),
        table.type(),
        table.remarks() == null ? "" : table.remarks(),
        columns,
        key == null
            ? List.of()
            : IntStream.range(0, key.columns().size())
                .mapToObj(i -> new KeyColumn(key.columns().get(i), i + 1, key.name()))
                .toList());
  }
}
