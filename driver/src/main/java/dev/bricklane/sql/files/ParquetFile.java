package dev.bricklane.sql.files;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Files of Parquet, read by DuckDB where its driver is there: which columns they have, and rows.
 */
final class ParquetFile {
  private ParquetFile() {}

  /** Finds out a file's columns, which it says itself. */
  static FileShape shape(SourceFiles source, DataFile file) throws IOException {
    String literal = literal(source, file);
    try (Connection connection = connect(source, file);
        Statement statement = connection.createStatement()) {
      List<String> names = new ArrayList<>();
      List<String> types = new ArrayList<>();
      try (ResultSet each = statement.executeQuery("DESCRIBE SELECT * FROM " + rows(literal))) {
        while (each.next()) {
          names.add(each.getString("column_name"));
          types.add(each.getString("column_type"));
        }
      }
      List<String> distinct = ColumnNames.distinct(names);
      List<FileColumn> columns = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        columns.add(ParquetColumn.of(distinct.get(i), names.get(i), types.get(i)));
      }
      try (ResultSet count =
          statement.executeQuery("SELECT num_rows FROM parquet_file_metadata(" + literal + ")")) {
        return new FileShape(columns, count.next() ? count.getLong(1) : 1, ',');
      }
    } catch (SQLException e) {
      throw unreadable(source, file, e);
    }
  }

  /**
   * Opens a file to read some of its columns.
   *
   * @param columns their numbers, from 0
   */
  static RowReader open(SourceFiles source, DataFile file, FileShape shape, int[] columns)
      throws IOException {
    List<FileColumn> wanted = new ArrayList<>();
    List<String> expressions = new ArrayList<>();
    for (int column : columns) {
      wanted.add(shape.columns().get(column));
      expressions.add(ParquetColumn.expression(shape.columns().get(column)));
    }
    String sql =
        "SELECT %s FROM %s"
            .formatted(
                expressions.isEmpty() ? "1" : String.join(", ", expressions),
                rows(literal(source, file)));
    Connection connection = connect(source, file);
    try {
      ResultSet rows = connection.createStatement().executeQuery(sql);
      return new Rows(source, file, wanted, connection, rows);
    } catch (SQLException e) {
      close(connection);
      throw unreadable(source, file, e);
    }
  }

  private static String rows(String literal) {
    // Without it, folders named key=value would become columns.
    return "read_parquet(" + literal + ", hive_partitioning = false)";
  }

  /** Returns a file's path as a literal, in which nothing stands for other paths. */
  private static String literal(SourceFiles source, DataFile file) throws IOException {
    String path = source.folder().real(file.path()).toString();
    return "'" + path.replaceAll("([*?\\[])", "[$1]").replace("'", "''") + "'";
  }

  private static Connection connect(SourceFiles source, DataFile file) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    properties.setProperty("threads", "2");
    // Nothing is to be fetched from the network.
    properties.setProperty("autoinstall_known_extensions", "false");
    try {
      Connection connection = source.parquet().connect("jdbc:duckdb:", properties);
      if (connection != null) {
        return connection;
      }
    } catch (SQLException | LinkageError e) {
      throw new BricklaneException(
          ErrorCode.SOURCE_UNREACHABLE,
          "DuckDB, which reads Parquet files, could not be started",
          e);
    }
    throw new BricklaneException(
        ErrorCode.SOURCE_UNREACHABLE,
        ("The file %s of the attached source %s: Parquet is read by DuckDB, whose JDBC driver"
                + " (org.duckdb:duckdb_jdbc, one jar) was not found")
            .formatted(file.shown(), source.folder().source()));
  }

  private static BricklaneException unreadable(
      SourceFiles source, DataFile file, SQLException failure) {
    String text = String.valueOf(failure.getMessage()).lines().findFirst().orElse("unknown");
    return source.errors().of(file, "DuckDB says: " + text);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException ignored) {
      // Nothing is lost with it.
    }
  }

  /** The rows of a file that is open. */
  private record Rows(
      SourceFiles source,
      DataFile file,
      List<FileColumn> wanted,
      Connection connection,
      ResultSet rows)
      implements RowReader {

    @Override
    public @Nullable Object @Nullable [] next() {
      try {
        if (!rows.next()) {
          return null;
        }
        @Nullable Object[] row = new @Nullable Object[wanted.size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = ParquetColumn.value(rows, i + 1, wanted.get(i));
        }
        return row;
      } catch (SQLException e) {
        throw unreadable(source, file, e);
      }
    }

    @Override
    public void close() {
      ParquetFile.close(connection);
    }
  }
}
