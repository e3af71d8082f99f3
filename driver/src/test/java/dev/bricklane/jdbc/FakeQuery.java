package dev.bricklane.jdbc;

import dev.bricklane.sql.Column;
import dev.bricklane.sql.ColumnType;
import dev.bricklane.sql.Execution;
import dev.bricklane.sql.Parameter;
import dev.bricklane.sql.PreparedQuery;
import dev.bricklane.sql.RowCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A query with rows given beforehand; keeps what it was run with. */
final class FakeQuery implements PreparedQuery {
  final List<Execution> executions = new CopyOnWriteArrayList<>();
  final AtomicInteger openCursors = new AtomicInteger();
  private final List<Column> columns;
  private final List<List<Object>> rows = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private RuntimeException failure;

  FakeQuery(Column... columns) {
    this.columns = List.of(columns);
  }

  /** One nullable column {@code c} of a type with one row. */
  static FakeQuery of(ColumnType type, Object value) {
    return new FakeQuery(Column.of("c", type, true, null)).row(value);
  }

  FakeQuery row(Object... values) {
    rows.add(java.util.Arrays.asList(values));
    return this;
  }

  FakeQuery parameter(ColumnType type) {
    parameters.add(new Parameter(type));
    return this;
  }

  /** Has reading behind the last row fail. */
  FakeQuery thenFails(RuntimeException failure) {
    this.failure = failure;
    return this;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public RowCursor open(Execution execution) {
    executions.add(execution);
    openCursors.incrementAndGet();
    return new RowCursor() {
      private int row = -1;
      private boolean closed;

      @Override
      public boolean next() {
        if (execution.maxRows() > 0 && row + 1 >= execution.maxRows()) {
          return false;
        }
        row++;
        if (row >= rows.size() && failure != null) {
          throw failure;
        }
        return row < rows.size();
      }

      @Override
      public Object value(int column) {
        return rows.get(row).get(column);
      }

      @Override
      public void close() {
        if (!closed) {
          closed = true;
          openCursors.decrementAndGet();
        }
      }
    };
  }
}
