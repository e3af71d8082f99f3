package dev.bricklane.jdbc;

import static dev.bricklane.jdbc.SqlCodes.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatementTest {
  private final FakeQuery query = FakeQuery.of(SqlTypes.INTEGER, 1).row(2).row(3);
  private final BricklaneConnection connection = FakeSession.connect(query);
  private final Statement statement = new BricklaneStatement(connection);

  @Test
  void runsAQuery() throws SQLException {
    assertThat(statement.execute("SELECT c")).isTrue();
    ResultSet results = statement.getResultSet();
    assertThat(results.next()).isTrue();
    assertThat(results.getInt("c")).isEqualTo(1);
    assertThat(results.getStatement()).isSameAs(statement);
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
    assertThat(statement.getLargeUpdateCount()).isEqualTo(-1);
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(results.isClosed()).isTrue();
    assertThat(statement.getResultSet()).isNull();
    assertThat(statement.getGeneratedKeys().next()).isFalse();
  }

  @Test
  void ignoresTheWishForGeneratedKeys() throws SQLException {
    assertThat(statement.execute("SELECT c", Statement.RETURN_GENERATED_KEYS)).isTrue();
    assertThat(statement.execute("SELECT c", new int[] {1})).isTrue();
    assertThat(statement.execute("SELECT c", new String[] {"c"})).isTrue();
  }

  @Test
  void closesTheResultBeforeTheNext() throws SQLException {
    ResultSet first = statement.executeQuery("SELECT c");
    statement.executeQuery("SELECT c");
    assertThat(first.isClosed()).isTrue();
    assertThat(query.openCursors).hasValue(1);
    statement.close();
    assertThat(query.openCursors).hasValue(0);
  }

  @Test
  void handsItsLimitsToTheRun() throws SQLException {
    statement.setMaxRows(2);
    statement.setQueryTimeout(30);
    ResultSet results = statement.executeQuery("SELECT c");
    assertThat(query.executions.get(0).maxRows()).isEqualTo(2);
    assertThat(query.executions.get(0).timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(results.next()).isTrue();
    assertThat(results.next()).isTrue();
    assertThat(results.next()).isFalse();
    statement.setLargeMaxRows(5_000_000_000L);
    assertThat(statement.getMaxRows()).isEqualTo(Integer.MAX_VALUE);
    assertThat(statement.getLargeMaxRows()).isEqualTo(5_000_000_000L);
  }

  @Test
  void cutsFieldsAtTheirMaximum() throws SQLException {
    FakeQuery text = FakeQuery.of(SqlTypes.VARCHAR, "abcdef");
    try (Statement cutting = FakeSession.connect(text).createStatement()) {
      cutting.setMaxFieldSize(3);
      ResultSet results = cutting.executeQuery("SELECT c");
      results.next();
      assertThat(results.getString(1)).isEqualTo("abc");
    }
  }

  @Test
  void refusesUpdates() {
    assertCode(ErrorCode.READ_ONLY, () -> statement.executeUpdate("DELETE"));
    assertCode(ErrorCode.READ_ONLY, () -> statement.executeUpdate("DELETE", 1));
    assertCode(ErrorCode.READ_ONLY, () -> statement.executeLargeUpdate("DELETE"));
    assertCode(ErrorCode.READ_ONLY, () -> statement.addBatch("DELETE"));
  }

  @Test
  void runsABatchOfNothing() throws SQLException {
    statement.clearBatch();
    assertThat(statement.executeBatch()).isEmpty();
    assertThat(statement.executeLargeBatch()).isEmpty();
  }

  @Test
  void translatesFailuresOfPlanning() throws SQLException {
    FakeSession session =
        new FakeSession(
            sql -> {
              throw new BricklaneException(ErrorCode.SYNTAX_ERROR, "Line 1, column 3");
            },
            new FakeCatalogue());
    Statement failing = new BricklaneConnection(session).createStatement();
    assertThatThrownBy(() -> failing.executeQuery("SELEC"))
        .isInstanceOf(SQLSyntaxErrorException.class)
        .hasMessageStartingWith("Line 1, column 3. ");
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> failing.executeQuery(null));
  }

  @Test
  void closesWithItsLastResultWhenAsked() throws SQLException {
    statement.closeOnCompletion();
    assertThat(statement.isCloseOnCompletion()).isTrue();
    statement.executeQuery("SELECT c");
    ResultSet second = statement.executeQuery("SELECT c");
    assertThat(statement.isClosed()).isFalse();
    second.close();
    assertThat(statement.isClosed()).isTrue();
  }

  @Test
  void takesHints() throws SQLException {
    statement.setFetchSize(500);
    assertThat(statement.getFetchSize()).isEqualTo(500);
    statement.setFetchDirection(ResultSet.FETCH_REVERSE);
    assertThat(statement.getFetchDirection()).isEqualTo(ResultSet.FETCH_FORWARD);
    statement.setPoolable(true);
    assertThat(statement.isPoolable()).isTrue();
    statement.setEscapeProcessing(false);
    statement.setCursorName("c");
    assertThat(statement.getResultSetType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
    assertThat(statement.getResultSetConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
    assertThat(statement.getResultSetHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    assertThat((Throwable) statement.getWarnings()).isNull();
    statement.clearWarnings();
    assertThat(statement.enquoteLiteral("it's")).isEqualTo("'it''s'");
    assertThat(statement.enquoteIdentifier("a", false)).isEqualTo("a");
    assertThat(statement.enquoteIdentifier("a", true)).isEqualTo("\"a\"");
    assertThat(statement.enquoteIdentifier("a b", false)).isEqualTo("\"a b\"");
    assertThat(statement.enquoteIdentifier("\"a b\"", false)).isEqualTo("\"a b\"");
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> statement.enquoteIdentifier("a\"b", false));
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> statement.enquoteIdentifier("", true));
  }

  @Test
  void refusesSenselessNumbers() {
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> statement.setMaxRows(-1));
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> statement.setQueryTimeout(-1));
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> statement.setFetchSize(-1));
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> statement.setMaxFieldSize(-1));
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> statement.getMoreResults(17));
  }

  @Test
  void refusesEverythingOnceClosed() throws SQLException {
    statement.close();
    statement.close();
    assertThat(statement.isClosed()).isTrue();
    assertCode(ErrorCode.INVALID_STATE, () -> statement.executeQuery("SELECT c"));
    assertCode(ErrorCode.INVALID_STATE, () -> statement.executeUpdate("DELETE"));
    assertCode(ErrorCode.INVALID_STATE, statement::getResultSet);
    assertCode(ErrorCode.INVALID_STATE, statement::cancel);
    assertCode(ErrorCode.INVALID_STATE, statement::getConnection);
    assertCode(ErrorCode.INVALID_STATE, statement::getMaxRows);
  }
}
