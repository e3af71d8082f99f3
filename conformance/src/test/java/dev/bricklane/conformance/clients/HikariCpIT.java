package dev.bricklane.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.bricklane.embedded.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HikariCP pools connections of Bricklane's. */
class HikariCpIT {
  /** Held, as java.util.logging forgets the levels of loggers that nobody holds. */
  private static final Logger ITS_LOGGER = Logger.getLogger("com.zaxxer.hikari");

  private static CountedWorkspace workspace;

  @BeforeAll
  static void open() {
    ITS_LOGGER.setLevel(Level.WARNING);
    workspace = CountedWorkspace.start();
  }

  @AfterAll
  static void close() {
    workspace.close();
  }

  @Test
  void opensValidatesAndRenewsConnectionsWithoutAModelCall() throws Exception {
    HikariConfig config = config("maxRetries=0");
    config.setDriverClassName("dev.bricklane.jdbc.BricklaneDriver");
    config.setMinimumIdle(2);
    config.setReadOnly(true);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setCatalog("bricklane");
    config.setConnectionInitSql("SELECT 1");
    config.setConnectionTestQuery("SELECT 1");
    long calls =
        workspace.callsOf(() -> {
          try (HikariDataSource pool = new HikariDataSource(config)) {
            Connection first = physical(pool);
            try (Connection connection = pool.getConnection()) {
              assertThat(connection.isValid(1)).isTrue();
              assertThat(connection.isReadOnly()).isTrue();
              assertThat(connection.getAutoCommit()).isFalse();
              connection.commit();
              connection.rollback();
            }
            pool.getHikariPoolMXBean().softEvictConnections();
            assertThat(physical(pool)).isNotSameAs(first);
          }
        });
    assertThat(calls).isZero();
  }

