package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ClientInfoStatus;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.sql.Struct;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is asked to be, and needs nothing done for: transactions, hints, client info,
 * and the empty values that it makes. Thread-safe.
 */
abstract class ConnectionHints implements Connection {
  private final Warnings warnings = new Warnings();
  private final ClientInfo clientInfo = new ClientInfo(warnings, this::calledBy);
  private final AtomicInteger savepoints = new AtomicInteger();
  private volatile boolean autoCommit = true;
  private volatile int isolation = TRANSACTION_NONE;
  private volatile int holdability = ResultSet.HOLD_CURSORS_OVER_COMMIT;
  private volatile int networkTimeout;
  private volatile Map<String, Class<?>> typeMap = Map.of();

  /** Throws unless the connection is open. */
  abstract void checkOpen() throws SQLException;

  /** Bounds the wait for the answer to each later request; zero for no limit of its own. */
  abstract void waitAtMost(Duration limit);

  /** Tells the workspace in later calls which application asks; empty for none. */
  abstract void calledBy(String application);

  final Warnings warnings() {
    return warnings;
  }

  /** Returns the bound for a round trip in milliseconds; 0 for none. */
  final int networkTimeout() {
    return networkTimeout;
  }

  /** Returns the statement as it is: its escapes are part of the grammar. */
  @Override
  public final String nativeSQL(String sql) throws SQLException {
    checkOpen();
    return sql;
  }

  @Override
  public final void setAutoCommit(boolean autoCommit) throws SQLException {
    checkOpen();
    this.autoCommit = autoCommit;
  }

  @Override
  public final boolean getAutoCommit() throws SQLException {
    checkOpen();
    return autoCommit;
  }

  /** Does nothing: there is nothing to commit. */
  @Override
  public final void commit() throws SQLException {
    checkOpen();
  }

  /** Does nothing: there is nothing to undo. */
  @Override
  public final void rollback() throws SQLException {
    checkOpen();
  }

  @Override
  public final void rollback(@Nullable Savepoint savepoint) throws SQLException {
    checkOpen();
  }

  @Override
  public final Savepoint setSavepoint() throws SQLException {
    checkOpen();
    return new NamedSavepoint(savepoints.incrementAndGet(), null);
  }

  @Override
  public final Savepoint setSavepoint(@Nullable String name) throws SQLException {
    checkOpen();
    return new NamedSavepoint(savepoints.incrementAndGet(), name);
  }

  @Override
  public final void releaseSavepoint(@Nullable Savepoint savepoint) throws SQLException {
    checkOpen();
  }

  /** Takes the hint; the connection is read-only either way. */
  @Override
  public final void setReadOnly(boolean readOnly) throws SQLException {
    checkOpen();
  }

  @Override
  public final boolean isReadOnly() throws SQLException {
    checkOpen();
    return true;
  }

  @Override
  public final void setTransactionIsolation(int level) throws SQLException {
    checkOpen();
    switch (level) {
      case TRANSACTION_NONE,
          TRANSACTION_READ_UNCOMMITTED,
          TRANSACTION_READ_COMMITTED,
          TRANSACTION_REPEATABLE_READ,
          TRANSACTION_SERIALIZABLE ->
          isolation = level;
      default ->
          throw SqlExceptions.of(
              ErrorCode.INVALID_ARGUMENT, "There is no transaction isolation " + level);
    }
  }

  @Override
  public final int getTransactionIsolation() throws SQLException {
    checkOpen();
    return isolation;
  }

  @Override
  public final void setHoldability(int holdability) throws SQLException {
    checkOpen();
    ResultOptions.checkHoldability(holdability);
    this.holdability = holdability;
  }

  @Override
  public final int getHoldability() throws SQLException {
    checkOpen();
    return holdability;
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

  @Override
  public final Map<String, Class<?>> getTypeMap() throws SQLException {
    checkOpen();
    return new HashMap<>(typeMap);
  }

  @Override
  public final void setTypeMap(@Nullable Map<String, Class<?>> map) throws SQLException {
    checkOpen();
    typeMap = map == null ? Map.of() : Map.copyOf(map);
  }

  @Override
  public final void setClientInfo(String name, @Nullable String value)
      throws SQLClientInfoException {
    checkOpenForClientInfo();
    clientInfo.set(name, value);
  }

  @Override
  public final void setClientInfo(@Nullable Properties properties) throws SQLClientInfoException {
    checkOpenForClientInfo();
    clientInfo.setAll(properties == null ? new Properties() : properties);
  }

  private void checkOpenForClientInfo() throws SQLClientInfoException {
    try {
      checkOpen();
    } catch (SQLException e) {
      Map<String, ClientInfoStatus> none = Collections.emptyMap();
      throw new SQLClientInfoException(e.getMessage(), e.getSQLState(), e.getErrorCode(), none, e);
    }
  }

  @Override
  public final @Nullable String getClientInfo(String name) throws SQLException {
    checkOpen();
    return clientInfo.get(SqlExceptions.notNull(name, "name"));
  }

  @Override
  public final Properties getClientInfo() throws SQLException {
    checkOpen();
    return clientInfo.all();
  }

  /**
   * Bounds the wait for the answer to each request from now on: a call that takes longer fails, and
   * {@link #isValid} keeps to it where it has no limit itself. The connection stays open, as none
   * of it is bound to the request that failed.
   */
  @Override
  public final void setNetworkTimeout(@Nullable Executor executor, int milliseconds)
      throws SQLException {
    checkOpen();
    networkTimeout = ResultOptions.notNegative("Network timeout", milliseconds);
    waitAtMost(Duration.ofMillis(milliseconds));
  }

  @Override
  public final int getNetworkTimeout() throws SQLException {
    checkOpen();
    return networkTimeout;
  }

  @Override
  public final Clob createClob() throws SQLException {
    return createNClob();
  }

  @Override
  public final NClob createNClob() throws SQLException {
    checkOpen();
    return new BricklaneClob("");
  }

  @Override
  public final Blob createBlob() throws SQLException {
    checkOpen();
    return new BricklaneBlob(new byte[0]);
  }

  @Override
  public final SQLXML createSQLXML() throws SQLException {
    checkOpen();
    throw SqlExceptions.unsupported("createSQLXML(): XML");
  }

  @Override
  public final Array createArrayOf(String typeName, @Nullable Object @Nullable [] elements)
      throws SQLException {
    checkOpen();
    String name = SqlExceptions.notNull(typeName, "type name");
    return SqlExceptions.translating(
        () -> SqlValues.array(name, elements == null ? new Object[0] : elements));
  }

  @Override
  public final Struct createStruct(String typeName, @Nullable Object @Nullable [] attributes)
      throws SQLException {
    checkOpen();
    List<@Nullable Object> values = attributes == null ? List.of() : Arrays.asList(attributes);
    return new BricklaneStruct(SqlExceptions.notNull(typeName, "type name"), values);
  }

  @Override
  public final boolean setShardingKeyIfValid(@Nullable ShardingKey key, int timeout)
      throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public final boolean setShardingKeyIfValid(
      @Nullable ShardingKey key, @Nullable ShardingKey superKey, int timeout) throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public final void setShardingKey(@Nullable ShardingKey key) throws SQLException {
    throw SqlExceptions.unsupported("setShardingKey(): sharding");
  }

  @Override
  public final void setShardingKey(@Nullable ShardingKey key, @Nullable ShardingKey superKey)
      throws SQLException {
    throw SqlExceptions.unsupported("setShardingKey(): sharding");
  }
}
