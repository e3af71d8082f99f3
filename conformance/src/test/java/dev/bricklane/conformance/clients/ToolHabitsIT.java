package dev.bricklane.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What tools with windows do, call by call, as nobody can start their windows in a build. None of
 * it may make a model call.
 */
class ToolHabitsIT {
  private static final String GREETINGS =
      """
      SELECT name, complete('embedded-responder', 'Hello ' || name) AS answer
      FROM (VALUES 'Ada', 'Linus', 'Grace') AS t(name)
      """;

  private CountedWorkspace workspace;

  @BeforeEach
  void open() {
    workspace = CountedWorkspace.start();
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  /**
   * With a class loader of its own, DBeaver reads the driver's properties, connects, asks what the
   * database can do, and fills its tree.
   */
  @Test
  void dbeaverConnectsAndFillsItsTree() throws Exception {
    try (URLClassLoader alone = alone()) {
      Driver driver = driver(alone);
      String url = workspace.urlWithoutToken();
      Properties info = new Properties();
      info.setProperty("user", "token");
      info.setProperty("password", workspace.token());
      assertThat(driver.acceptsURL(url)).isTrue();
      assertThat(driver.acceptsURL("jdbc:postgresql://localhost/x")).isFalse();
      assertThat(driver.connect("jdbc:postgresql://localhost/x", info)).isNull();
      assertThat(driver.getPropertyInfo(url, info))
          .extracting(property -> property.name)
          .contains("token", "maximumPoolSize");
      for (DriverPropertyInfo property : driver.getPropertyInfo(url, info)) {
        assertThat(property.description).as(property.name).isNotBlank();
      }
      try (Connection connection = driver.connect(url, info)) {
        connection.getTransactionIsolation();
        connection.setAutoCommit(true);
        assertThat(connection.getAutoCommit()).isTrue();
        connection.setClientInfo("ApplicationName", "DBeaver 24.3.0 - Main");
        connection.clearWarnings();
        DatabaseMetaData metadata = connection.getMetaData();
        askAllItsFlags(metadata);
        assertThat(rows(metadata.getTypeInfo())).isNotEmpty();
        assertThat(rows(metadata.getCatalogs())).containsExactly("bricklane");
        assertThat(rows(metadata.getSchemas())).contains("main");
        assertThat(rows(metadata.getSchemas("bricklane", null))).contains("main");
        assertThat(column(metadata.getTables("bricklane", "main", "%", null), "TABLE_NAME"))
            .contains("models", "calls");
        assertThat(column(metadata.getTables(null, null, null, null), "TABLE_NAME"))
            .contains("models", "calls");
        assertThat(column(metadata.getColumns("bricklane", "main", "models", "%"), "COLUMN_NAME"))
            .contains("name", "task");
        assertThat(rows(metadata.getPrimaryKeys("bricklane", "main", "models"))).isEmpty();
        assertThat(rows(metadata.getImportedKeys("bricklane", "main", "models"))).isEmpty();
        assertThat(rows(metadata.getExportedKeys("bricklane", "main", "models"))).isEmpty();
        assertThat(rows(metadata.getIndexInfo("bricklane", "main", "models", false, true)))
            .isEmpty();
        assertThat(rows(metadata.getProcedures("bricklane", "main", null))).isEmpty();
        assertThat(column(metadata.getFunctions("bricklane", "main", null), "FUNCTION_NAME"))
            .contains("complete", "embed");
        assertThat(
                column(
                    metadata.getFunctionColumns("bricklane", "main", "complete", null),
                    "COLUMN_NAME"))
            .contains("prompt");
        assertThat(connection.isValid(10)).isTrue();
        try (Statement statement =
            connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
          statement.setMaxRows(200);
          statement.setFetchSize(200);
          statement.setEscapeProcessing(false);
          assertThat(statement.execute("SELECT * FROM bricklane.main.models")).isTrue();
          assertThat(rows(statement.getResultSet())).contains("embedded-responder");
          assertThat(statement.getMoreResults()).isFalse();
          assertThat(statement.getUpdateCount()).isEqualTo(-1);
        }
      }
    }
    assertThat(workspace.calls()).isZero();
    assertThat(workspace.paths())
        .containsOnly("/api/2.0/serving-endpoints", "/api/2.0/serving-endpoints/bricklane-ping");
  }

  /** DBeaver opens a new connection when it sees that the old one is dead. */
  @Test
  void dbeaverSeesThatTheWorkspaceIsGone() throws Exception {
    try (Connection connection = DriverManager.getConnection(workspace.url("maxRetries=0"));
        Statement statement = connection.createStatement()) {
      assertThat(connection.isValid(5)).isTrue();
      workspace.close();
      assertThat(connection.isValid(5)).isFalse();
      assertThatThrownBy(
              () -> rows(statement.executeQuery("SELECT complete('embedded-responder', 'hi')")))
          .isInstanceOfSatisfying(
              SQLException.class, end -> assertThat(end.getSQLState()).startsWith("08"));
    }
  }

  /** Tableau asks for the columns of its own queries, and tries to make a temporary table. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM (%s) \"Custom SQL Query\" WHERE 1=0",
        "SELECT \"Custom SQL Query\".\"answer\" AS \"answer\" FROM (%s) \"Custom SQL Query\" WHERE (0=1)",
        "SELECT * FROM (%s) \"Custom SQL Query\" LIMIT 0",
        "SELECT COUNT(1) AS \"n\" FROM (%s) \"Custom SQL Query\" HAVING (COUNT(1) > 100)",
        "SELECT SUM(1) AS \"n\" FROM (%s) \"Custom SQL Query\" WHERE \"name\" = 'nobody' HAVING (COUNT(1) > 0)"
      })
  void tableauProbesAQuery(String probe) throws Exception {
    try (Connection connection = DriverManager.getConnection(workspace.url());
        Statement statement = connection.createStatement()) {
      String query = probe.formatted(GREETINGS);
      assertThat(rows(statement.executeQuery(query))).isEmpty();
      try (PreparedStatement prepared = connection.prepareStatement(query)) {
        assertThat(prepared.getMetaData().getColumnCount()).isPositive();
      }
    }
    assertThat(workspace.calls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE LOCAL TEMPORARY TABLE \"XT_connect\" (\"COL\" INTEGER) ON COMMIT PRESERVE ROWS",
        "CREATE TEMPORARY TABLE \"XT_connect\" AS SELECT 1 AS x",
        "DROP TABLE \"XT_connect\"",
        "INSERT INTO \"XT_connect\" VALUES (1)",
        "SELECT * INTO \"#XT_connect\" FROM models"
      })
  void tableauIsToldThatThereAreNoTemporaryTables(String probe) throws Exception {
    try (Connection connection = DriverManager.getConnection(workspace.url());
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeUpdate(probe))
          .isInstanceOfSatisfying(
              SQLException.class,
              refusal -> assertThat(refusal.getSQLState()).isIn("25006", "42601"));
      assertThat(rows(statement.executeQuery("SELECT 1"))).containsExactly("1");
    }
    assertThat(workspace.calls()).isZero();
  }

  @Test
  void tableauReadsVersionsWithoutTheNetwork() throws Exception {
    try (Connection connection = DriverManager.getConnection(workspace.url())) {
      int before = workspace.paths().size();
      DatabaseMetaData metadata = connection.getMetaData();
      askAllItsFlags(metadata);
      assertThat(metadata.getDatabaseProductName()).isEqualTo("Bricklane");
      assertThat(metadata.supportsANSI92EntryLevelSQL()).isTrue();
      assertThat(workspace.paths()).hasSize(before);
    }
  }

  @ParameterizedTest
  @CsvSource({"token=wrong, 28000", "port=1, 08001", "nosuchproperty=1, 22023"})
  void tableauIsToldWhyItCannotConnect(String property, String state) {
    Properties info = new Properties();
    info.setProperty("maxRetries", "0");
    info.setProperty(property.split("=")[0], property.split("=")[1]);
    String url =
        property.startsWith("port")
            ? "jdbc:bricklane://127.0.0.1;ssl=false;token=x"
            : workspace.urlWithoutToken() + (property.startsWith("token") ? "" : ";token=x");
    assertThatThrownBy(
            () -> {
              try (Connection connection = DriverManager.getConnection(url, info);
                  Statement statement = connection.createStatement()) {
                rows(statement.executeQuery("SELECT name FROM models"));
              }
            })
        .isInstanceOfSatisfying(
            SQLException.class, refusal -> assertThat(refusal.getSQLState()).isEqualTo(state));
  }

  /** Spark prepares a query of no rows to learn its columns, and quotes what it names. */
  @Test
  void sparkLearnsTheColumnsOfAQuery() throws Exception {
    try (Connection connection = DriverManager.getConnection(workspace.url())) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT * FROM (" + GREETINGS + ") SPARK_GEN_SUBQ_0 WHERE 1=0")) {
        statement.setQueryTimeout(0);
        try (ResultSet result = statement.executeQuery()) {
          ResultSetMetaData columns = result.getMetaData();
          assertThat(columns.getColumnLabel(2)).isEqualTo("answer");
          assertThat(columns.getColumnTypeName(2)).isEqualTo("VARCHAR");
          assertThat(result.next()).isFalse();
        }
      }
      try (Statement statement = connection.createStatement()) {
        assertThat(
                rows(
                    statement.executeQuery(
                        "SELECT \"w\" FROM (VALUES 'a_bc', 'axbc') AS t(w) "
                            + "WHERE (\"w\" IS NOT NULL) AND (\"w\" LIKE 'a\\_b%' ESCAPE '\\')")))
            .containsExactly("a_bc");
      }
      connection.commit();
    }
    assertThat(workspace.calls()).isZero();
  }

  /** Metabase sends its own comment first, and reads dates as classes of java.time. */
  @Test
  void metabaseReadsAPage() throws Exception {
    try (Connection connection = DriverManager.getConnection(workspace.url())) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
      try (Statement statement =
          connection.createStatement(
              ResultSet.TYPE_FORWARD_ONLY,
              ResultSet.CONCUR_READ_ONLY,
              ResultSet.CLOSE_CURSORS_AT_COMMIT)) {
        statement.setFetchDirection(ResultSet.FETCH_FORWARD);
        statement.setFetchSize(500);
        statement.setMaxRows(2000);
        statement.setQueryTimeout(60);
        try (ResultSet result =
            statement.executeQuery(
                """
                -- Metabase:: userID: 1 queryType: native queryHash: 7d6e
                SELECT DATE '2026-01-31' AS d, TIMESTAMP '2026-01-31 12:30:00' AS t,
                  TIMESTAMP WITH TIME ZONE '2026-01-31 12:30:00 UTC' AS z, CAST(NULL AS DATE) AS n;
                """)) {
          assertThat(result.next()).isTrue();
          assertThat(result.getObject(1, LocalDate.class)).isEqualTo("2026-01-31");
          assertThat(result.getObject(2, LocalDateTime.class)).isEqualTo("2026-01-31T12:30:00");
          assertThat(result.getObject(3, OffsetDateTime.class).toInstant())
              .isEqualTo("2026-01-31T12:30:00Z");
          assertThat(result.getObject(4, LocalDate.class)).isNull();
        }
      }
    }
    assertThat(workspace.calls()).isZero();
  }

  /** Its button to cancel is another thread's. */
  @Test
  void metabaseCancelsFromAnotherThread() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    CountDownLatch asked = new CountDownLatch(1);
    try (CountedWorkspace slow = CountedWorkspace.startAfter(Duration.ofMinutes(1), asked);
        Connection connection = DriverManager.getConnection(slow.url());
        Statement statement = connection.createStatement()) {
      Future<?> canceller =
          other.submit(() -> {
            asked.await();
            statement.cancel();
            return null;
          });
      assertThatThrownBy(
              () -> rows(statement.executeQuery("SELECT complete('embedded-responder', 'slow')")))
          .isInstanceOfSatisfying(
              SQLException.class, end -> assertThat(end.getSQLState()).isEqualTo("57014"));
      canceller.get(60, TimeUnit.SECONDS);
      assertThat(connection.isValid(5)).isTrue();
    } finally {
      other.shutdownNow();
    }
  }

  /** Calls every question of the metadata that takes no argument. */
  private static void askAllItsFlags(DatabaseMetaData metadata) throws Exception {
    for (Method question : DatabaseMetaData.class.getMethods()) {
      Class<?> answer = question.getReturnType();
      if (question.getParameterCount() == 0
          && (answer == boolean.class || answer == int.class || answer == String.class)) {
        try {
          assertThat(question.invoke(metadata)).as(question.getName()).isNotNull();
        } catch (InvocationTargetException e) {
          throw new AssertionError(question.getName() + " throws", e.getCause());
        }
      }
    }
  }

  private static URLClassLoader alone() throws Exception {
    return new URLClassLoader(
        new URL[] {CountedWorkspace.JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  private static Driver driver(ClassLoader loader) throws Exception {
    return (Driver)
        loader
            .loadClass("dev.bricklane.jdbc.BricklaneDriver")
            .getDeclaredConstructor()
            .newInstance();
  }

  private static List<String> rows(ResultSet result) throws SQLException {
    return column(result, result.getMetaData().getColumnLabel(1));
  }

  private static List<String> column(ResultSet result, String label) throws SQLException {
    try (result) {
      List<String> values = new ArrayList<>();
      while (result.next()) {
        values.add(result.getString(label));
      }
      return values;
    }
  }
}
