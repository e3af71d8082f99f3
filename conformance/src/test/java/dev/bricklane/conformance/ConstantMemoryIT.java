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

  @Test
  void startsNoCallForAResultThatNobodyReads() throws SQLException {
    try (LeanServer server = LeanServer.start();
        Connection connection = DriverManager.getConnection(server.url() + ";maximumPoolSize=16");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(aMillionCalls())) {
      assertThat(server.counts().calls()).isZero();
      assertThat(result.isClosed()).isFalse();
    }
  }

  @Test
  void startsNoMoreThanAWindowBehindTheRowThatWasRead() throws SQLException {
    // The first row needs no call, and no call is answered: which one arrives first is not known.
    String query =
        "SELECT CASE WHEN i + j > 0 THEN complete('bench', 'Prompt ' || i || ' of ' || j)"
            + " ELSE 'none' END FROM "
            + Numbers.pairs(1_000, 1_000);
    try (LeanServer server = LeanServer.start().firstOnly(0);
        Connection connection = DriverManager.getConnection(server.url() + ";maximumPoolSize=16");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      assertThat(server.counts().calls()).isLessThanOrEqualTo(16);
      statement.cancel();
    }
  }

  private static String aMillionCalls() {
    return "SELECT complete('bench', 'Prompt ' || i || ' of ' || j) FROM "
        + Numbers.pairs(1_000, 1_000);
  }
}
