package dev.bricklane.shell;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens connections; its errors show no more of a URL than which driver it names. */
final class Connections {
  private static final Pattern SUBPROTOCOL = Pattern.compile("jdbc:[A-Za-z0-9]+:");

  private Connections() {}

  static Connection open(String url, Map<String, String> properties) throws SQLException {
    try {
      // DriverManager.getConnection would put the whole URL in its message.
      DriverManager.getDriver(url);
    } catch (SQLException e) {
      Matcher matcher = SUBPROTOCOL.matcher(url);
      String what =
          matcher.lookingAt()
              ? "no JDBC driver for URLs that start with " + matcher.group()
              : "not a JDBC URL";
      throw new SQLException(
          what + "; use one like " + CommandLine.DEFAULT_URL + " or jdbc:bricklane://HOST",
          "08001");
    }
    Properties all = new Properties();
    all.putAll(properties);
    return DriverManager.getConnection(url, all);
  }
}
