package dev.bricklane.jdbc;

import dev.bricklane.config.JdbcUrl;
import dev.bricklane.error.ErrorCode;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.ShardingKeyBuilder;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import javax.sql.PooledConnectionBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DataSource} of connections to one URL, set up as a bean.
 *
 * <pre>{@code
 * BricklaneDataSource source = new BricklaneDataSource();
 * source.setUrl("jdbc:bricklane:embedded");
 * try (Connection connection = source.getConnection()) { ... }
 * }</pre>
 *
 * <p>Connections are light: what they share, the signed-in clients, is pooled behind them. For
 * pools that want it, it is a {@link ConnectionPoolDataSource} too; there is no {@code
 * XADataSource}, as there is nothing to commit. Thread-safe.
 */
public final class BricklaneDataSource implements DataSource, ConnectionPoolDataSource, Unwrapping {
  private final Properties properties = new Properties();
  private volatile @Nullable String url;
  private volatile @Nullable String user;
  private volatile @Nullable String password;
  private volatile @Nullable PrintWriter logWriter;
  private volatile int loginTimeout;

  /** Makes a data source that needs a URL yet. */
  public BricklaneDataSource() {}

  /** Returns the URL as it was set, or null. */
  public @Nullable String getUrl() {
    return url;
  }

  /** Sets the URL; it starts with {@link BricklaneDriver#URL_PREFIX}. Required. */
  public void setUrl(@Nullable String url) {
    this.url = url;
  }

  /** Returns the user, or null. */
  public @Nullable String getUser() {
    return user;
  }

  /** Sets the connection property {@code user}; null, the default, leaves it out. */
  public void setUser(@Nullable String user) {
    this.user = user;
  }

  /** Sets the connection property {@code password}; null, the default, leaves it out. */
  public void setPassword(@Nullable String password) {
    this.password = password;
  }

  /** Sets a connection property; null takes it away. */
  public void setProperty(String name, @Nullable String value) {
    if (value == null) {
      properties.remove(name);
    } else {
      properties.setProperty(name, value);
    }
  }

  /** Sets connection properties beside the URL's, in place of all that were set before. */
  public void setProperties(Properties properties) {
    synchronized (this.properties) {
      this.properties.clear();
      properties
          .stringPropertyNames()
          .forEach(name -> setProperty(name, properties.getProperty(name)));
    }
  }

  /**
   * Opens a connection.
   *
   * @throws SQLException if there is no URL of Bricklane's, or the connection fails
   */
  @Override
  public Connection getConnection() throws SQLException {
    return getConnection(user, password);
  }

  /** Opens a connection with another user and password; null leaves one out. */
  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    String target = target();
    Properties info = info(user, password);
    return SqlExceptions.translating(() -> Wiring.open(target, info, loginTimeout));
  }

  /**
   * Opens a session for a pool to lend connections of.
   *
   * @throws SQLException if there is no URL of Bricklane's, or the connection fails
   */
  @Override
  public PooledConnection getPooledConnection() throws SQLException {
    return getPooledConnection(user, password);
  }

  /** Opens a session with another user and password; null leaves one out. */
  @Override
  public PooledConnection getPooledConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    String target = target();
    Properties info = info(user, password);
    return SqlExceptions.translating(() -> Wiring.pooled(target, info, loginTimeout));
  }

  private String target() throws SQLException {
    String target = url;
    if (target == null || !JdbcUrl.accepts(target)) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_CONFIGURATION,
          "The data source's url does not start with " + BricklaneDriver.URL_PREFIX);
    }
    return target;
  }

  private Properties info(@Nullable String user, @Nullable String password) {
    Properties info = new Properties();
    synchronized (properties) {
      info.putAll(properties);
    }
    if (user != null) {
      info.setProperty("user", user);
    }
    if (password != null) {
      info.setProperty("password", password);
    }
    return info;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  /** Keeps the writer; Bricklane logs to java.util.logging alone. */
  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    logWriter = out;
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  /**
   * Bounds the wait for the workspace when a connection is opened, signing in included. The
   * property {@code connectTimeout} bounds only how long it takes to reach it.
   *
   * @param seconds 0, the default, for as long as a call may take
   */
  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    loginTimeout = ResultOptions.notNegative("Login timeout", seconds);
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("dev.bricklane");
  }

  @Override
  public ConnectionBuilder createConnectionBuilder() throws SQLException {
    throw SqlExceptions.unsupported("createConnectionBuilder(): sharding");
  }

  @Override
  public PooledConnectionBuilder createPooledConnectionBuilder() throws SQLException {
    throw SqlExceptions.unsupported("createPooledConnectionBuilder(): sharding");
  }

  @Override
  public ShardingKeyBuilder createShardingKeyBuilder() throws SQLException {
    throw SqlExceptions.unsupported("createShardingKeyBuilder(): sharding");
  }

  /** Returns the class's name alone: a URL may hold a secret. */
  @Override
  public String toString() {
    return "BricklaneDataSource";
  }
}
