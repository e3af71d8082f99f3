package dev.bricklane.scripting;

import dev.bricklane.jdbc.BricklaneDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connection behind a binding, opened at the first use. Thread-safe: so is the connection.
 *
 * <p>One that is dropped unclosed holds nothing for long: the driver frees connections that nobody
 * can reach any more.
 */
final class Session implements AutoCloseable {
  private final String url;
  private final Properties properties;
  private final Set<Session> derived = Collections.newSetFromMap(new WeakHashMap<>());
  private @Nullable Connection connection;
  private boolean closed;

  /** Makes a session; nothing is connected yet. */
  Session(String url, Properties properties) {
    this.url = url;
    this.properties = properties;
  }

  /** Returns whether the models are those of the workspace in this process. */
  boolean isEmbedded() {
    return url.regionMatches(true, 0, "jdbc:bricklane:embedded", 0, 23);
  }

  /** Returns the connection. */
  synchronized Connection connection() throws SQLException {
    if (closed) {
      throw new SQLException("This databricks binding has been closed", "08003");
    }
    Connection open = connection;
    if (open == null) {
      // Not by DriverManager, which sees only the drivers of its caller's class loader.
      open = new BricklaneDriver().connect(url, properties);
      if (open == null) {
        throw new SQLException(
            "\""
                + BricklaneDriver.URL_PREFIX
                + "\" must begin the URL; the one given begins otherwise",
            "08001");
      }
      connection = open;
    }
    return open;
  }

  /**
   * Makes a session that differs in some properties; it is closed with this one. Where it is for
   * another workspace, nothing goes with it that says who or where.
   *
   * @param changes properties in the place of those here
   */
  synchronized Session with(Settings changes) throws SQLException {
    if (closed) {
      throw new SQLException("This databricks binding has been closed", "08003");
    }
    Properties changed = new Properties();
    boolean leaves = changes.leave();
    changed.putAll(changes.over(leaves ? Settings.kept(url, properties) : properties));
    Session other = new Session(leaves ? BricklaneDriver.URL_PREFIX + "//" : url, changed);
    derived.add(other);
    return other;
  }

  @Override
  public void close() throws SQLException {
    List<Session> others;
    Connection open;
    synchronized (this) {
      closed = true;
      others = new ArrayList<>(derived);
      derived.clear();
      open = connection;
      connection = null;
    }
    SQLException failure = null;
    for (Session other : others) {
      try {
        other.close();
      } catch (SQLException e) {
        failure = e;
      }
    }
    if (open != null) {
      open.close();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
