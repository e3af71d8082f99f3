package dev.bricklane.jdbc;

import static dev.bricklane.jdbc.SqlCodes.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
  private final FakeQuery query = FakeQuery.of(SqlTypes.INTEGER, 1).row(2);
  private final FakeSession session = new FakeSession(sql -> query, new FakeCatalogue());
  private final Connection connection = new BricklaneConnection(session);

  @Test
  void takesTransactionCallsAndHasNothingToDoForThem() throws SQLException {
    assertThat(connection.getAutoCommit()).isTrue();
    connection.setAutoCommit(false);
    assertThat(connection.getAutoCommit()).isFalse();
    connection.commit();
    connection.rollback();
    Savepoint numbered = connection.setSavepoint();
    Savepoint named = connection.setSavepoint("here");
    assertThat(numbered.getSavepointId()).isPositive();
    assertThat(named.getSavepointName()).isEqualTo("here");
    assertCode(ErrorCode.INVALID_STATE, numbered::getSavepointName);
    assertCode(ErrorCode.INVALID_STATE, named::getSavepointId);
    connection.rollback(numbered);
    connection.releaseSavepoint(named);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 8})
  void takesEveryIsolation(int level) throws SQLException {
    connection.setTransactionIsolation(level);
    assertThat(connection.getTransactionIsolation()).isEqualTo(level);
  }

  @Test
  void takesHints() throws SQLException {
    connection.setReadOnly(true);
    connection.setReadOnly(false);
    assertThat(connection.isReadOnly()).isTrue();
    connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    assertThat(connection.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    connection.setNetworkTimeout(null, 5000);
    assertThat(connection.getNetworkTimeout()).isEqualTo(5000);
    assertThat(connection.getTypeMap()).isEmpty();
    connection.setTypeMap(Map.of("x", String.class));
    assertThat(connection.getTypeMap()).hasSize(1);
    assertThat(connection.nativeSQL("{fn now()}")).isEqualTo("{fn now()}");
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> connection.setTransactionIsolation(3));
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> connection.setHoldability(3));
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> connection.setNetworkTimeout(null, -1));
  }

  @Test
  void replacesScrollingAndUpdatingWithAWarning() throws SQLException {
    Statement statement =
        connection.createStatement(
            ResultSet.TYPE_SCROLL_INSENSITIVE,
            ResultSet.CONCUR_UPDATABLE,
            ResultSet.HOLD_CURSORS_OVER_COMMIT);
    assertThat(statement.getResultSetType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
    SQLWarning warning = connection.getWarnings();
    assertThat(warning.getSQLState()).isEqualTo("01S02");
    assertThat(warning.getMessage()).contains("forward only");
    assertThat(warning.getNextWarning().getMessage()).contains("read-only");
    connection.clearWarnings();
    assertThat((Throwable) connection.getWarnings()).isNull();
    connection
        .prepareStatement("SELECT", ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)
        .close();
    assertThat((Throwable) connection.getWarnings()).isNull();
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> connection.createStatement(1, 2));
  }

  @Test
  void keepsFewWarnings() throws SQLException {
    for (int i = 0; i < 1000; i++) {
      connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_READ_ONLY);
    }
    List<Throwable> warnings = new ArrayList<>();
    connection.getWarnings().forEach(warnings::add);
    assertThat(warnings).hasSizeLessThan(100);
  }

  @Test
  void preparesInEveryWay() throws SQLException {
    assertThat(connection.prepareStatement("SELECT", 1).executeQuery().next()).isTrue();
    assertThat(connection.prepareStatement("SELECT", new int[0]).execute()).isTrue();
    assertThat(connection.prepareStatement("SELECT", new String[0]).execute()).isTrue();
    assertThatThrownBy(() -> connection.prepareCall("{call x}"))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
  }

  @Test
  void keepsKnownClientInfoAndWarnsOfOther() throws SQLException {
    connection.setClientInfo("ApplicationName", "test");
    connection.setClientInfo("Unknown", "x");
    assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("test");
    assertThat(connection.getClientInfo("Unknown")).isNull();
    assertThat(connection.getWarnings().getMessage()).contains("Unknown");
    Properties all = new Properties();
    all.setProperty("ClientUser", "me");
    connection.setClientInfo(all);
    assertThat(connection.getClientInfo()).containsOnlyKeys("ClientUser");
    connection.setClientInfo("ClientUser", null);
    assertThat(connection.getClientInfo()).isEmpty();
  }

  @Test
  void movesToCatalogsAndSchemasThatThereAre() throws SQLException {
    assertThat(connection.getCatalog()).isEqualTo("bricklane");
    assertThat(connection.getSchema()).isEqualTo("main");
    connection.setCatalog("TICKETS");
    assertThat(connection.getCatalog()).isEqualTo("tickets");
    assertThat(connection.getSchema()).isEqualTo("archive");
    connection.setSchema("public");
    connection.prepareStatement("SELECT c");
    assertThat(session.places).containsExactly("tickets.public");
    assertThat((Throwable) connection.getWarnings()).isNull();
    connection.setSchema("nowhere");
    connection.setCatalog("nowhere");
    connection.setSchema(null);
    connection.setCatalog("");
    assertThat(connection.getSchema()).isEqualTo("public");
    assertThat(connection.getWarnings().getMessage()).contains("schema nowhere");
  }

  @Test
  void asksTheWorkspaceWhetherItIsValid() throws SQLException {
    assertThat(connection.isValid(3)).isTrue();
    assertThat(connection.isValid(0)).isTrue();
    connection.setNetworkTimeout(null, 500);
    assertThat(connection.isValid(0)).isTrue();
    assertThat(session.pings)
        .containsExactly(Duration.ofSeconds(3), Duration.ZERO, Duration.ofMillis(500));
    session.ping =
        timeout -> {
          throw new BricklaneException(ErrorCode.UNREACHABLE, "No route");
        };
    assertThat(connection.isValid(1)).isFalse();
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> connection.isValid(-1));
  }

  @Test
  void closesWhatIsOpenOnIt() throws SQLException {
    Statement statement = connection.createStatement();
    PreparedStatement prepared = connection.prepareStatement("SELECT");
    ResultSet results = statement.executeQuery("SELECT");
    results.next();
    prepared.executeQuery();
    assertThat(query.openCursors).hasValue(2);
    connection.close();
    connection.close();
    assertThat(query.openCursors).hasValue(0);
    assertThat(session.closes).hasValue(1);
    assertThat(statement.isClosed() && prepared.isClosed() && results.isClosed()).isTrue();
    assertThat(connection.isClosed()).isTrue();
    assertThat(connection.isValid(1)).isFalse();
    assertCode(ErrorCode.CONNECTION_CLOSED, () -> statement.executeQuery("SELECT"));
    assertCode(ErrorCode.CONNECTION_CLOSED, prepared::executeQuery);
    assertCode(ErrorCode.CONNECTION_CLOSED, results::next);
    assertCode(ErrorCode.CONNECTION_CLOSED, connection::createStatement);
    assertCode(ErrorCode.CONNECTION_CLOSED, connection::commit);
    assertCode(ErrorCode.CONNECTION_CLOSED, connection::getMetaData);
    assertThatThrownBy(() -> connection.setClientInfo("ApplicationName", "x"))
        .isInstanceOfSatisfying(
            SQLClientInfoException.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo("08003");
              assertThat(e.getErrorCode()).isEqualTo(ErrorCode.CONNECTION_CLOSED.vendorCode());
            });
    statement.close();
    results.close();
  }

  @Test
  void abortClosesByTheExecutor() throws SQLException {
    List<Runnable> tasks = new ArrayList<>();
    connection.abort(tasks::add);
    connection.abort(tasks::add);
    assertThat(connection.isClosed()).isTrue();
    assertThat(session.closes).hasValue(0);
    assertThat(tasks).hasSize(1);
    tasks.get(0).run();
    assertThat(session.closes).hasValue(1);
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> connection.abort(null));
  }

  @Test
  void makesArraysStructsAndLargeObjects() throws SQLException {
    assertThat((Object[]) connection.createArrayOf("int", new Object[] {"1", 2}).getArray())
        .containsExactly(1, 2);
    assertThat(connection.createArrayOf("unheard", null).getArray()).isEqualTo(new Object[0]);
    assertThat(connection.createStruct("t", new Object[] {1}).getAttributes()).containsExactly(1);
    assertThat(connection.createClob().length()).isZero();
    assertThat(connection.createNClob().length()).isZero();
    assertThat(connection.createBlob().length()).isZero();
    assertCode(ErrorCode.UNSUPPORTED, connection::createSQLXML);
    assertCode(
        ErrorCode.INVALID_CONVERSION,
        () -> connection.createArrayOf("INTEGER", new Object[] {"x"}));
  }

  @Test
  void leavesNoMethodToJdbcsOwnRefusals() throws SQLException {
    assertThat(connection.setShardingKeyIfValid(null, 1)).isFalse();
    assertThat(connection.setShardingKeyIfValid(null, null, 1)).isFalse();
    assertCode(ErrorCode.UNSUPPORTED, () -> connection.setShardingKey(null));
    assertCode(ErrorCode.UNSUPPORTED, () -> connection.setShardingKey(null, null));
    connection.beginRequest();
    connection.endRequest();
    assertThat(connection.unwrap(BricklaneConnection.class)).isSameAs(connection);
    assertThat(connection).hasToString("BricklaneConnection[jdbc:bricklane:embedded]");
  }
}
