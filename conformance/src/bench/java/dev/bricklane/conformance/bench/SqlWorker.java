package dev.bricklane.conformance.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bricklane's side, through {@code java.sql} alone. Orders: {@code url}, {@code function=complete|
 * embed}, {@code rows}, and {@code end=cancel|timeout} to end the statement early. Preparing is not
 * measured here; connections stay open between runs.
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
      String query = Prompts.query(order.text("function"), order.number("rows"));
      return order.has("end") ? end(connection, query, order.text("end")) : run(connection, query);
    });
  }

  /** Ends a statement whose calls have no answer, and says how long after the signal it ended. */
  private static String end(Connection connection, String query, String how) throws SQLException {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      AtomicLong signal = new AtomicLong();
      if (how.equals("timeout")) {
        statement.setQueryTimeout(1);
        signal.set(System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
      } else {
        timer.schedule(
            () -> {
              signal.set(System.nanoTime());
              statement.cancel();
              return true;
            },
            500,
            TimeUnit.MILLISECONDS);
      }
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        throw new IllegalStateException("a call that has no answer was answered");
      } catch (SQLException e) {
        double millis = (System.nanoTime() - signal.get()) / 1e6;
        return "ended_ms=" + millis + " state=" + e.getSQLState();
      }
    } finally {
      timer.shutdownNow();
    }
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
