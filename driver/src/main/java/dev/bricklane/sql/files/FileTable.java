package dev.bricklane.sql.files;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptTable.ToRelContext;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Schema.TableType;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/**
 * A file as a table; its columns are found out when they are first asked for. Two files of one name
 * are a table that is an error to ask for anything.
 */
final class FileTable extends AbstractTable implements TranslatableTable {
  /** What files of this process have been found to be; a file that has changed is another one. */
  private static final Cache<Stamp, FileShape> SHAPES =
      Caffeine.newBuilder().maximumSize(4096).build();

  private final SourceFiles source;
  private final List<DataFile> files;
  private volatile @Nullable FileShape shape;

  FileTable(SourceFiles source, List<DataFile> files) {
    this.source = source;
    this.files = List.copyOf(files);
  }

  /** Returns the file. */
  DataFile file() {
    if (files.size() > 1) {
      throw source
          .errors()
          .of(
              files.get(0),
              "these files would be one table: "
                  + files.stream().map(DataFile::shown).collect(Collectors.joining(", ")));
    }
    return files.get(0);
  }

  /** Returns what the table is, for people. */
  String remarks() {
    return files.stream()
        .map(DataFile::shown)
        .collect(Collectors.joining(", ", files.size() > 1 ? "Files: " : "File: ", "."));
  }

  /** Returns the file's columns. */
  FileShape shape() {
    FileShape known = shape;
    if (known == null) {
      known = find(file());
      shape = known;
    }
    return known;
  }

  private FileShape find(DataFile file) {
    try {
      Stamp stamp = Stamp.of(source.folder().real(file.path()), source.options());
      FileShape known = SHAPES.getIfPresent(stamp);
      if (known == null) {
        known =
            switch (file.format()) {
              case CSV, TSV -> CsvFile.shape(source, file);
              case JSON -> JsonFile.shape(source, file);
              case PARQUET -> ParquetFile.shape(source, file);
            };
        SHAPES.put(stamp, known);
      }
      return known;
    } catch (IOException e) {
      throw source.errors().of(file, e);
    }
  }

  /**
   * Opens the file.
   *
   * @param columns the numbers of the columns that are wanted
   */
  RowReader open(int[] columns) throws IOException {
    DataFile file = file();
    return switch (file.format()) {
      case CSV, TSV -> CsvFile.open(source, file, shape(), columns);
      case JSON -> JsonFile.open(source, file, shape(), columns);
      case PARQUET -> ParquetFile.open(source, file, shape(), columns);
    };
  }

  /** Says why the file could not be read. */
  RuntimeException failure(IOException failure) {
    return source.errors().of(file(), failure);
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory types) {
    RelDataTypeFactory.Builder row = types.builder();
    shape().columns().forEach(column -> row.add(column.name(), column.relType(types)));
    return row.build();
  }

  @Override
  public Statistic getStatistic() {
    return Statistics.of(shape().rows(), List.of());
  }

  @Override
  public TableType getJdbcTableType() {
    return TableType.TABLE;
  }

  @Override
  public RelNode toRel(ToRelContext context, RelOptTable table) {
    return FileScan.of(context.getCluster(), context.getTableHints(), table, this);
  }

  /** A file as it is at a time, and how it is read. */
  private record Stamp(
      Path path, FileTime changed, long size, @Nullable Object key, FolderOptions options) {
    static Stamp of(Path path, FolderOptions options) throws IOException {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(path, file.lastModifiedTime(), file.size(), file.fileKey(), options);
    }
  }
}
