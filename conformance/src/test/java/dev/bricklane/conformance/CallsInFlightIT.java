package dev.bricklane.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.conformance.server.LeanServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The calls in flight are as many as the user allows, whatever limits the parts beneath have: a
 * connection pool of 20 or 5 for a host, or the streams of one HTTP/2 connection.
 */
@Timeout(60)
class CallsInFlightIT {
  private static final int CALLS = 256;

  @Test
  void allReachTheServerAtOnce() throws SQLException {
    try (LeanServer server = LeanServer.start().barrier(CALLS)) {
      assertThat(rows(server.url() + ";maximumPoolSize=" + CALLS, 16, 16)).isEqualTo(CALLS);
      assertThat(server.counts().peak()).isEqualTo(CALLS);
    }
  }

  @Test
  void areNoMoreThanThePoolAllows() throws SQLException {
    try (LeanServer server = LeanServer.start().barrier(7)) {
      assertThat(rows(server.url() + ";maximumPoolSize=7", 20, 20)).isEqualTo(400);
      assertThat(server.counts().peak()).isEqualTo(7);
      assertThat(server.counts().calls()).isEqualTo(400);
    }
  }

  private static int rows(String url, int outer, int inner) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT complete('bench', 'Prompt ' || i || ' of ' || j) FROM "
                    + Numbers.pairs(outer, inner))) {
      int rows = 0;
      while (result.next()) {
        rows++;
      }
      return rows;
    }
  }
}
