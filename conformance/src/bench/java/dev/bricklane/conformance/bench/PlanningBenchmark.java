package dev.bricklane.conformance.bench;

import dev.bricklane.conformance.server.LeanServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Parsing, checking, optimising and compiling a query: {@code prepareStatement}, which makes no
 * call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PlanningBenchmark {
  /** The shape of the query. */
  public enum Shape {
    LITERAL("SELECT complete('bench', 'Hello')"),
    ROWS("SELECT id, complete('bench', body) FROM " + "(VALUES (1, 'a'), (2, 'b')) AS t(id, body)"),
    FILTER(
        "SELECT id FROM (VALUES (1, 'a'), (2, 'b')) AS t(id, body)"
            + " WHERE id > 1 AND complete('bench', body) LIKE '%refund%'"),
    WRAPPED(
        "SELECT * FROM (SELECT id, complete('bench', body) AS answer FROM"
            + " (VALUES (1, 'a'), (2, 'b')) AS t(id, body)) AS q LIMIT 200"),
    CASES(
        "SELECT CASE WHEN id < 2 THEN complete('bench', body) ELSE complete('other', body) END,"
            + " complete('bench', body, max_tokens => 10) FROM"
            + " (VALUES (1, 'a'), (2, 'b')) AS t(id, body)"),
    GROUPED(
        "SELECT answer, COUNT(*), AVG(id) FROM (SELECT id, complete('bench', body) AS answer FROM"
            + " (VALUES (1, 'a'), (2, 'b')) AS t(id, body)) AS q GROUP BY answer ORDER BY 2 DESC"),
    JOINED(
        "WITH t(id, body, customer) AS (VALUES (1, 'a', 1), (2, 'b', 2)),"
            + " c(id, name) AS (VALUES (1, 'Ada'), (2, 'Bob'))"
            + " SELECT c.name, complete('bench', t.body) FROM t JOIN c ON t.customer = c.id"
            + " WHERE c.name LIKE 'A%' ORDER BY c.name"),
    LATERAL(
        "SELECT t.id, a.content, a.total_tokens FROM (VALUES (1, 'a'), (2, 'b')) AS t(id, body),"
            + " LATERAL complete('bench', t.body) AS a");

    private final String sql;

    Shape(String sql) {
      this.sql = sql;
    }
  }

  @Param public Shape shape;

  private LeanServer server;
  private Connection connection;

  @Setup
  public void connect() throws SQLException {
    server = LeanServer.start();
    connection = DriverManager.getConnection(server.url());
  }

  @Benchmark
  public void prepare() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(shape.sql)) {
      statement.getMetaData();
    }
  }

  @TearDown
  public void disconnect() throws SQLException {
    connection.close();
    server.close();
  }
}
