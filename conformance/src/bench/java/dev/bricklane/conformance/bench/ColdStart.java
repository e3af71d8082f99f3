package dev.bricklane.conformance.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** A program that connects and asks once, in a fresh JVM: what each took. */
public final class ColdStart {
  private ColdStart() {}

  public static void main(String[] arguments) throws SQLException {
    Stopwatch connecting = new Stopwatch();
    long begin = System.nanoTime();
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      long connected = System.nanoTime();
      String connect = connecting.cpuSeconds();
      Stopwatch asking = new Stopwatch();
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(arguments[1])) {
        result.next();
        result.getString(1);
      }
      long answered = System.nanoTime();
      System.out.printf(
          Locale.ROOT,
          LineService.MARK + "connect=%.6f answer=%.6f connect_cpu=%s answer_cpu=%s%n",
          (connected - begin) / 1e9,
          (answered - connected) / 1e9,
          connect,
          asking.cpuSeconds());
    }
  }
}
