package dev.bricklane.jdbc;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.Execution;
import dev.bricklane.sql.PreparedQuery;
import dev.bricklane.sql.RowCursor;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A statement for queries.
 *
 * <p>Thread-safe: it runs one query at a time; {@link #cancel()} and {@link #close()} never wait
 * for it, they stop it.
 */
class BricklaneStatement extends ReadOnlyStatement implements StatementProgress, Unwrapping {
  private static final Logger LOGGER = Logger.getLogger(BricklaneStatement.class.getName());

  private final BricklaneConnection connection;
  private final Warnings warnings = Warnings.ofRun();
  private final List<ProgressListener> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicReference<@Nullable BricklaneResultSet> results = new AtomicReference<>();
  private volatile @Nullable Execution current;
  private volatile boolean closed;
  private volatile long maxRows;
  private volatile int maxFieldSize;
  private volatile int queryTimeout;
  private volatile int fetchSize;
  private volatile boolean poolable;
  private volatile boolean closeOnCompletion;

  BricklaneStatement(BricklaneConnection connection) {
    this.connection = connection;
  }

  /** Runs a query, after closing the result of the one before. */
  final BricklaneResultSet run(List<@Nullable Object> parameters, Supplier<PreparedQuery> plan)
      throws SQLException {
    lock.lock();
    try {
      checkOpen();
      closeResults();
      warnings.clear();
      Execution execution = new Execution(parameters, maxRows, Duration.ofSeconds(queryTimeout));
      execution.fetchSize(fetchSize);
      execution.onProgress(this::tellListeners);
      current = execution;
      BricklaneResultSet opened = open(execution, plan);
      results.set(opened);
      // Whoever cancelled or closed before this point did not see the result set.
      if (execution.cancelled() || isClosed()) {
        results.compareAndSet(opened, null);
        opened.close();
        throw SqlExceptions.of(cancelled());
      }
      return opened;
    } finally {
      lock.unlock();
    }
  }

  private BricklaneResultSet open(Execution execution, Supplier<PreparedQuery> plan)
      throws SQLException {
    connection.started(execution);
    try {
      checkOpen();
      PreparedQuery query = plan.get();
      ResultColumns columns = new ResultColumns(query.columns());
      if (execution.cancelled()) {
        throw cancelled();
      }
      RowCursor cursor = query.open(execution);
      BricklaneResultSet opened =
          new BricklaneResultSet(columns, cursor, execution, this, maxFieldSize);
      connection.reading(opened);
      return opened;
    } catch (Throwable failure) {
      throw failed(SqlExceptions.of(failure));
    } finally {
      connection.finished(execution);
    }
  }

  /** Notes that a run has failed. */
  final SQLException failed(SQLException failure) {
    connection.failed(this, failure);
    return failure;
  }

  private static BricklaneException cancelled() {
    return new BricklaneException(ErrorCode.CANCELLED, "The statement was cancelled");
  }

  private void closeResults() throws SQLException {
    BricklaneResultSet previous = results.getAndSet(null);
    if (previous != null) {
      previous.close();
    }
  }

  @Override
  public final long rows() {
    return progress().rows();
  }

  @Override
  public final long calls() {
    return progress().calls();
  }

  @Override
  public final long savedCalls() {
    return progress().saved();
  }

  @Override
  public final long tokens() {
    return progress().tokens();
  }

  @Override
  public final int callsInFlight() {
    return progress().inFlight();
  }

  @Override
  public final Optional<BigDecimal> cost() {
    return progress().cost();
  }

  @Override
  public final long rowsWithWarnings() {
    return progress().warnings();
  }

  @Override
  public final void addProgressListener(ProgressListener listener) {
    listeners.add(listener);
  }

  @Override
  public final void removeProgressListener(ProgressListener listener) {
    listeners.remove(listener);
  }

  private void tellListeners() {
    for (ProgressListener listener : listeners) {
      try {
        listener.progressed(this);
      } catch (RuntimeException e) {
        LOGGER.log(Level.WARNING, "A progress listener failed", e);
      }
    }
  }

  private Execution.Progress progress() {
    Execution running = current;
    return running == null ? Execution.Progress.NONE : running.progress();
  }

  /** Returns where the warnings of a run go. */
  final Warnings warnings() {
    return warnings;
  }

  /** Notes that a result set holds nothing any more. */
  final void released(BricklaneResultSet released) {
    connection.released(released);
  }

  /** Notes that a result set was closed. */
  final void resultClosed(BricklaneResultSet closedSet) throws SQLException {
    if (closeOnCompletion && results.get() == closedSet) {
      close();
    }
  }

  @Override
  final void checkOpen() throws SQLException {
    connection.checkOpen();
    if (closed) {
      throw SqlExceptions.of(ErrorCode.INVALID_STATE, "The statement is closed");
    }
  }

  final boolean connectionClosed() {
    return connection.isClosed();
  }

  /** Throws where a query may not come as text: a prepared statement has its own. */
  void checkTakesSql() throws SQLException {}

  @Override
  public final ResultSet executeQuery(String sql) throws SQLException {
    checkTakesSql();
    checkOpen();
    String text = SqlExceptions.notNull(sql, "statement");
    return run(List.of(), () -> connection.plan(text));
  }

  @Override
  public final boolean execute(String sql) throws SQLException {
    executeQuery(sql);
    return true;
  }

  @Override
  public final boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
    return execute(sql);
  }

  @Override
  public final boolean execute(String sql, int[] columns) throws SQLException {
    return execute(sql);
  }

  @Override
  public final boolean execute(String sql, String[] columns) throws SQLException {
    return execute(sql);
  }

  @Override
  public final @Nullable ResultSet getResultSet() throws SQLException {
    checkOpen();
    return results.get();
  }

  @Override
  public final boolean getMoreResults() throws SQLException {
    return getMoreResults(CLOSE_CURRENT_RESULT);
  }

  @Override
  public final boolean getMoreResults(int what) throws SQLException {
    checkOpen();
    switch (what) {
      case CLOSE_CURRENT_RESULT, CLOSE_ALL_RESULTS -> closeResults();
      case KEEP_CURRENT_RESULT -> {}
      default ->
          throw SqlExceptions.of(
              ErrorCode.INVALID_ARGUMENT, "There is no way " + what + " to get more results");
    }
    return false;
  }

  @Override
  public final void cancel() throws SQLException {
    checkOpen();
    Execution running = current;
    if (running != null) {
      running.cancel();
    }
  }

  /** Tells whoever lent the connection that this statement is closed. */
  void tellClosed(BricklaneConnection connection) {}

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    tellClosed(connection);
    Execution running = current;
    if (running != null && results.get() == null) {
      running.cancel();
    }
    closeResults();
  }

  @Override
  public final boolean isClosed() {
    return closed || connection.isClosed();
  }

  @Override
  public final void closeOnCompletion() throws SQLException {
    checkOpen();
    closeOnCompletion = true;
  }

  @Override
  public final boolean isCloseOnCompletion() throws SQLException {
    checkOpen();
    return closeOnCompletion;
  }

  @Override
  public final BricklaneConnection getConnection() throws SQLException {
    checkOpen();
    return connection;
  }

  @Override
  public final int getMaxRows() throws SQLException {
    return (int) Math.min(Integer.MAX_VALUE, getLargeMaxRows());
  }

  @Override
  public final void setMaxRows(int rows) throws SQLException {
    setLargeMaxRows(rows);
  }

  @Override
  public final long getLargeMaxRows() throws SQLException {
    checkOpen();
    return maxRows;
  }

  @Override
  public final void setLargeMaxRows(long rows) throws SQLException {
    checkOpen();
    maxRows = ResultOptions.notNegative("Maximum of rows", rows);
  }

  @Override
  public final int getMaxFieldSize() throws SQLException {
    checkOpen();
    return maxFieldSize;
  }

  @Override
  public final void setMaxFieldSize(int size) throws SQLException {
    checkOpen();
    maxFieldSize = ResultOptions.notNegative("Maximum field size", size);
  }

  @Override
  public final int getQueryTimeout() throws SQLException {
    checkOpen();
    return queryTimeout;
  }

  @Override
  public final void setQueryTimeout(int seconds) throws SQLException {
    checkOpen();
    queryTimeout = ResultOptions.notNegative("Query timeout", seconds);
  }

  @Override
  public final int getFetchSize() throws SQLException {
    checkOpen();
    return fetchSize;
  }

  @Override
  public final void setFetchSize(int rows) throws SQLException {
    checkOpen();
    fetchSize = ResultOptions.notNegative("Fetch size", rows);
  }

  @Override
  public final int getFetchDirection() throws SQLException {
    checkOpen();
    return ResultSet.FETCH_FORWARD;
  }

  @Override
  public final void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    ResultOptions.checkFetchDirection(direction);
  }

  @Override
  public final int getResultSetType() throws SQLException {
    checkOpen();
    return ResultSet.TYPE_FORWARD_ONLY;
  }

  @Override
  public final int getResultSetConcurrency() throws SQLException {
    checkOpen();
    return ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public final int getResultSetHoldability() throws SQLException {
    checkOpen();
    return ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  @Override
  public final @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return warnings.first();
  }

  @Override
  public final void clearWarnings() throws SQLException {
    checkOpen();
    warnings.clear();
  }

  /** Does nothing: escapes are part of the grammar. */
  @Override
  public final void setEscapeProcessing(boolean enable) throws SQLException {
    checkOpen();
  }

  /** Does nothing: there is no update at a cursor's position. */
  @Override
  public final void setCursorName(@Nullable String name) throws SQLException {
    checkOpen();
  }

  @Override
  public final boolean isPoolable() throws SQLException {
    checkOpen();
    return poolable;
  }

  @Override
  public final void setPoolable(boolean poolable) throws SQLException {
    checkOpen();
    this.poolable = poolable;
  }

  /** Quotes a name where it needs it; a name already in quotes keeps them. */
  @Override
  public final String enquoteIdentifier(String identifier, boolean always) throws SQLException {
    if (!always && isSimpleIdentifier(identifier)) {
      return identifier;
    }
    boolean quoted = identifier.length() > 1 && identifier.matches("(?s)\".*\"");
    String name = quoted ? identifier.substring(1, identifier.length() - 1) : identifier;
    if (name.isEmpty() || name.indexOf('"') >= 0 || name.indexOf('\0') >= 0) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_ARGUMENT, "A name may not be empty, nor hold a quote or NUL");
    }
    return '"' + name + '"';
  }
}
