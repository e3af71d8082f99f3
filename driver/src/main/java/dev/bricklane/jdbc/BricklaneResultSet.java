package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.Column;
import dev.bricklane.sql.Execution;
import dev.bricklane.sql.RowCursor;
import dev.bricklane.sql.StreamedText;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, forward only and read-only.
 *
 * <p>Frees the query's resources when the last row has been read, when reading fails, and when it
 * is closed. Thread-safe; closing it from another thread stops a {@code next} that waits.
 */
final class BricklaneResultSet extends TypedGetters implements Unwrapping {
  private final ResultColumns columns;
  private final RowCursor cursor;
  private final Execution execution;
  private final @Nullable BricklaneStatement owner;
  private final int maxFieldSize;
  private final Warnings warnings = Warnings.ofRun();
  private final RunWarnings runWarnings;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Held while the cursor works: it serves one thread at a time. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean released;
  private boolean exhausted;
  private boolean onRow;
  private long row;
  private @Nullable Throwable failure;
  private volatile boolean wasNull;

  /**
   * Makes a result set before its first row.
   *
   * @param owner the statement it is of, or null
   * @param maxFieldSize the most characters or bytes to give of a text or binary; 0 for all
   */
  BricklaneResultSet(
      ResultColumns columns,
      RowCursor cursor,
      Execution execution,
      @Nullable BricklaneStatement owner,
      int maxFieldSize) {
    this.columns = columns;
    this.cursor = cursor;
    this.execution = execution;
    this.owner = owner;
    this.maxFieldSize = maxFieldSize;
    this.runWarnings =
        new RunWarnings(execution.problems(), owner == null ? new Warnings() : owner.warnings());
  }

  private void checkOpen() throws SQLException {
    if (closed.get()) {
      throw owner != null && owner.connectionClosed()
          ? SqlExceptions.of(ErrorCode.CONNECTION_CLOSED, "The connection is closed")
          : SqlExceptions.of(ErrorCode.INVALID_STATE, "The result set is closed");
    }
  }

  @Override
  public boolean next() throws SQLException {
    lock.lock();
    try {
      checkOpen();
      onRow = false;
      if (failure != null) {
        throw SqlExceptions.of(failure);
      }
      // Those of what the row before has been read of since.
      runWarnings.hand(warnings);
      warnings.clear();
      if (exhausted) {
        return false;
      }
      boolean advanced = advance();
      runWarnings.hand(warnings);
      if (advanced) {
        row++;
        onRow = true;
      } else {
        exhausted = true;
        release();
      }
      return onRow;
    } finally {
      lock.unlock();
    }
  }

  private boolean advance() throws SQLException {
    try {
      return cursor.next();
    } catch (Throwable thrown) {
      failure = thrown;
      SQLException translated = SqlExceptions.of(thrown);
      try {
        release();
      } catch (SQLException e) {
        translated.addSuppressed(e);
      }
      throw owner == null ? translated : owner.failed(translated);
    }
  }

  /** Frees the cursor, once. The lock is held. */
  private void release() throws SQLException {
    if (released) {
      return;
    }
    released = true;
    try {
      cursor.close();
    } catch (Throwable thrown) {
      throw SqlExceptions.of(thrown);
    } finally {
      if (owner != null) {
        owner.released(this);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (!lock.tryLock()) {
      // Another thread waits for a row: it must let go of the cursor first.
      execution.cancel();
      lock.lock();
    }
    try {
      release();
    } finally {
      lock.unlock();
      if (owner != null) {
        owner.resultClosed(this);
      }
    }
  }

  /** Stops the query without waiting. */
  void cancel() {
    execution.cancel();
  }

  /** Makes sure that there is a current row with such a column. The lock is held. */
  private void checkOnRow(int number) throws SQLException {
    checkOpen();
    columns.column(number);
    if (!onRow) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATE,
          row == 0 && !exhausted
              ? "The result set stands before its first row: call next() first"
              : "The result set stands on no row: next() returned false or failed");
    }
  }

  @Override
  @Nullable StreamedText streamed(int number, boolean orNull) throws SQLException {
    lock.lock();
    try {
      checkOnRow(number);
      StreamedText text = cursor.streamed(number - 1);
      if (text == null || (orNull && text.isNull())) {
        return null;
      }
      wasNull = false;
      return text;
    } catch (Throwable thrown) {
      throw SqlExceptions.of(thrown);
    } finally {
      lock.unlock();
    }
  }

