package dev.bricklane.shell;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * Hands the shell's own connection to SQLLine, which can only connect by URL: under a URL that
 * holds no secret, and without SQLLine seeing the properties.
 */
final class SessionDriver implements Driver {
  private final String alias;
  private final String url;
  private final Map<String, String> properties;
  private Connection current;
  private boolean handedOver;

  /**
   * Makes one.
   *
   * @param alias the URL that SQLLine is to use
   * @param url the real one, for reconnecting
   * @param first the connection to hand over first
   */
  SessionDriver(String alias, String url, Map<String, String> properties, Connection first) {
    this.alias = alias;
    this.url = url;
    this.properties = properties;
    this.current = first;
  }

  /** Returns the connection handed over last. */
  Connection current() {
    return current;
  }

  void register() throws SQLException {
    DriverManager.registerDriver(this);
  }

  void deregister() throws SQLException {
    DriverManager.deregisterDriver(this);
  }

  @Override
  public Connection connect(String alias, Properties ignored) throws SQLException {
    if (handedOver) {
      current = Connections.open(url, properties);
    }
    handedOver = true;
    return current;
  }

  @Override
  public boolean acceptsURL(String candidate) {
    return candidate.equals(alias);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String alias, Properties info) {
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
    return Logger.getLogger("dev.bricklane.shell");
  }
}
