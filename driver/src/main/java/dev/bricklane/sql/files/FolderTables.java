package dev.bricklane.sql.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;
import org.jspecify.annotations.Nullable;

/** The files of one folder, or of several that count as one, as tables; listed whenever asked. */
final class FolderTables extends AbstractSchema {
  private static final Logger LOG = Logger.getLogger(FolderTables.class.getName());

  private final SourceFiles source;
  private final Supplier<List<Path>> folders;

  FolderTables(SourceFiles source, Supplier<List<Path>> folders) {
    this.source = source;
    this.folders = folders;
  }

  @Override
  protected Map<String, Table> getTableMap() {
    return new TreeMap<>(byName());
  }

  @Override
  public boolean isMutable() {
    return false;
  }

  @Override
  public Lookup<Table> tables() {
    return new Names<>(this::find, () -> byName().keySet());
  }

  private @Nullable Named<Table> find(String name) {
    Map<String, FileTable> found = byName(name::equalsIgnoreCase);
    return found.isEmpty()
        ? null
        : new Named<>(found.keySet().iterator().next(), found.values().iterator().next());
  }

  /** Returns the tables by name, whatever its case. */
  Map<String, FileTable> byName() {
    return byName(name -> true);
  }

  private Map<String, FileTable> byName(Predicate<String> wanted) {
    Map<String, List<DataFile>> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Path root = source.folder().root();
    for (Path folder : folders.get()) {
      for (Path path : entries(source, folder, path -> isWanted(path, wanted))) {
        DataFile file = DataFile.of(path, shown(root, path));
        if (file != null && Files.isRegularFile(path)) {
          found.computeIfAbsent(file.table(), name -> new ArrayList<>()).add(file);
        }
      }
    }
    Map<String, FileTable> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    found.forEach((name, files) -> tables.put(name, new FileTable(source, files)));
    return tables;
  }

  private static boolean isWanted(Path path, Predicate<String> wanted) {
    DataFile file = DataFile.of(path, "");
    return file != null && wanted.test(file.table());
  }

  private static String shown(Path root, Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  /**
   * Lists a folder, without what leads out of the one that is allowed; sorted by name.
   *
   * @param wanted is asked before the disk is, but for the names
   */
  static List<Path> entries(SourceFiles source, Path folder, Predicate<Path> wanted) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path each : all) {
        if (wanted.test(each) && isAllowed(source, each)) {
          entries.add(each);
        }
      }
    } catch (IOException e) {
      throw source.errors().folder(e);
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw source.errors().folder(e.getCause());
    }
    entries.sort(null);
    return entries;
  }

  private static boolean isAllowed(SourceFiles source, Path path) {
    if (!Files.isSymbolicLink(path)) {
      return true;
    }
    try {
      source.folder().real(path);
      return true;
    } catch (IOException e) {
      LOG.log(Level.FINE, "Left out of {0}: {1}", new Object[] {source.folder().source(), e});
      return false;
    }
  }
}
