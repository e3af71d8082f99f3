package dev.bricklane.jdbc;

import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.PreparedQuery;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A query planned once, to run any number of times. Thread-safe, as its base is. */
final class BricklanePreparedStatement extends ParameterSetters {
  private final PreparedQuery query;
  private final ParameterValues values;

  BricklanePreparedStatement(BricklaneConnection connection, PreparedQuery query) {
    super(connection);
    this.query = query;
    this.values = new ParameterValues(query.parameters());
  }

  @Override
  void tellClosed(BricklaneConnection connection) {
    connection.statementClosed(this);
  }

  @Override
  void checkTakesSql() throws SQLException {
    checkOpen();
    throw SqlExceptions.of(
        ErrorCode.INVALID_STATE,
        "A prepared statement runs its own query: call the method without SQL");
  }

  @Override
  void set(int index, @Nullable Object value) throws SQLException {
    checkOpen();
    values.set(index, value);
  }

  @Override
  void set(int index, @Nullable Object value, int type, @Nullable Integer scale)
      throws SQLException {
    checkOpen();
    values.set(index, value, type, scale);
  }

  @Override
  public void clearParameters() throws SQLException {
    checkOpen();
    values.clear();
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    checkOpen();
    return run(values.all(), () -> query);
  }

  @Override
  public boolean execute() throws SQLException {
    executeQuery();
    return true;
  }

  @Override
  public int executeUpdate() throws SQLException {
    throw refusal("executeUpdate");
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    throw refusal("executeLargeUpdate");
  }

  @Override
  public void addBatch() throws SQLException {
    throw refusal("addBatch");
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return SqlExceptions.translating(() -> new ResultColumns(query.columns()));
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    checkOpen();
    return SqlExceptions.translating(() -> new QueryParameters(query.parameters()));
  }
}
