package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import javax.sql.StatementEvent;
import javax.sql.StatementEventListener;
import org.jspecify.annotations.Nullable;

/**
 * A session that a pool keeps open and lends: each connection over it is a new one in its first
 * state, of which there is one at a time. Thread-safe.
 */
final class BricklanePooledConnection implements PooledConnection {
  private final Session session;
  private final Consumer<Warnings> warnings;
  private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
  private final List<StatementEventListener> statementListeners = new CopyOnWriteArrayList<>();

  /** Read without a lock: who is told of a failure may wait for who takes the connection back. */
  private final AtomicReference<@Nullable BricklaneConnection> lent = new AtomicReference<>();

  private boolean closed;

  /**
   * Makes one that lends nothing yet.
   *
   * @param session is closed with this
   * @param warnings adds those of opening the session to each connection
   */
  BricklanePooledConnection(Session session, Consumer<Warnings> warnings) {
    this.session = session;
    this.warnings = warnings;
  }

  /** Lends a connection; the one lent before is closed, which no listener hears of. */
  @Override
  public synchronized Connection getConnection() throws SQLException {
    if (closed) {
      throw SqlExceptions.of(ErrorCode.CONNECTION_CLOSED, "The pooled connection is closed");
    }
    takeBack();
    BricklaneConnection next = new BricklaneConnection(new LentSession(session), new Watch());
    warnings.accept(next.warnings());
    lent.set(next);
    return next;
  }

  private void takeBack() throws SQLException {
    BricklaneConnection before = lent.getAndSet(null);
    if (before != null) {
      before.close();
    }
  }

  /** Closes the session, and the connection that is lent. */
  @Override
  public synchronized void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      takeBack();
    } finally {
      SqlExceptions.translating(() -> {
        session.close();
        return true;
      });
    }
  }

  @Override
  public void addConnectionEventListener(@Nullable ConnectionEventListener listener) {
    if (listener != null) {
      listeners.add(listener);
    }
  }

  @Override
  public void removeConnectionEventListener(@Nullable ConnectionEventListener listener) {
    listeners.remove(listener);
  }

  @Override
  public void addStatementEventListener(@Nullable StatementEventListener listener) {
    if (listener != null) {
      statementListeners.add(listener);
    }
  }

  @Override
  public void removeStatementEventListener(@Nullable StatementEventListener listener) {
    statementListeners.remove(listener);
  }

  private boolean isLent(Watch watch) {
    BricklaneConnection now = lent.get();
    return now != null && now.isWatchedBy(watch);
  }

  /** Hears of one lent connection; of one that was taken back, nobody wants to know. */
  private final class Watch implements ConnectionWatch {
    @Override
    public void closed() {
      if (isLent(this)) {
        ConnectionEvent event = new ConnectionEvent(BricklanePooledConnection.this);
        listeners.forEach(listener -> listener.connectionClosed(event));
      }
    }

    @Override
    public void failed(SQLException failure) {
      if (isLent(this)) {
        ConnectionEvent event = new ConnectionEvent(BricklanePooledConnection.this, failure);
        listeners.forEach(listener -> listener.connectionErrorOccurred(event));
      }
    }

    @Override
    public void statementClosed(PreparedStatement statement) {
      StatementEvent event = new StatementEvent(BricklanePooledConnection.this, statement);
      statementListeners.forEach(listener -> listener.statementClosed(event));
    }

    @Override
    public void statementFailed(PreparedStatement statement, SQLException failure) {
      StatementEvent event = new StatementEvent(BricklanePooledConnection.this, statement, failure);
      statementListeners.forEach(listener -> listener.statementErrorOccurred(event));
    }
  }

  @Override
  public String toString() {
    return "BricklanePooledConnection[" + session.url() + "]";
  }
}
