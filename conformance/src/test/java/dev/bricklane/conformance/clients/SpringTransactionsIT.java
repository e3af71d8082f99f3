package dev.bricklane.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spring puts transactions around Bricklane, which have nothing to do and must not be in the way.
 */
class SpringTransactionsIT {
  private static final String QUESTION = "SELECT complete('embedded-responder', ?)";

  private static CountedWorkspace workspace;
  private static HikariDataSource pool;
  private static JdbcTemplate template;

  @BeforeAll
  static void open() {
    workspace = CountedWorkspace.start();
    pool = new HikariDataSource();
    pool.setJdbcUrl(workspace.url());
    pool.setMaximumPoolSize(2);
    template = new JdbcTemplate(pool);
  }

  @AfterAll
  static void close() {
    pool.close();
    workspace.close();
  }

  @Test
  void commits() throws Exception {
    TransactionTemplate transaction =
        new TransactionTemplate(new DataSourceTransactionManager(pool));
    long calls =
        workspace.callsOf(() ->
            assertThat(transaction.<String>execute(status -> ask("commit")))
                .contains("\"commit\""));
    assertThat(calls).isOne();
  }

  @Test
  void rollsBack() throws Exception {
    TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
    long calls =
        workspace.callsOf(() -> {
          transaction.executeWithoutResult(status -> {
            ask("roll back");
            status.setRollbackOnly();
          });
          assertThatThrownBy(() ->
                  transaction.executeWithoutResult(status -> {
                    throw new IllegalStateException("the application's own");
                  }))
              .hasMessage("the application's own");
        });
    assertThat(calls).isOne();
  }

  @Test
  void runsReadOnly() throws Exception {
    DataSourceTransactionManager manager = new DataSourceTransactionManager(pool);
    // Sends SET TRANSACTION READ ONLY, which some databases know; off unless asked for.
    manager.setEnforceReadOnly(false);
    TransactionTemplate transaction = new TransactionTemplate(manager);
    transaction.setReadOnly(true);
    transaction.setTimeout(30);
    long calls =
        workspace.callsOf(() ->
            assertThat(transaction.<Boolean>execute(status -> on(Connection::isReadOnly)))
                .isTrue());
    assertThat(calls).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        TransactionDefinition.ISOLATION_READ_UNCOMMITTED,
        TransactionDefinition.ISOLATION_READ_COMMITTED,
        TransactionDefinition.ISOLATION_REPEATABLE_READ,
        TransactionDefinition.ISOLATION_SERIALIZABLE
      })
  void takesEveryIsolation(int isolation) throws Exception {
    TransactionTemplate transaction =
        new TransactionTemplate(new DataSourceTransactionManager(pool));
    transaction.setIsolationLevel(isolation);
    int before = on(Connection::getTransactionIsolation);
    long calls =
        workspace.callsOf(() ->
            assertThat(
                    transaction.<Integer>execute(status -> on(Connection::getTransactionIsolation)))
                .isEqualTo(isolation));
    assertThat(calls).isZero();
    assertThat(on(Connection::getTransactionIsolation)).isEqualTo(before);
  }

  @Test
  void nestsBySavepoints() throws Exception {
    DataSourceTransactionManager manager = new DataSourceTransactionManager(pool);
    manager.setNestedTransactionAllowed(true);
    TransactionTemplate outer = new TransactionTemplate(manager);
    TransactionTemplate inner = new TransactionTemplate(manager);
    inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    long calls =
        workspace.callsOf(() ->
            outer.executeWithoutResult(status -> {
              inner.executeWithoutResult(nested -> {
                assertThat(nested.hasSavepoint()).isTrue();
                nested.setRollbackOnly();
              });
              inner.executeWithoutResult(nested -> ask("nested"));
              Object savepoint = status.createSavepoint();
              status.rollbackToSavepoint(savepoint);
              status.releaseSavepoint(savepoint);
            }));
    assertThat(calls).isOne();
  }

  @Test
  void suspendsOneForAnother() throws Exception {
    DataSourceTransactionManager manager = new DataSourceTransactionManager(pool);
    TransactionTemplate outer = new TransactionTemplate(manager);
    TransactionTemplate inner = new TransactionTemplate(manager);
    inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    long calls =
        workspace.callsOf(() ->
            outer.executeWithoutResult(
                status -> inner.executeWithoutResult(another -> ask("requires new"))));
    assertThat(calls).isOne();
  }

  private interface Question<T> {
    T of(Connection connection) throws SQLException;
  }

  private static <T> T on(Question<T> question) {
    return Objects.requireNonNull(template.execute((ConnectionCallback<T>) question::of));
  }

  private static String ask(String prompt) {
    return Objects.requireNonNull(template.queryForObject(QUESTION, String.class, prompt));
  }
}
