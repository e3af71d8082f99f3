package dev.bricklane.sql.attach;

import dev.bricklane.sql.attach.SourceColumn.Kind;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a source has: one question for the tables of all schemas, one for their columns, and
 * one a schema for primary keys where the driver answers that.
 */
final class SourceReader {
  private static final Logger LOG = Logger.getLogger(SourceReader.class.getName());

  /** As many tables as may be asked about one by one. */
  private static final int FEW = 50;

  private static final String ONLY = "main";
  private static final Set<String> SYSTEM =
      Set.of("information_schema", "pg_catalog", "pg_toast", "sys", "performance_schema");
  private static final Set<String> VIEWS =
      Set.of("VIEW", "MATERIALIZED VIEW", "SYSTEM VIEW", "LOCAL TEMPORARY VIEW");
  private static final Set<String> TABLES =
      Set.of(
          "TABLE",
          "BASE TABLE",
          "PARTITIONED TABLE",
          "FOREIGN TABLE",
          "EXTERNAL",
          "MANAGED",
          "SYNONYM",
          "ALIAS");

  private final SourceDatabase database;
  private final DatabaseMetaData metadata;
  private final Product product;
  private final @Nullable String catalog;

  /** Whether what others call a schema is a catalog here, as in MySQL. */
  private final boolean catalogIsSchema;

  private SourceReader(SourceDatabase database, Connection connection) throws SQLException {
    this.database = database;
    this.metadata = connection.getMetaData();
    this.product = Product.of(metadata.getDatabaseProductName());
    this.catalogIsSchema = product == Product.MYSQL;
    this.catalog = blankToNull(connection.getCatalog());
  }

  static SourceModel read(SourceDatabase database, Connection connection) throws SQLException {
    return new SourceReader(database, connection).model(schemaOf(connection));
  }

