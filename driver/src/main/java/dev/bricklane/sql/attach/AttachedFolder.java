package dev.bricklane.sql.attach;

import dev.bricklane.config.AttachedSource;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.sql.files.FolderSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.calcite.schema.Schema;
import org.jspecify.annotations.Nullable;

/** A folder of files, attached. Thread-safe. */
final class AttachedFolder implements Attachment {
  private static final String DUCK_DB = "org.duckdb.DuckDBDriver";

  private final String name;
  private final FolderSchema schema;

  /**
   * Makes it; looks at no disk.
   *
   * @param files the folder that it must lie below
   * @param classes a further class loader to look for drivers in; null for none
   * @throws BricklaneException {@code INVALID_CONFIGURATION} if no folder is allowed, or something
   *     is said of it that a folder does not have
   */
  AttachedFolder(AttachedSource source, Optional<Path> files, @Nullable ClassLoader classes) {
    name = source.name();
    FolderSettings settings = FolderSettings.of(source, files);
    schema =
        FolderSchema.of(
            name,
            source.url(),
            settings.allowed(),
            settings.options(),
            (url, properties) -> duckDb(source, classes, url, properties));
  }

  /** Starts DuckDB, whose driver is found as those of databases are. */
  private static @Nullable Connection duckDb(
      AttachedSource folder, @Nullable ClassLoader classes, String url, Properties properties)
      throws SQLException {
    AttachedSource source =
        new AttachedSource(
            folder.name(),
            url,
            Optional.empty(),
            Optional.empty(),
            Optional.of(DUCK_DB),
            folder.drivers(),
            Optional.empty(),
            folder.fetchSize(),
            folder.connectTimeout(),
            Map.of(),
            List.of());
    try {
      return SourceDrivers.find(source, classes).connect(url, properties);
    } catch (BricklaneException missing) {
      return null;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public List<String> schemas() {
    try {
      return schema.schemaNames();
    } catch (BricklaneException unreadable) {
      return List.of();
    }
  }

  @Override
  public List<AttachedTable> tables() {
    List<AttachedTable> tables = new ArrayList<>();
    for (String each : schemas()) {
      try {
        schema.describe(each).forEach(table -> tables.add(described(each, table)));
      } catch (BricklaneException unreadable) {
        // As if it were not there.
      }
    }
    return tables;
  }

  private static AttachedTable described(String schema, FolderSchema.Description table) {
    return new AttachedTable(
        schema,
        table.name(),
        "TABLE",
        table.remarks(),
        table.columns().stream()
            .map(column -> new AttachedTable.Field(column.name(), column.type(), null))
            .toList(),
        null);
  }
}
