package dev.bricklane.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AbandonedConnectionsTest {
  private final FakeQuery query = FakeQuery.of(SqlTypes.VARCHAR, "x").row("y");
  private final FakeSession session = new FakeSession(sql -> query, new FakeCatalogue());

  private void openAndForget() throws SQLException {
    AbandonedConnections.open(session).createStatement().executeQuery("SELECT c").next();
    query.executions.clear(); // They know the statement.
  }

  @Test
  void freesTheSessionOfAConnectionThatNobodyReaches() throws SQLException {
    openAndForget();
    for (int i = 0; i < 1000 && session.closes.get() == 0; i++) {
      System.gc();
      AbandonedConnections.free();
    }
    AbandonedConnections.free();
    assertThat(session.closes).hasValue(1);
  }

  @Test
  void keepsOneWhoseRowsAreStillRead() throws SQLException {
    ResultSet rows = AbandonedConnections.open(session).createStatement().executeQuery("SELECT c");
    rows.next();
    for (int i = 0; i < 3; i++) {
      System.gc();
      AbandonedConnections.free();
    }
    assertThat(session.closes).hasValue(0);
    assertThat(rows.next()).isTrue();
    rows.getStatement().getConnection().close();
    assertThat(session.closes).hasValue(1);
  }

  @Test
  void closesASessionOnce() throws SQLException {
    AbandonedConnections.open(session).close();
    for (int i = 0; i < 3; i++) {
      System.gc();
      AbandonedConnections.free();
    }
    assertThat(session.closes).hasValue(1);
  }
}