  @Override
  int mostCharacters() {
    return maxFieldSize > 0 ? maxFieldSize : Integer.MAX_VALUE;
  }

  @Override
  @Nullable Object value(int number) throws SQLException {
    lock.lock();
    try {
      checkOnRow(number);
      Object value = cursor.value(number - 1);
      wasNull = value == null;
      return maxFieldSize > 0 && value != null ? cut(value) : value;
    } catch (Throwable thrown) {
      throw SqlExceptions.of(thrown);
    } finally {
      lock.unlock();
    }
  }

  private Object cut(Object value) {
    if (value instanceof String text && text.length() > maxFieldSize) {
      return text.substring(0, maxFieldSize);
    }
    if (value instanceof byte[] bytes && bytes.length > maxFieldSize) {
      return Arrays.copyOf(bytes, maxFieldSize);
    }
    return value;
  }

  @Override
  Column column(int number) throws SQLException {
    return columns.column(number);
  }

  @Override
  public boolean wasNull() throws SQLException {
    checkOpen();
    return wasNull;
  }

  @Override
  public int findColumn(String label) throws SQLException {
    checkOpen();
    return columns.find(label);
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return columns;
  }

  @Override
  public @Nullable Statement getStatement() throws SQLException {
    checkOpen();
    return owner;
  }

  @Override
  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    if (lock.tryLock()) {
      try {
        // A text that came while it was read may have ended with one.
        runWarnings.hand(warnings);
      } finally {
        lock.unlock();
      }
    }
    return warnings.first();
  }

  @Override
  public void clearWarnings() throws SQLException {
    checkOpen();
    warnings.clear();
  }

  @Override
  public int getRow() throws SQLException {
    return (int) Math.min(Integer.MAX_VALUE, position());
  }

  /** Returns the number of the current row, from 1; 0 if on none. */
  private long position() throws SQLException {
    lock.lock();
    try {
      checkOpen();
      return onRow ? row : 0;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing was read yet; a look whether there is a row at all might call a model. */
  @Override
  public boolean isBeforeFirst() throws SQLException {
    lock.lock();
    try {
      checkOpen();
      return row == 0 && !exhausted;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isFirst() throws SQLException {
    return position() == 1;
  }

  /** Answers where it is known; refuses, as JDBC allows, where a look ahead might call a model. */
  @Override
  public boolean isLast() throws SQLException {
    long position = position();
    if (position == 0) {
      return false;
    }
    if (position == execution.maxRows()) {
      return true;
    }
    throw SqlExceptions.unsupported("isLast(): looking ahead, which may call a model,");
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    lock.lock();
    try {
      checkOpen();
      return exhausted && row > 0;
    } finally {
      lock.unlock();
    }
  }

  private SQLException forwardOnly(String method) throws SQLException {
    checkOpen();
    return SqlExceptions.of(
        ErrorCode.INVALID_STATE, method + "(): result sets are forward only; use next()");
  }

  @Override
  public void beforeFirst() throws SQLException {
    throw forwardOnly("beforeFirst");
  }

  @Override
  public void afterLast() throws SQLException {
    throw forwardOnly("afterLast");
  }

  @Override
  public boolean first() throws SQLException {
    throw forwardOnly("first");
  }

  @Override
  public boolean last() throws SQLException {
    throw forwardOnly("last");
  }

  @Override
  public boolean absolute(int row) throws SQLException {
    throw forwardOnly("absolute");
  }

  @Override
  public boolean relative(int rows) throws SQLException {
    throw forwardOnly("relative");
  }

  @Override
  public boolean previous() throws SQLException {
    throw forwardOnly("previous");
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    ResultOptions.checkFetchDirection(direction);
  }

  @Override
  public int getFetchDirection() throws SQLException {
    checkOpen();
    return ResultSet.FETCH_FORWARD;
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    checkOpen();
    execution.fetchSize(ResultOptions.notNegative("Fetch size", rows));
  }

  @Override
  public int getFetchSize() throws SQLException {
    checkOpen();
    return execution.fetchSize();
  }

  @Override
  public int getType() throws SQLException {
    checkOpen();
    return ResultSet.TYPE_FORWARD_ONLY;
  }

  @Override
  public int getConcurrency() throws SQLException {
    checkOpen();
    return ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public int getHoldability() throws SQLException {
    checkOpen();
    return ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  @Override
  public String getCursorName() throws SQLException {
    checkOpen();
    throw SqlExceptions.unsupported("getCursorName(): a positioned update");
  }
}
