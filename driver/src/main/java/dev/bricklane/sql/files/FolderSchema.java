package dev.bricklane.sql.files;

import dev.bricklane.error.BricklaneException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;
import org.jspecify.annotations.Nullable;

/**
 * A folder of files as a catalog: those in the folder itself are the tables of its schema {@code
 * main}, those of each folder in it the tables of a schema of that name. Names are found whatever
 * their case; what begins with a point or an underscore is left out.
 *
 * <p>Nothing is read before it is asked for, and each question looks at the disk again.
 * Thread-safe.
 */
public final class FolderSchema extends AbstractSchema {
  /** The schema of the files that lie in the folder itself. */
  public static final String MAIN = "main";

  private final SourceFiles source;

  private FolderSchema(SourceFiles source) {
    this.source = source;
  }

  /**
   * Makes a schema; looks at no disk.
   *
   * @param name of the attached source
   * @param url {@code file:} and a path, absolute or below the allowed folder
   * @param allowed the folder that the connection property {@code files} names, outside of which
   *     nothing is read, wherever links lead
   * @param options how the files are to be read
   * @param parquet opens DuckDB, which reads Parquet files
   * @throws BricklaneException {@code INVALID_CONFIGURATION} if the URL has no path
   */
  public static FolderSchema of(
      String name, String url, Path allowed, FolderOptions options, DuckDbConnector parquet) {
    return of(name, url, allowed, options, parquet, FileBytes.DISK);
  }

  static FolderSchema of(
      String name,
      String url,
      Path allowed,
      FolderOptions options,
      DuckDbConnector parquet,
      FileBytes bytes) {
    return new FolderSchema(
        new SourceFiles(
            AllowedFolder.of(name, allowed, url), options, bytes, new FileErrors(name), parquet));
  }

  /** The files of {@code main} are found without its name, too. */
  @Override
  public Lookup<Table> tables() {
    return new FolderTables(source, () -> folders(MAIN)).tables();
  }

  @Override
  public Lookup<Schema> subSchemas() {
    return new Names<>(this::find, () -> schemas().keySet());
  }

  private @Nullable Named<Schema> find(String name) {
    List<Path> folders = folders(name);
    return folders.isEmpty()
        ? null
        : new Named<>(
            name.equalsIgnoreCase(MAIN) ? MAIN : folders.get(0).getFileName().toString(),
            new FolderTables(source, () -> folders(name)));
  }

  @Override
  protected Map<String, Table> getTableMap() {
    return new FolderTables(source, () -> folders(MAIN)).getTableMap();
  }

  @Override
  protected Map<String, Schema> getSubSchemaMap() {
    return new TreeMap<>(schemas());
  }

  @Override
  public boolean isMutable() {
    return false;
  }

  private Map<String, FolderTables> schemas() {
    Map<String, FolderTables> schemas = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    schemas.put(MAIN, new FolderTables(source, () -> folders(MAIN)));
    for (Path folder : subfolders(name -> true)) {
      schemas.computeIfAbsent(
          folder.getFileName().toString(), name -> new FolderTables(source, () -> folders(name)));
    }
    return schemas;
  }

  /** Returns the folders that are a schema: usually one. */
  private List<Path> folders(String schema) {
    List<Path> folders = new ArrayList<>();
    if (schema.equalsIgnoreCase(MAIN)) {
      folders.add(source.folder().root());
    }
    folders.addAll(subfolders(schema::equalsIgnoreCase));
    return folders;
  }

  private List<Path> subfolders(Predicate<String> wanted) {
    Predicate<Path> named =
        path -> {
          String name = path.getFileName().toString();
          return !DataFile.isHidden(name) && wanted.test(name);
        };
    return FolderTables.entries(source, source.folder().root(), named).stream()
        .filter(Files::isDirectory)
        .toList();
  }

  /** Returns the names of the schemas: {@code main}, which is always there, then the others. */
  public List<String> schemaNames() {
    List<String> names = new ArrayList<>(schemas().keySet());
    names.remove(MAIN);
    names.add(0, MAIN);
    return names;
  }

  /**
   * Describes a schema's tables, sorted by name; columns are found out, so the first rows of files
   * are read that have changed since they were looked at last. A file that cannot be read is
   * described by what is wrong with it.
   *
   * @throws BricklaneException {@code FILE_UNUSABLE} if the folder cannot be read
   */
  public List<Description> describe(String schema) {
    FolderTables tables = schemas().get(schema);
    if (tables == null) {
      return List.of();
    }
    List<Description> all = new ArrayList<>();
    tables.byName().forEach((name, table) -> all.add(describe(name, table)));
    return all;
  }

  private static Description describe(String name, FileTable table) {
    try {
      return new Description(
          name,
          table.remarks(),
          table.shape().columns().stream()
              .map(column -> new Column(column.name(), column::relType))
              .toList());
    } catch (BricklaneException e) {
      return new Description(name, e.fullMessage(), List.of());
    }
  }

  /**
   * A table for metadata.
   *
   * @param remarks which file it is, or what is wrong with it
   * @param columns none if they could not be found out
   */
  public record Description(String name, String remarks, List<Column> columns) {}

  /**
   * A column for metadata.
   *
   * @param type makes its type
   */
  public record Column(String name, Function<RelDataTypeFactory, RelDataType> type) {}
}