  private static @Nullable String schemaOf(Connection connection) {
    try {
      return blankToNull(connection.getSchema());
    } catch (SQLException | AbstractMethodError none) {
      return null;
    }
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  /** A table as it is put together. */
  private record Found(
      @Nullable String schema, String name, boolean view, @Nullable String remarks) {}

  private SourceModel model(@Nullable String connected) throws SQLException {
    Optional<String> wanted = database.source().schema();
    String pattern = wanted.map(this::escaped).orElse(null);
    Map<String, Map<String, Found>> found = tables(pattern);
    Map<String, Map<String, List<SourceColumn>>> columns = columns(pattern);
    Map<String, Map<String, SourceTable>> schemas = new TreeMap<>();
    found.forEach((schema, tables) -> {
      Map<String, SourceTable> made = new LinkedHashMap<>();
      Map<String, AttachedTable.Key> keys =
          product.enforcesKeys() ? keys(schema, tables.values()) : Map.of();
      tables.forEach((name, table) ->
          made.put(
              name,
              new SourceTable(
                  database,
                  path(table),
                  table.view(),
                  table.remarks(),
                  columns.getOrDefault(schema, Map.of()).getOrDefault(name, List.of()),
                  keys.get(name))));
      schemas.put(schema, made);
    });
    String byDefault =
        wanted.orElse(
            catalogIsSchema
                ? catalog == null ? ONLY : catalog
                : connected == null ? ONLY : connected);
    schemas.computeIfAbsent(byDefault, empty -> Map.of());
    String quote = metadata.getIdentifierQuoteString();
    return new SourceModel(
        product, quote == null || quote.isBlank() ? "\"" : quote, byDefault, schemas);
  }

  private Map<String, Map<String, Found>> tables(@Nullable String pattern) throws SQLException {
    Map<String, Map<String, Found>> found = new TreeMap<>();
    try (ResultSet rows =
        metadata.getTables(
            catalogIsSchema ? database.source().schema().orElse(catalog) : catalog,
            catalogIsSchema ? null : pattern,
            "%",
            null)) {
      while (rows.next()) {
        String own = rows.getString(catalogIsSchema ? "TABLE_CAT" : "TABLE_SCHEM");
        String type = String.valueOf(rows.getString("TABLE_TYPE")).toUpperCase(Locale.ROOT);
        boolean view = VIEWS.contains(type);
        if (!view && !TABLES.contains(type)) {
          continue;
        }
        String schema = blankToNull(own) == null ? ONLY : own;
        if (database.source().schema().isEmpty()
            && SYSTEM.contains(schema.toLowerCase(Locale.ROOT))) {
          continue;
        }
        Found table =
            new Found(
                blankToNull(own),
                rows.getString("TABLE_NAME"),
                view,
                blankToNull(rows.getString("REMARKS")));
        found.computeIfAbsent(schema, none -> new TreeMap<>()).put(table.name(), table);
      }
    }
    return found;
  }

  private Map<String, Map<String, List<SourceColumn>>> columns(@Nullable String pattern)
      throws SQLException {
    Map<String, Map<String, List<SourceColumn>>> found = new TreeMap<>();
    try (ResultSet rows =
        metadata.getColumns(
            catalogIsSchema ? database.source().schema().orElse(catalog) : catalog,
            catalogIsSchema ? null : pattern,
            "%",
            "%")) {
      while (rows.next()) {
        String own = rows.getString(catalogIsSchema ? "TABLE_CAT" : "TABLE_SCHEM");
        found
            .computeIfAbsent(blankToNull(own) == null ? ONLY : own, none -> new TreeMap<>())
            .computeIfAbsent(rows.getString("TABLE_NAME"), none -> new ArrayList<>())
            .add(column(rows));
      }
    }
    return found;
  }

  private SourceColumn column(ResultSet row) throws SQLException {
    String typeName = String.valueOf(row.getString("TYPE_NAME"));
    // Databricks' driver says 255 of what has no length.
    boolean unbounded = product == Product.SPARK && typeName.equalsIgnoreCase("string");
    int precision = unbounded ? 0 : row.getInt("COLUMN_SIZE");
    int scale = row.getInt("DECIMAL_DIGITS");
    int jdbcType = row.getInt("DATA_TYPE");
    Kind kind = SourceTypes.kind(product, jdbcType, typeName);
    return new SourceColumn(
        row.getString("COLUMN_NAME"),
        kind,
        precision,
        scale,
        kind == Kind.ARRAY ? SourceTypes.element(product, typeName) : null,
        typeName,
        row.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls,
        blankToNull(row.getString("REMARKS")));
  }

  /** Reads the keys of a schema at once; where a table must be named, those of few tables. */
  private Map<String, AttachedTable.Key> keys(String schema, Collection<Found> tables) {
    try {
      Map<String, AttachedTable.Key> all = keys(schema, (String) null);
      if (!all.isEmpty()) {
        return all;
      }
    } catch (SQLException | RuntimeException wantsATable) {
      LOG.log(Level.FINE, "Keys are asked for table by table");
    }
    if (tables.size() > FEW) {
      return Map.of();
    }
    Map<String, AttachedTable.Key> found = new HashMap<>();
    for (Found table : tables) {
      try {
        found.putAll(keys(schema, table.name()));
      } catch (SQLException | RuntimeException none) {
        return found;
      }
    }
    return found;
  }

  private Map<String, AttachedTable.Key> keys(String schema, @Nullable String table)
      throws SQLException {
    String own = schema.equals(ONLY) && product != Product.DUCKDB ? null : schema;
    Map<String, TreeMap<Integer, String>> columns = new HashMap<>();
    Map<String, String> names = new HashMap<>();
    try (ResultSet rows =
        catalogIsSchema
            ? metadata.getPrimaryKeys(schema, null, table)
            : metadata.getPrimaryKeys(catalog, own, table)) {
      while (rows.next()) {
        String of = rows.getString("TABLE_NAME");
        columns
            .computeIfAbsent(of, none -> new TreeMap<>())
            .put(rows.getInt("KEY_SEQ"), rows.getString("COLUMN_NAME"));
        String name = rows.getString("PK_NAME");
        if (name != null) {
          names.put(of, name);
        }
      }
    }
    Map<String, AttachedTable.Key> keys = new HashMap<>();
    columns.forEach(
        (of, key) -> keys.put(of, new AttachedTable.Key(names.get(of), List.copyOf(key.values()))));
    return keys;
  }

  private static List<String> path(Found table) {
    return table.schema() == null ? List.of(table.name()) : List.of(table.schema(), table.name());
  }

  /** Writes a name so that metadata takes it for itself, not for a pattern. */
  private String escaped(String name) {
    try {
      String escape = metadata.getSearchStringEscape();
      return escape == null || escape.isEmpty()
          ? name
          : name.replace(escape, escape + escape)
              .replace("_", escape + "_")
              .replace("%", escape + "%");
    } catch (SQLException none) {
      return name;
    }
  }
}
