package dev.bricklane.jdbc;

import dev.bricklane.sql.Column;
import dev.bricklane.sql.Execution;
import dev.bricklane.sql.RowCursor;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are all there: those of metadata, of arrays, of generated keys. */
final class MemoryRows implements RowCursor {
  private final List<List<@Nullable Object>> rows;
  private int row = -1;

  private MemoryRows(List<List<@Nullable Object>> rows) {
    this.rows = rows;
  }

  /** Returns a result set of no statement. */
  static BricklaneResultSet resultSet(List<Column> columns, List<List<@Nullable Object>> rows) {
    return new BricklaneResultSet(
        new ResultColumns(columns),
        new MemoryRows(rows),
        new Execution(List.of(), 0, Duration.ZERO),
        null,
        0);
  }

  @Override
  public boolean next() {
    return ++row < rows.size();
  }

  @Override
  public @Nullable Object value(int column) {
    return rows.get(row).get(column);
  }

  @Override
  public void close() {}
}
