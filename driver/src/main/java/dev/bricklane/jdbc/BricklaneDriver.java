package dev.bricklane.jdbc;

import dev.bricklane.config.JdbcUrl;
import dev.bricklane.error.ErrorCode;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver of {@code jdbc:bricklane:} URLs. It registers itself with {@link DriverManager}.
 *
 * <p>Thread-safe. Every {@code SQLException} of the driver has an SQLSTATE and a vendor code.
 */
public final class BricklaneDriver implements Driver {
  /** What every URL of the driver starts with. */
  public static final String URL_PREFIX = "jdbc:bricklane:";

  static {
    try {
      DriverManager.registerDriver(new BricklaneDriver());
    } catch (SQLException e) {
      // A class that fails to load would hide the driver from callers who make it themselves.
      Logger.getLogger(BricklaneDriver.class.getName())
          .log(Level.FINE, "The driver could not register itself", e);
    }
  }

  /** Makes a driver; {@link DriverManager} has one already. */
  public BricklaneDriver() {}

  /** Returns whether a URL starts with {@link #URL_PREFIX}, in any case; never throws. */
  @Override
  public boolean acceptsURL(@Nullable String url) {
    return JdbcUrl.accepts(url);
  }

  /**
   * Opens a connection. {@link DriverManager#getLoginTimeout} bounds the wait for the workspace.
   *
   * @param url if it is another driver's, the answer is null
   * @param info properties beside the URL's own; may be null
   * @throws SQLException if the URL is null, the settings are wrong, or the connection fails
   */
  @Override
  public @Nullable Connection connect(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    if (url == null) {
      throw SqlExceptions.of(ErrorCode.INVALID_CONFIGURATION, "The JDBC URL is null");
    }
    return acceptsURL(url)
        ? SqlExceptions.translating(
            () -> Wiring.open(url, orEmpty(info), DriverManager.getLoginTimeout()))
        : null;
  }

  /**
   * Describes every connection property: its name, value or default, choices and meaning. Secrets
   * that were given are not repeated.
   *
   * @param url may be null or incomplete
   * @param info may be null
   */
  @Override
  public DriverPropertyInfo[] getPropertyInfo(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    String text = url != null && acceptsURL(url) ? url : URL_PREFIX;
    return SqlExceptions.translating(() -> Wiring.propertyInfo(text, orEmpty(info)));
  }

  private static Properties orEmpty(@Nullable Properties info) {
    return info == null ? new Properties() : info;
  }

  @Override
  public int getMajorVersion() {
    return DriverVersion.MAJOR;
  }

  @Override
  public int getMinorVersion() {
    return DriverVersion.MINOR;
  }

  /** Returns false: there is no way to change data. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  /** Returns the logger above all of Bricklane's. */
  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("dev.bricklane");
  }
}
