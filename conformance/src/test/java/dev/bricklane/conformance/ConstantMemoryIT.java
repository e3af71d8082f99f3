package dev.bricklane.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.conformance.server.Counts;
import dev.bricklane.conformance.server.LeanServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads far more rows than fit into the memory, in a JVM with a heap of 128 MB. */
@Timeout(180)
class ConstantMemoryIT {
  private static final List<String> SMALL = List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError");

  @Test
  void streamsAMillionRowsOverTwoThousandCalls() throws IOException, InterruptedException {
    String query = "SELECT complete('bench', 'Prompt ' || i) FROM " + Numbers.pairs(2_000, 500);
    Counts counts = read(query, 1_000_000);
    assertThat(counts.calls()).isEqualTo(2_000);
  }

  @Test
  void streamsSixtyThousandRowsWithACallEach() throws IOException, InterruptedException {
    String query =
        "SELECT complete('bench', 'Prompt ' || i || ' of ' || j) FROM " + Numbers.pairs(300, 200);
    Counts counts = read(query, 60_000);
    assertThat(counts.calls()).isEqualTo(60_000);
  }

  private static Counts read(String query, int rows) throws IOException, InterruptedException {
    try (LeanServer server = LeanServer.start()) {
      JarRun run =
          JarRun.program(SMALL, RowCounter.class, server.url() + ";maximumPoolSize=64", query);
      assertThat(run.errors()).isEmpty();
      assertThat(run.output()).isEqualTo(rows + " rows, 0 NULLs\n");
      assertThat(run.status()).isZero();
      return server.counts();
    }
  }

  /**
   * One client at most: had the first statement started a call, it would go before the second's.
   */
  @Test
  void startsNoCallForAResultThatNobodyReads() throws SQLException {
    try (LeanServer server = LeanServer.start();
        Connection connection = DriverManager.getConnection(server.url() + ";maximumPoolSize=1");
        Statement unread = connection.createStatement();
        ResultSet result = unread.executeQuery(aMillionCalls());
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SELECT complete('bench', 'One')")) {
      assertThat(answer.next()).isTrue();
      assertThat(server.counts().calls()).isEqualTo(1);
      assertThat(result.isClosed()).isFalse();
    }
  }

  @Test
  void startsNoMoreThanAFetchOfRowsBehindTheLastOneThatWasRead() throws SQLException {
    assertThat(started("maximumPoolSize=256", 16, 100)).isBetween(100, 116);
  }

  @Test
  void startsNoMoreThanFourPoolsOfRowsBehindTheLastOneThatWasRead() throws SQLException {
    assertThat(started("maximumPoolSize=8", 0, 100)).isBetween(100, 132);
  }

  /** Reads some rows of a million, and returns how many calls the driver then has made. */
  private static int started(String pool, int fetchSize, int rows) throws SQLException {
    try (LeanServer server = LeanServer.start();
        Connection connection = DriverManager.getConnection(server.url() + ";" + pool);
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(fetchSize);
      try (ResultSet result = statement.executeQuery(aMillionCalls())) {
        for (int i = 0; i < rows; i++) {
          assertThat(result.next()).isTrue();
        }
      }
      // Closed, so what was in flight has ended too and is in the table, answered or not.
      try (ResultSet calls = statement.executeQuery("SELECT count(*) FROM calls")) {
        assertThat(calls.next()).isTrue();
        return calls.getInt(1);
      }
    }
  }

  private static String aMillionCalls() {
    return "SELECT complete('bench', 'Prompt ' || i || ' of ' || j) FROM "
        + Numbers.pairs(1_000, 1_000);
  }
}
