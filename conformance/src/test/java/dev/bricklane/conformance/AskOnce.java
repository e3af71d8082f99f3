package dev.bricklane.conformance;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A program that asks a model at the URL that is its argument, and prints what comes of it. */
final class AskOnce {
  private AskOnce() {}

  public static void main(String[] arguments) {
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT complete('databricks-x', 'hi')")) {
      rows.next();
      System.out.println("answer: " + rows.getString(1));
    } catch (SQLException e) {
      System.out.println(e.getSQLState() + ": " + e.getMessage());
    }
  }
}
