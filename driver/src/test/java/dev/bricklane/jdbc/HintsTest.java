package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What pools and tools wish of a connection, a statement or a result is taken with every value that
 * JDBC has for it. HikariCP throws a connection away for SQLSTATE 08*, 0A000, 57P01 to 57P03 and
 * 01002, so above all none of these may come of a wish.
 */
class HintsTest {
  private interface Hint<T> {
    void give(T to) throws SQLException;
  }

  private final BricklaneConnection connection =
      FakeSession.connect(FakeQuery.of(SqlTypes.VARCHAR, "x"));

  private static Arguments connection(String name, Hint<Connection> hint) {
    return arguments(name, hint);
  }

  static Stream<Arguments> ofConnections() {
    Stream<Arguments> isolations =
        Stream.of(
                Connection.TRANSACTION_NONE,
                Connection.TRANSACTION_READ_UNCOMMITTED,
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE)
            .map(
                level -> connection("isolation " + level, to -> to.setTransactionIsolation(level)));
    Stream<Arguments> others =
        Stream.of(
            connection("autoCommit off", to -> to.setAutoCommit(false)),
            connection("autoCommit on", to -> to.setAutoCommit(true)),
            connection("readOnly", to -> to.setReadOnly(true)),
            connection("not readOnly", to -> to.setReadOnly(false)),
            connection("hold cursors", to -> to.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT)),
            connection("close cursors", to -> to.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT)),
            connection("network timeout", to -> to.setNetworkTimeout(Runnable::run, 5000)),
            connection("no network timeout", to -> to.setNetworkTimeout(null, 0)),
            connection("catalog", to -> to.setCatalog("bricklane")),
            connection("no catalog", to -> to.setCatalog(null)),
            connection("other catalog", to -> to.setCatalog("nowhere")),
            connection("schema", to -> to.setSchema("main")),
            connection("other schema", to -> to.setSchema("nowhere")),
            connection("client info", to -> to.setClientInfo("ApplicationName", "x")),
            connection("other client info", to -> to.setClientInfo("OCSID.MODULE", "x")),
            connection("all client info", to -> to.setClientInfo(new Properties())),
            connection("type map", to -> to.setTypeMap(new HashMap<>())),
            connection("warnings", Connection::clearWarnings),
            connection(
                "request",
                to -> {
                  to.beginRequest();
                  to.endRequest();
                }),
            connection(
                "end of a transaction",
                to -> {
                  to.commit();
                  to.rollback();
                  to.rollback(to.setSavepoint());
                  to.releaseSavepoint(to.setSavepoint("a"));
                }),
            connection("sharding key", to -> to.setShardingKeyIfValid(null, 1)));
    return Stream.concat(isolations, others);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ofConnections")
  void connectionsTakeThem(String name, Hint<Connection> hint) {
    assertThatCode(() -> hint.give(connection)).doesNotThrowAnyException();
  }

  private static Arguments statement(String name, Hint<Statement> hint) {
    return arguments(name, hint);
  }

  static Stream<Arguments> ofStatements() {
    return Stream.of(
        statement("fetch size", to -> to.setFetchSize(500)),
        statement("no fetch size", to -> to.setFetchSize(0)),
        statement("forward", to -> to.setFetchDirection(ResultSet.FETCH_FORWARD)),
        statement("reverse", to -> to.setFetchDirection(ResultSet.FETCH_REVERSE)),
        statement("any direction", to -> to.setFetchDirection(ResultSet.FETCH_UNKNOWN)),
        statement("max rows", to -> to.setMaxRows(200)),
        statement("large max rows", to -> to.setLargeMaxRows(Long.MAX_VALUE)),
        statement("max field size", to -> to.setMaxFieldSize(1 << 20)),
        statement("query timeout", to -> to.setQueryTimeout(Integer.MAX_VALUE)),
        statement("escapes", to -> to.setEscapeProcessing(false)),
        statement("poolable", to -> to.setPoolable(true)),
        statement("cursor", to -> to.setCursorName("c")),
        statement("completion", Statement::closeOnCompletion),
        statement("warnings", Statement::clearWarnings),
        statement("batch", Statement::clearBatch),
        statement("cancel", Statement::cancel),
        statement("keys", Statement::getGeneratedKeys),
        statement("more results", to -> to.getMoreResults(Statement.KEEP_CURRENT_RESULT)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ofStatements")
  void statementsTakeThem(String name, Hint<Statement> hint) throws SQLException {
    try (Statement plain = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("SELECT c")) {
      assertThatCode(() -> hint.give(plain)).doesNotThrowAnyException();
      assertThatCode(() -> hint.give(prepared)).doesNotThrowAnyException();
    }
  }

  static Stream<Arguments> kinds() {
    return IntStream.of(
            ResultSet.TYPE_FORWARD_ONLY,
            ResultSet.TYPE_SCROLL_INSENSITIVE,
            ResultSet.TYPE_SCROLL_SENSITIVE)
        .boxed()
        .flatMap(type ->
            Stream.of(ResultSet.CONCUR_READ_ONLY, ResultSet.CONCUR_UPDATABLE)
                .flatMap(concurrency ->
                    Stream.of(ResultSet.HOLD_CURSORS_OVER_COMMIT, ResultSet.CLOSE_CURSORS_AT_COMMIT)
                        .map(holdability -> arguments(type, concurrency, holdability))));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void resultsOfEveryKindMayBeWished(int type, int concurrency, int holdability)
      throws SQLException {
    try (Statement statement = connection.createStatement(type, concurrency, holdability);
        ResultSet rows = statement.executeQuery("SELECT c")) {
      assertThatCode(
              () -> {
                rows.setFetchSize(10);
                rows.setFetchDirection(ResultSet.FETCH_REVERSE);
                rows.clearWarnings();
                rows.next();
                rows.rowDeleted();
                rows.rowInserted();
                rows.rowUpdated();
              })
          .doesNotThrowAnyException();
    }
    connection.prepareStatement("SELECT c", type, concurrency, holdability).close();
  }
}
