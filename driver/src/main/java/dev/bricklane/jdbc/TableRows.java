package dev.bricklane.jdbc;

import dev.bricklane.sql.Catalogue;
import dev.bricklane.sql.Column;
import dev.bricklane.sql.ColumnType;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows that metadata has of catalogs, schemas, tables and columns, in the orders it wants. */
final class TableRows {
  private static final Comparator<Catalogue.Table> BY_NAME =
      Comparator.comparing(Catalogue.Table::catalog)
          .thenComparing(Catalogue.Table::schema)
          .thenComparing(Catalogue.Table::name);

  private final Catalogue catalogue;

  TableRows(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Makes a row; some of its values may be null. */
  static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  /** Returns whether a catalog is asked for: it is named in full; null asks for all. */
  static boolean inCatalog(@Nullable String asked, String catalog) {
    return asked == null || asked.equalsIgnoreCase(catalog);
  }

  List<List<@Nullable Object>> catalogs() {
    return catalogue.catalogs().stream().sorted().map(name -> row(name)).toList();
  }

  List<List<@Nullable Object>> schemas(@Nullable String catalog, @Nullable String pattern) {
    LikePattern name = LikePattern.of(pattern);
    return catalogue.schemas(catalog).stream()
        .filter(schema -> inCatalog(catalog, schema.catalog()) && name.test(schema.name()))
        .sorted(
            Comparator.comparing(Catalogue.Schema::catalog).thenComparing(Catalogue.Schema::name))
        .map(schema -> row(schema.name(), schema.catalog()))
        .toList();
  }

  List<List<@Nullable Object>> tables(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      @Nullable Set<String> types) {
    return matching(catalog, schemaPattern, tablePattern)
        .filter(table -> types == null || types.contains(table.type()))
        .sorted(Comparator.comparing(Catalogue.Table::type).thenComparing(BY_NAME))
        .map(table ->
            row(
                table.catalog(),
                table.schema(),
                table.name(),
                table.type(),
                table.remarks(),
                null,
                null,
                null,
                null,
                null))
        .toList();
  }

  List<List<@Nullable Object>> columns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      @Nullable String columnPattern) {
    LikePattern name = LikePattern.of(columnPattern);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    matching(catalog, schemaPattern, tablePattern)
        .sorted(BY_NAME)
        .forEach(table -> {
          for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            if (name.test(column.name())) {
              rows.add(columnRow(table, column, i + 1));
            }
          }
        });
    return rows;
  }

  /** Returns the primary keys of a table, or of all where none is named, by column name. */
  List<List<@Nullable Object>> primaryKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table) {
    return catalogue.tables(catalog).stream()
        .filter(each ->
            inCatalog(catalog, each.catalog())
                && (schema == null || schema.equalsIgnoreCase(each.schema()))
                && (table == null || table.equalsIgnoreCase(each.name())))
        .sorted(BY_NAME)
        .flatMap(each ->
            each.key().stream()
                .sorted(Comparator.comparing(Catalogue.KeyColumn::column))
                .map(key ->
                    row(
                        each.catalog(),
                        each.schema(),
                        each.name(),
                        key.column(),
                        key.sequence(),
                        key.keyName())))
        .toList();
  }

  private Stream<Catalogue.Table> matching(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern) {
    LikePattern schema = LikePattern.of(schemaPattern);
    LikePattern name = LikePattern.of(tablePattern);
    return catalogue.tables(catalog).stream()
        .filter(table ->
            inCatalog(catalog, table.catalog())
                && schema.test(table.schema())
                && name.test(table.name()));
  }

  private static List<@Nullable Object> columnRow(
      Catalogue.Table table, Column column, int ordinal) {
    ColumnType type = column.type();
    TypeFacts facts = TypeFacts.of(type);
    return row(
        table.catalog(),
        table.schema(),
        table.name(),
        column.name(),
        type.jdbcType(),
        TypeFacts.name(type),
        facts.columnSize(type),
        null,
        facts.decimalDigits(type),
        facts.radix(),
        column.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
        column.remarks(),
        null,
        null,
        null,
        facts.octetLength(type),
        ordinal,
        column.nullable() ? "YES" : "NO",
        null,
        null,
        null,
        null,
        "NO",
        "NO");
  }
}
