package dev.bricklane.conformance.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Bricklane's side, through {@code java.sql} alone. Orders: {@code url}, {@code function=complete|
 * embed}, {@code rows}. Preparing is not measured here; connections stay open between runs.
 */
public final class SqlWorker {
  private SqlWorker() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, Connection> connections = new HashMap<>();
    LineService.serve(order -> {
      String url = order.text("url");
      Connection connection = connections.get(url);
      if (connection == null) {
        connection = DriverManager.getConnection(url);
        connections.put(url, connection);
      }
      return run(connection, Prompts.query(order.text("function"), order.number("rows")));
    });
  }

  private static String run(Connection connection, String query) throws SQLException {
    long rows = 0;
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      Stopwatch watch = new Stopwatch();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          watch.row();
          if (result.getObject(1) != null) {
            rows++;
          }
        }
      } catch (SQLException e) {
        return watch.stop(rows) + " failed=" + Facts.word(e.getMessage());
      }
      return watch.stop(rows);
    }
  }
}
