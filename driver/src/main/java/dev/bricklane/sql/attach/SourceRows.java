package dev.bricklane.sql.attach;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a source's query, one after another; the first one asks the source. */
final class SourceRows implements Enumerator<Object> {
  private static final int SOME = 0x3F;

  private final SourceQuery query;
  private final SourceRun run;
  private final @Nullable Object[] computed;

  private @Nullable Connection connection;
  private @Nullable PreparedStatement statement;
  private @Nullable ResultSet rows;
  private @Nullable Object current;
  private int given;
  private boolean done;

  SourceRows(SourceQuery query, SourceRun run, @Nullable Object[] computed) {
    this.query = query;
    this.run = run;
    this.computed = computed;
  }

  @Override
  @SuppressWarnings("NullAway") // A row of one column may be NULL.
  public Object current() {
    return current;
  }

  @Override
  public boolean moveNext() {
    if (done) {
      return false;
    }
    if ((given++ & SOME) == 0) {
      run.check();
    }
    try {
      ResultSet open = rows;
      if (open == null) {
        open = open();
      }
      if (!open.next()) {
        end(true);
        return false;
      }
      current = row(open);
      return true;
    } catch (SQLException e) {
      end(false);
      run.check(); // A source that was told to stop says so in words of its own.
      throw query.database().failed("failed to answer", e);
    } catch (RuntimeException e) {
      end(false);
      throw e;
    }
  }

  private ResultSet open() throws SQLException {
    Connection own = run.borrow(query.database());
    connection = own;
    if (query.product().streamsInTransactions() && own.getAutoCommit()) {
      own.setAutoCommit(false);
    }
    PreparedStatement prepared = own.prepareStatement(query.sql().text());
    statement = prepared;
    run.begins(prepared);
    prepared.setFetchSize(query.database().source().fetchSize());
    if (run.secondsLeft() > 0) {
      prepared.setQueryTimeout(run.secondsLeft());
    }
    List<SourceSql.Parameter> parameters = query.sql().parameters();
    int next = 0;
    for (int i = 0; i < parameters.size(); i++) {
      SourceSql.Parameter parameter = parameters.get(i);
      Object value;
      if (parameter.computed() != null) {
        value = computed[next++];
      } else {
        value =
            parameter.constant() == null ? run.parameter(parameter.index()) : parameter.constant();
      }
      ParameterWriter.set(prepared, i + 1, value, parameter.type(), query.product());
    }
    run.check();
    ResultSet opened = prepared.executeQuery();
    rows = opened;
    return opened;
  }

  private @Nullable Object row(ResultSet open) throws SQLException {
    List<ValueReader> readers = query.readers();
    if (query.scalar()) {
      return readers.get(0).read(open, 1);
    }
    @Nullable Object[] row = new @Nullable Object[readers.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = readers.get(i).read(open, i + 1);
    }
    return row;
  }

  @Override
  public void reset() {
    throw new UnsupportedOperationException("rows of a source are read forward");
  }

  @Override
  public void close() {
    end(true);
  }

  /** Frees what the query holds, whether or not its rows were read to the end. */
  private void end(boolean well) {
    if (done) {
      return;
    }
    done = true;
    boolean reusable = well;
    PreparedStatement ended = statement;
    if (ended != null) {
      run.ended(ended);
      try {
        ended.close();
      } catch (SQLException | RuntimeException e) {
        reusable = false;
      }
    }
    Connection own = connection;
    if (own == null) {
      return;
    }
    if (reusable) {
      run.giveBack(query.database(), own);
    } else {
      run.drop(own);
    }
  }
}
