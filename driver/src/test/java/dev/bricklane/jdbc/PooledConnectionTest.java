package dev.bricklane.jdbc;

import static dev.bricklane.jdbc.SqlCodes.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.StatementEvent;
import javax.sql.StatementEventListener;
import org.junit.jupiter.api.Test;

class PooledConnectionTest {
  private final FakeQuery query = FakeQuery.of(SqlTypes.VARCHAR, "x");
  private final FakeSession session = new FakeSession(sql -> query, new FakeCatalogue());
  private final BricklanePooledConnection pooled =
      new BricklanePooledConnection(
          session, warnings -> warnings.add(Warnings.OPTION_IGNORED, "ignored"));
  private final List<String> events = new ArrayList<>();

  PooledConnectionTest() {
    pooled.addConnectionEventListener(
        new ConnectionEventListener() {
          @Override
          public void connectionClosed(ConnectionEvent event) {
            assertThat(event.getSource()).isSameAs(pooled);
            events.add("closed");
          }

          @Override
          public void connectionErrorOccurred(ConnectionEvent event) {
            events.add("failed " + event.getSQLException().getSQLState());
          }
        });
    pooled.addStatementEventListener(
        new StatementEventListener() {
          @Override
          public void statementClosed(StatementEvent event) {
            events.add("statement closed");
          }

          @Override
          public void statementErrorOccurred(StatementEvent event) {
            events.add("statement failed " + event.getSQLException().getSQLState());
          }
        });
  }

  @Test
  void lendsItsSessionAgainAndAgain() throws SQLException {
    for (int i = 0; i < 3; i++) {
      try (Connection lent = pooled.getConnection()) {
        assertThat(lent.createStatement().executeQuery("SELECT c").next()).isTrue();
      }
    }
    assertThat(events).containsExactly("closed", "closed", "closed");
    assertThat(session.closes).hasValue(0);
    assertThat(query.openCursors).hasValue(0);
    pooled.close();
    pooled.close();
    assertThat(session.closes).hasValue(1);
    assertCode(ErrorCode.CONNECTION_CLOSED, pooled::getConnection);
  }

  @Test
  void lendsEachConnectionInItsFirstState() throws SQLException {
    Connection first = pooled.getConnection();
    assertThat(first.getWarnings().getMessage()).isEqualTo("ignored");
    first.setAutoCommit(false);
    first.setCatalog("tickets");
    first.setClientInfo("ApplicationName", "first");
    first.clearWarnings();
    first.close();
    Connection second = pooled.getConnection();
    assertThat(second.getAutoCommit()).isTrue();
    assertThat(second.getCatalog()).isEqualTo("bricklane");
    assertThat(second.getClientInfo()).isEmpty();
    assertThat(second.getWarnings().getMessage()).isEqualTo("ignored");
    assertThat(session.applications).containsExactly("first", "");
  }

  @Test
  void closesAConnectionTwiceButTellsOnce() throws SQLException {
    Connection lent = pooled.getConnection();
    lent.close();
    lent.close();
    assertThat(events).containsExactly("closed");
    assertCode(ErrorCode.CONNECTION_CLOSED, lent::createStatement);
  }

  @Test
  void takesBackWhatIsLentWithoutAWord() throws SQLException {
    Connection first = pooled.getConnection();
    ResultSet reading = first.createStatement().executeQuery("SELECT c");
    Connection second = pooled.getConnection();
    assertThat(first.isClosed() && reading.isClosed()).isTrue();
    assertThat(second.isClosed()).isFalse();
    pooled.close();
    assertThat(second.isClosed()).isTrue();
    first.close();
    assertThat(events).isEmpty();
  }

  @Test
  void givesStatementsThatKnowTheLentConnection() throws SQLException {
    Connection lent = pooled.getConnection();
    Statement statement = lent.createStatement();
    assertThat(statement.getConnection()).isSameAs(lent);
    assertThat(lent.getMetaData().getConnection()).isSameAs(lent);
  }

  @Test
  void tellsOfPreparedStatements() throws SQLException {
    try (Connection lent = pooled.getConnection();
        PreparedStatement prepared = lent.prepareStatement("SELECT c")) {
      lent.createStatement().close();
      query.thenFails(new BricklaneException(ErrorCode.RATE_LIMITED, "Slower"));
      ResultSet rows = prepared.executeQuery();
      rows.next();
      assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
    }
    assertThat(events).containsExactly("statement failed 53400", "statement closed", "closed");
  }

  /** A rate limit is no reason to throw a connection away; a network that is gone may be. */
  @Test
  void tellsOfTheNetworksFailures() throws SQLException {
    query.thenFails(new BricklaneException(ErrorCode.UNREACHABLE, "No route"));
    Connection lent = pooled.getConnection();
    ResultSet rows = lent.createStatement().executeQuery("SELECT c");
    rows.next();
    assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
    assertThat(events).containsExactly("failed 08001");
  }

  @Test
  void tellsOfAnAbort() throws SQLException {
    pooled.getConnection().abort(Runnable::run);
    assertThat(events).startsWith("failed 08003");
  }

  @Test
  void hearsNoListenerThatIsGone() throws SQLException {
    ConnectionEventListener none =
        new ConnectionEventListener() {
          @Override
          public void connectionClosed(ConnectionEvent event) {
            throw new AssertionError();
          }

          @Override
          public void connectionErrorOccurred(ConnectionEvent event) {
            throw new AssertionError();
          }
        };
    pooled.addConnectionEventListener(none);
    pooled.removeConnectionEventListener(none);
    pooled.getConnection().close();
    assertThat(events).containsExactly("closed");
  }
}
