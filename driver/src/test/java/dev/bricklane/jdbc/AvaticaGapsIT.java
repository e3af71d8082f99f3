package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.Reply;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was measured to be missing or wrong in Calcite 1.42's own JDBC layer, one test for each. */
@Timeout(60)
class AvaticaGapsIT {
  private static final String MODEL = EmbeddedWorkspace.RESPONDER;
  private static final String FIVE = "(VALUES 'a', 'b', 'c', 'd', 'e') t(x)";

  private final CountDownLatch asked = new CountDownLatch(1);
  private EmbeddedWorkspace workspace;
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    workspace =
        EmbeddedWorkspace.builder()
            .responder(request -> {
              if (!request.body().contains("wait for ever")) {
                return Optional.empty();
              }
              asked.countDown();
              return Optional.of(Reply.json(200, "{}").after(Duration.ofMinutes(5)));
            })
            .start();
    connection =
        DriverManager.getConnection(
            "jdbc:bricklane://%s;ssl=false;token=%s"
                .formatted(workspace.uri().getAuthority(), workspace.token()));
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    workspace.close();
  }

  private static int count(ResultSet rows) throws SQLException {
    int count = 0;
    while (rows.next()) {
      count++;
    }
    return count;
  }

  private ResultSet row(String sql) throws SQLException {
    ResultSet rows = statement.executeQuery(sql);
    assertThat(rows.next()).isTrue();
    return rows;
  }

  private static String complete(String prompt) {
    return "complete('" + MODEL + "', " + prompt + ")";
  }

  @Test
  void maxRowsOfAPreparedStatementIsKept() throws SQLException {
    try (PreparedStatement prepared =
        connection.prepareStatement("SELECT " + complete("x") + " FROM " + FIVE)) {
      prepared.setMaxRows(2);
      assertThat(count(prepared.executeQuery())).isEqualTo(2);
      assertThat(workspace.modelCalls()).isEqualTo(2);
    }
  }

  @Test
  void maxRowsMakesNoCallForOtherRows() throws SQLException {
    statement.setLargeMaxRows(3);
    assertThat(count(statement.executeQuery("SELECT " + complete("x") + " FROM " + FIVE)))
        .isEqualTo(3);
    assertThat(workspace.modelCalls()).isEqualTo(3);
  }

  @Test
  void queryTimeoutEndsAQuery() throws SQLException {
    statement.setQueryTimeout(1);
    SQLException e =
        catchThrowableOfType(
            SQLException.class,
            () -> statement.executeQuery("SELECT " + complete("'wait for ever'")).next());
    assertThat((Throwable) e).isInstanceOf(SQLTimeoutException.class);
  }

  @Test
  void cancelEndsACallInFlight() throws Exception {
    CompletableFuture<String> outcome =
        CompletableFuture.supplyAsync(() -> {
          try {
            return "" + statement.executeQuery("SELECT " + complete("'wait for ever'")).next();
          } catch (SQLException e) {
            return e.getSQLState();
          }
        });
    asked.await();
    statement.cancel();
    assertThat(outcome.get()).isEqualTo("57014");
  }

  @Test
  void theSameCallIsMadeOnce() throws SQLException {
    count(
        statement.executeQuery(
            "SELECT %1$s, upper(%1$s) FROM (VALUES 'a', 'a') t(x)".formatted(complete("x"))));
    assertThat(workspace.modelCalls()).isEqualTo(1);
  }

  @Test
  void aConstantCallIsMadeOnceForAllRows() throws SQLException {
    assertThat(count(statement.executeQuery("SELECT x, " + complete("'hi'") + " FROM " + FIVE)))
        .isEqualTo(5);
    assertThat(workspace.modelCalls()).isEqualTo(1);
  }

  @Test
  void nextThrowsNothingButSqlExceptionsWithTheirStates() throws SQLException {
    ResultSet rows = statement.executeQuery("SELECT 1 / x FROM (VALUES 0) t(x)");
    SQLException e = catchThrowableOfType(SQLException.class, rows::next);
    assertThat(e.getSQLState()).isEqualTo("22012");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELEC 1",
        "SELECT nosuch FROM models",
        "SELECT * FROM nosuch",
        "SELECT nosuch(1)",
        "SELECT 'a' + DATE '2024-01-01'",
        "SELECT 2147483647 + 1",
        "SELECT CAST('x' AS INTEGER)",
        "SELECT complete('nosuch', 'x')",
        "SELECT complete('embedded-responder')",
        "CREATE LOCAL TEMPORARY TABLE t (a INTEGER)"
      })
  void everyErrorHasAStateAndNoGeneratedCodeInItsMessage(String sql) {
    SQLException e =
        catchThrowableOfType(SQLException.class, () -> count(statement.executeQuery(sql)));
    assertThat(e.getSQLState()).matches("[0-9A-Z]{5}").doesNotStartWith("08").isNotEqualTo("XX000");
    assertThat(e.getErrorCode()).isPositive();
    assertThat(e.getMessage())
        .doesNotContain("org.apache", "Calcite", "Enumerable", "java.", "{\n");
  }

  @Test
  void commitsByItselfUnlessAsked() throws SQLException {
    assertThat(connection.getAutoCommit()).isTrue();
  }

  @Test
  void methodsThatThrewAreTaken() throws SQLException {
    connection.setAutoCommit(false);
    Savepoint savepoint = connection.setSavepoint("a");
    connection.rollback(savepoint);
    connection.releaseSavepoint(savepoint);
    connection.commit();
    connection.rollback();
    assertThat(connection.nativeSQL("SELECT {fn ucase('a')}")).isNotBlank();
    connection.setClientInfo("ApplicationName", "a test");
    connection.setClientInfo("NoSuchName", "x");
    assertThat(connection.getTypeMap()).isEmpty();
    statement.setEscapeProcessing(true);
    statement.setPoolable(true);
    statement.setMaxFieldSize(5);
    assertThat(row("SELECT 'abcdefgh'").getString(1)).isEqualTo("abcde");
    connection.abort(Runnable::run);
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void warningsAreGivenAndCleared() throws SQLException {
    connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE);
    assertThat(connection.getWarnings().getSQLState()).isEqualTo("01S02");
    assertThat(connection.getWarnings().getNextWarning().getSQLState()).isEqualTo("01S02");
    connection.clearWarnings();
    assertThat((Throwable) connection.getWarnings()).isNull();
  }

  @Test
  void objectsComeAsTheClassAskedFor() throws SQLException {
    ResultSet row =
        row("SELECT 7, DATE '2024-02-29', TIME '12:00:00', TIMESTAMP '2024-02-29 12:00:00'");
    assertThat(row.getObject(1, String.class)).isEqualTo("7");
    assertThat(row.getObject(1, Long.class)).isEqualTo(7L);
    assertThat(row.getObject(2, LocalDate.class)).isEqualTo(LocalDate.of(2024, 2, 29));
    assertThat(row.getObject(3, LocalTime.class)).isEqualTo(LocalTime.NOON);
    assertThat(row.getObject(4, LocalDateTime.class))
        .isEqualTo(LocalDateTime.of(2024, 2, 29, 12, 0));
  }

  @Test
  void textsComeAsLargeObjectsAndStreams() throws SQLException, IOException {
    ResultSet row = row("SELECT 'a text'");
    assertThat(row.getClob(1).getSubString(1, 6)).isEqualTo("a text");
    assertThat(row.getNString(1)).isEqualTo("a text");
    StringWriter read = new StringWriter();
    try (Reader reader = row.getCharacterStream(1)) {
      reader.transferTo(read);
    }
    assertThat(read).hasToString("a text");
  }

  @Test
  void parametersNeedNoTypeAndTakeAnyValueThatFits() throws SQLException {
    try (PreparedStatement prepared =
        connection.prepareStatement(
            "SELECT ?, x FROM (VALUES 1, 2) t(x) WHERE x = ? AND DATE '2024-02-29' = ?")) {
      prepared.setString(1, "any");
      prepared.setString(2, "2");
      prepared.setObject(3, LocalDate.of(2024, 2, 29));
      ResultSet rows = prepared.executeQuery();
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1) + rows.getInt(2)).isEqualTo("any2");
      prepared.setObject(2, 1L);
      prepared.setObject(3, LocalDateTime.of(2024, 2, 29, 0, 0), Types.DATE);
      assertThat(count(prepared.executeQuery())).isEqualTo(1);
    }
  }

  @Test
  void anArrayIsOneOfObjects() throws SQLException {
    Array array = row("SELECT embed('embedded-hashing-384', 'x')").getArray(1);
    assertThat((Object[]) array.getArray()).hasSize(384).hasOnlyElementsOfType(Float.class);
    assertThat(array.getBaseTypeName()).isEqualTo("REAL");
  }

  @Test
  void scrollingIsDowngradedNotRefused() throws SQLException {
    Statement scrolling =
        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
    assertThat(scrolling.getResultSetType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
    assertThat(count(scrolling.executeQuery("SELECT x FROM " + FIVE))).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1;",
        "SELECT 1 ; ",
        "-- a comment\nSELECT 1",
        "/* a comment */ SELECT 1 -- and one more",
        "select Name from MODELS limit 1",
        "Select \"NAME\" From Bricklane.Main.\"Models\" Limit 1"
      })
  void statementsAreTakenAsPeopleWriteThem(String sql) throws SQLException {
    assertThat(count(statement.executeQuery(sql))).isEqualTo(1);
  }

  @Test
  void metadataIsWhole() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    ResultSet catalogs = metadata.getCatalogs();
    while (catalogs.next()) {
      assertThat(catalogs.getString(1)).isNotBlank();
    }
    ResultSet columns = metadata.getFunctionColumns(null, null, "embed", "embed");
    assertThat(columns.next()).isTrue();
    assertThat(columns.getString("TYPE_NAME")).isEqualTo("REAL ARRAY");
    ResultSet sizes = metadata.getColumns(null, null, "models", "name");
    assertThat(sizes.next()).isTrue();
    assertThat(sizes.getInt("COLUMN_SIZE")).isPositive();
    List<Integer> types = new ArrayList<>();
    ResultSet info = metadata.getTypeInfo();
    while (info.next()) {
      types.add(info.getInt("DATA_TYPE"));
    }
    assertThat(types).isSorted().hasSizeLessThan(30);
    List<Integer> kinds = new ArrayList<>();
    ResultSet functions = metadata.getFunctions(null, null, "complete");
    while (functions.next()) {
      kinds.add(functions.getInt("FUNCTION_TYPE"));
    }
    assertThat(kinds)
        .containsExactly(DatabaseMetaData.functionNoTable, DatabaseMetaData.functionReturnsTable);
    assertThat(metadata.getSchemas(null, "metadata").next()).isFalse();
    assertThat(metadata.getJDBCMajorVersion() * 10 + metadata.getJDBCMinorVersion()).isEqualTo(43);
  }

  @Test
  void theLoggerIsItsOwn() throws SQLException {
    assertThat(DriverManager.getDriver("jdbc:bricklane:embedded").getParentLogger().getName())
        .isEqualTo("dev.bricklane");
  }

  @Test
  void aQueryForNoRowsMakesNoCall() throws SQLException {
    assertThat(
            count(
                statement.executeQuery(
                    "SELECT " + complete("x") + " FROM " + FIVE + " WHERE 1 = 0")))
        .isZero();
    assertThat(workspace.modelCalls()).isZero();
    assertThatCode(() -> connection.setTypeMap(Map.of())).doesNotThrowAnyException();
  }
}
