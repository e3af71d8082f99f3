package dev.bricklane.conformance;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A program that reads a query's result to its end: URL, query; prints rows and NULLs. */
public final class RowCounter {
  private RowCounter() {}

  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(arguments[1])) {
      long rows = 0;
      long nulls = 0;
      while (result.next()) {
        rows++;
        if (result.getString(1) == null) {
          nulls++;
        }
      }
      System.out.println(rows + " rows, " + nulls + " NULLs");
    }
  }
}
