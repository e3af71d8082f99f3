package dev.bricklane.sql.files;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Opens DuckDB in this process, by which Parquet files are read. Thread-safe. */
@FunctionalInterface
public interface DuckDbConnector {
  /**
   * Opens a database of its own.
   *
   * @param url that of DuckDB's driver
   * @return null if its driver is not there
   */
  @Nullable Connection connect(String url, Properties properties) throws SQLException;
}
