package dev.bricklane.sql.files;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Opens DuckDB in this process, by which Parquet files are read. Thread-safe. */
@FunctionalInterface
public interface DuckDbConnector {
  /** The class of its JDBC driver. */
  String DRIVER = "org.duckdb.DuckDBDriver";

  /**
   * Opens a database of its own.
   *
   * @param url that of DuckDB's driver
   * @return null if its driver is not there
   */
  @Nullable Connection connect(String url, Properties properties) throws SQLException;

  /** Returns one by the driver that is on the class path, if it is there when it is needed. */
  static DuckDbConnector ofClassPath() {
    return (url, properties) -> {
      Driver driver = find(DuckDbConnector.class.getClassLoader());
      if (driver == null) {
        driver = find(Thread.currentThread().getContextClassLoader());
      }
      return driver == null ? null : driver.connect(url, properties);
    };
  }

  private static @Nullable Driver find(@Nullable ClassLoader loader) {
    try {
      return (Driver) Class.forName(DRIVER, true, loader).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      return null;
    }
  }
}
