package dev.bricklane.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * H2's driver as far as metadata, which says of itself and of its types what Databricks' driver
 * says. It can be planned for, not asked.
 */
final class SparkDriver implements Driver {
  static final String URL = "jdbc:spark-in-name:";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("CHARACTER VARYING", "STRING"),
          Map.entry("CHARACTER LARGE OBJECT", "STRING COLLATE UTF8_LCASE"),
          Map.entry("INTEGER", "INT"),
          Map.entry("DOUBLE PRECISION", "DOUBLE"),
          Map.entry("REAL", "FLOAT"),
          Map.entry("NUMERIC", "DECIMAL"),
          Map.entry("BINARY VARYING", "BINARY"),
          Map.entry("TIMESTAMP", "TIMESTAMP_NTZ"),
          Map.entry("TIMESTAMP WITH TIME ZONE", "TIMESTAMP"),
          Map.entry("JSON", "MAP<STRING,INT>"));

  /** The names of the metadata's questions. */
  final CopyOnWriteArrayList<String> asked = new CopyOnWriteArrayList<>();

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    Connection h2 = DriverManager.getConnection(url.substring(URL.length()));
    return over(
        Connection.class,
        h2,
        (method, given) ->
            method.equals("getMetaData")
                ? over(DatabaseMetaData.class, (DatabaseMetaData) given, this::said)
                : given);
  }

  private @Nullable Object said(String method, @Nullable Object given) {
    asked.add(method);
    return switch (method) {
      case "getDatabaseProductName" -> "SparkSQL";
      case "getIdentifierQuoteString" -> "`";
      case "getColumns" -> over(ResultSet.class, (ResultSet) given, SparkDriver::named);
      default -> given;
    };
  }

  private static @Nullable Object named(String method, @Nullable Object given) {
    return method.equals("getString") && given instanceof String text
        ? TYPES.getOrDefault(text, text)
        : given;
  }

  /** Changes what a method has given. */
  private interface Change {
    @Nullable Object of(String method, @Nullable Object given);
  }

  private static <T> T over(Class<T> type, T real, Change change) {
    return type.cast(
        Proxy.newProxyInstance(
            SparkDriver.class.getClassLoader(),
            new Class<?>[] {type},
            (Object proxy, Method method, Object[] arguments) -> {
              try {
                return change.of(method.getName(), method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(URL);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("dev.bricklane");
  }
}