  @Test
  void takesTheDataSourceByItsClassName() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setDataSourceClassName("dev.bricklane.jdbc.BricklaneDataSource");
    config.addDataSourceProperty("url", workspace.url());
    config.setMaximumPoolSize(1);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      assertThat(workspace.callsOf(() -> ask(pool, "embedded-responder", "by data source")))
          .isOne();
    }
  }

  /** A model's failure says nothing of the connection: the pool must keep it. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {
        "RATE_LIMIT_QPS",
        "PERMISSION_DENIED",
        "ENDPOINT_NOT_FOUND",
        "INPUT_GUARDRAIL",
        "CONTEXT_LENGTH",
        "INTERNAL_ERROR",
        "UNAVAILABLE",
        "COLD_START",
        "DEADLINE",
        "NOT_JSON",
        "HTML_PRE"
      })
  void keepsAConnectionWhoseModelFails(Fault fault) throws Exception {
    HikariConfig config = config("maxRetries=0");
    config.setMaximumPoolSize(1);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      Connection before = physical(pool);
      assertThatThrownBy(() -> ask(pool, fault.model(), "anything"))
          .isInstanceOf(SQLException.class);
      assertThat(physical(pool)).isSameAs(before);
    }
  }

  @Test
  void keepsAConnectionWhoseStatementIsWrongOrTimesOut() throws Exception {
    try (CountedWorkspace slow = CountedWorkspace.startAfter(Duration.ofMinutes(1))) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(slow.url());
      config.setMaximumPoolSize(1);
      try (HikariDataSource pool = new HikariDataSource(config)) {
        Connection before = physical(pool);
        try (Connection connection = pool.getConnection();
            Statement statement = connection.createStatement()) {
          statement.setQueryTimeout(1);
          assertThatThrownBy(() -> read(statement, "SELECT complete('embedded-responder', 'slow')"))
              .isInstanceOf(SQLTimeoutException.class);
          assertThatThrownBy(() -> read(statement, "SELEC 1")).isInstanceOf(SQLException.class);
          assertThatThrownBy(() -> read(statement, "DROP TABLE models"))
              .isInstanceOf(SQLException.class);
        }
        assertThat(physical(pool)).isSameAs(before);
      }
    }
  }

  @Test
  void replacesAConnectionWhoseWorkspaceIsGone() throws Exception {
    CountedWorkspace leaving = CountedWorkspace.start();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(leaving.url("maxRetries=0"));
    config.setMaximumPoolSize(1);
    try (leaving;
        HikariDataSource pool = new HikariDataSource(config)) {
      assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isOne();
      leaving.close();
      assertThatThrownBy(() -> ask(pool, "embedded-responder", "anyone there?"))
          .isInstanceOfSatisfying(
              SQLException.class, end -> assertThat(end.getSQLState()).startsWith("08"));
      // It closes the connection in a thread of its own, and cannot open another one here.
      assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isZero();
    }
  }

  @Test
  void sixteenThreadsShareFourConnections() throws Exception {
    HikariConfig config = config();
    config.setMaximumPoolSize(4);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      long calls = workspace.callsOf(() -> askFromThreads(pool, 16));
      assertThat(calls).isEqualTo(32);
      assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isLessThanOrEqualTo(4);
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }

  @Test
  void reportsAConnectionThatIsNotGivenBack() throws Exception {
    CountDownLatch reported = new CountDownLatch(1);
    Handler handler = new LeakListener(reported);
    Logger logger = Logger.getLogger("com.zaxxer.hikari.pool.ProxyLeakTask");
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    HikariConfig config = config();
    config.setLeakDetectionThreshold(2000);
    try (HikariDataSource pool = new HikariDataSource(config);
        Connection connection = pool.getConnection()) {
      assertThat(reported.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(connection.isValid(1)).isTrue();
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
  }

  /** What a borrower has changed is put back before the next one sees it. */
  @Test
  void givesTheNextBorrowerACleanConnection() throws Exception {
    HikariConfig config = config();
    config.setMaximumPoolSize(1);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        connection.setReadOnly(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        connection.setNetworkTimeout(Runnable::run, 12_345);
        connection.setSchema("system");
      }
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_NONE);
        assertThat(connection.getNetworkTimeout()).isNotEqualTo(12_345);
        assertThat((Throwable) connection.getWarnings()).isNull();
      }
    }
  }

  private static HikariConfig config(String... properties) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(workspace.url(properties));
    return config;
  }

  private static Connection physical(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return connection.unwrap(
          Class.forName("dev.bricklane.jdbc.BricklaneConnection").asSubclass(Connection.class));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static void ask(HikariDataSource pool, String model, String prompt) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement("SELECT complete(?, ?)")) {
      statement.setString(1, model);
      statement.setString(2, prompt);
      try (ResultSet result = statement.executeQuery()) {
        assertThat(result.next()).isTrue();
        assertThat(result.getString(1)).contains(prompt);
      }
    }
  }

  private static void read(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        assertThat(result.getString(1)).isNotNull();
      }
    }
  }

  private static void askFromThreads(HikariDataSource pool, int threads) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        String query =
            "SELECT complete('embedded-responder', 'thread %d says ' || word) FROM (VALUES 'yes', 'no') AS t(word)"
                .formatted(i);
        results.add(
            executor.submit(() -> {
              try (Connection connection = pool.getConnection();
                  Statement statement = connection.createStatement()) {
                read(statement, query);
              }
              return null;
            }));
      }
      for (Future<?> result : results) {
        result.get(60, TimeUnit.SECONDS);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static final class LeakListener extends Handler {
    private final CountDownLatch reported;

    LeakListener(CountDownLatch reported) {
      this.reported = reported;
    }

    @Override
    public void publish(LogRecord message) {
      if (message.getMessage().contains("leak")) {
        reported.countDown();
      }
    }

    @Override
    public void flush() {
      // It keeps nothing.
    }

    @Override
    public void close() {
      // It holds nothing.
    }
  }
}
