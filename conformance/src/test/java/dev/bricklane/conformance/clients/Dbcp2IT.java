package dev.bricklane.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.embedded.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.dbcp2.DelegatingPreparedStatement;
import org.apache.commons.dbcp2.PoolableConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commons DBCP pools connections of Bricklane's. */
class Dbcp2IT {
  private static CountedWorkspace workspace;

  @BeforeAll
  static void open() {
    workspace = CountedWorkspace.start();
  }

  @AfterAll
  static void close() {
    workspace.close();
  }

  @Test
  void opensValidatesAndEvictsConnectionsWithoutAModelCall() throws Exception {
    long calls =
        workspace.callsOf(() -> {
          try (BasicDataSource pool = pool()) {
            pool.setDriverClassName("dev.bricklane.jdbc.BricklaneDriver");
            pool.setInitialSize(2);
            pool.setTestOnCreate(true);
            pool.setTestOnBorrow(true);
            pool.setTestOnReturn(true);
            pool.setTestWhileIdle(true);
            pool.setDefaultReadOnly(true);
            pool.setDefaultAutoCommit(false);
            pool.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            pool.setDefaultQueryTimeout(Duration.ofSeconds(30));
            pool.setConnectionInitSqls(List.of("SELECT 1"));
            try (Connection connection = pool.getConnection()) {
              assertThat(connection.isReadOnly()).isTrue();
              assertThat(connection.getAutoCommit()).isFalse();
              assertThat(connection.isValid(0)).isTrue();
            }
            pool.evict();
            try (Connection connection = pool.getConnection()) {
              assertThat(connection.isValid(1)).isTrue();
            }
          }
        });
    assertThat(calls).isZero();
  }

  @Test
  void validatesByAQueryAsWell() throws Exception {
    long calls =
        workspace.callsOf(() -> {
          try (BasicDataSource pool = pool()) {
            pool.setValidationQuery("SELECT 1");
            pool.setValidationQueryTimeout(Duration.ofSeconds(5));
            pool.setTestOnBorrow(true);
            try (Connection connection = pool.getConnection()) {
              assertThat(connection.isClosed()).isFalse();
            }
          }
        });
    assertThat(calls).isZero();
  }

  /** A model's failure says nothing of the connection: the pool must keep it. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"RATE_LIMIT_QPS", "PERMISSION_DENIED", "UNAVAILABLE", "INTERNAL_ERROR", "DEADLINE"})
  void keepsAConnectionWhoseModelFails(Fault fault) throws Exception {
    try (BasicDataSource pool = pool("maxRetries=0")) {
      pool.setMaxTotal(1);
      pool.setFastFailValidation(true);
      pool.setTestOnReturn(true);
      Connection before = physical(pool);
      assertThatThrownBy(() -> ask(pool, fault.model(), "anything"))
          .isInstanceOf(SQLException.class);
      assertThat(physical(pool)).isSameAs(before);
    }
  }

  @Test
  void replacesAConnectionThatHasIdledTooLong() throws Exception {
    try (BasicDataSource pool = pool()) {
      pool.setMaxTotal(1);
      pool.setMinEvictableIdle(Duration.ofNanos(1));
      Connection before = physical(pool);
      long calls =
          workspace.callsOf(() -> {
            pool.evict();
            assertThat(before.isClosed()).isTrue();
            assertThat(physical(pool)).isNotSameAs(before);
          });
      assertThat(calls).isZero();
    }
  }

  /** With the pool of statements on, a statement is planned once and used again. */
  @Test
  void keepsPreparedStatements() throws Exception {
    try (BasicDataSource pool = pool()) {
      pool.setMaxTotal(1);
      pool.setPoolPreparedStatements(true);
      Statement first = ask(pool, "embedded-responder", "one");
      assertThat(
              workspace.callsOf(() -> {
                assertThat(ask(pool, "embedded-responder", "two")).isSameAs(first);
              }))
          .isOne();
    }
  }

  @Test
  void sixteenThreadsShareFourConnections() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(16);
    try (BasicDataSource pool = pool()) {
      pool.setMaxTotal(4);
      pool.setTestOnBorrow(true);
      long calls =
          workspace.callsOf(() -> {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
              String prompt = "thread " + i;
              results.add(executor.submit(() -> ask(pool, "embedded-responder", prompt)));
            }
            for (Future<?> result : results) {
              result.get(60, TimeUnit.SECONDS);
            }
          });
      assertThat(calls).isEqualTo(16);
      assertThat(pool.getNumIdle()).isLessThanOrEqualTo(4);
      assertThat(pool.getNumActive()).isZero();
    } finally {
      executor.shutdownNow();
    }
  }

  private static BasicDataSource pool(String... properties) {
    BasicDataSource pool = new BasicDataSource();
    pool.setUrl(workspace.url(properties));
    pool.setAccessToUnderlyingConnectionAllowed(true);
    return pool;
  }

  private static Connection physical(BasicDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return connection.unwrap(PoolableConnection.class).getInnermostDelegate();
    }
  }

  /** Asks, and returns the driver's own statement. */
  private static Statement ask(BasicDataSource pool, String model, String prompt)
      throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement("SELECT complete(?, ?)")) {
      statement.setString(1, model);
      statement.setString(2, prompt);
      try (ResultSet result = statement.executeQuery()) {
        assertThat(result.next()).isTrue();
        assertThat(result.getString(1)).contains(prompt);
      }
      return (Statement) ((DelegatingPreparedStatement) statement).getInnermostDelegate();
    }
  }
}
