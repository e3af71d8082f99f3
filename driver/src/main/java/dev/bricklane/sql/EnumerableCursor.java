package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.exec.StatementCalls;
import dev.bricklane.sql.attach.SourceRun;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** Reads the rows of generated code, one at a time, and not one more than the reader asks for. */
final class EnumerableCursor implements RowCursor {
  private final Enumerator<?> rows;
  private final List<RelDataType> types;
  private final boolean scalar;
  private final StatementCalls calls;
  private final Execution execution;
  private final SourceRun sources;

  private @Nullable Object current;
  private boolean onRow;
  private boolean closed;

  private EnumerableCursor(
      Enumerator<?> rows,
      List<RelDataType> types,
      boolean scalar,
      StatementCalls calls,
      Execution execution,
      SourceRun sources) {
    this.rows = rows;
    this.types = types;
    this.scalar = scalar;
    this.calls = calls;
    this.execution = execution;
    this.sources = sources;
  }

  /**
   * Starts a query; some plans read their input at once, so this may take its time.
   *
   * @param scalar whether a row is its one value itself, not an array of it
   * @param sources is closed with the cursor
   */
  static EnumerableCursor open(
      Supplier<? extends Enumerable<?>> query,
      List<RelDataType> types,
      boolean scalar,
      StatementCalls calls,
      Execution execution,
      SourceRun sources) {
    try {
      calls.check();
      Enumerator<?> rows = query.get().enumerator();
      return new EnumerableCursor(rows, types, scalar, calls, execution, sources);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      calls.close();
      sources.close();
      throw RunErrors.translate(e);
    }
  }

  @Override
  public boolean next() {
    if (closed) {
      throw new BricklaneException(ErrorCode.INVALID_STATE, "The result has been closed");
    }
    onRow = false;
    if (execution.maxRows() > 0 && execution.rows() >= execution.maxRows()) {
      return false;
    }
    try {
      calls.check();
      if (!rows.moveNext()) {
        calls.check();
        return false;
      }
      current = rows.current();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw RunErrors.translate(e);
    }
    execution.countRow();
    onRow = true;
    return true;
  }

  @Override
  public @Nullable Object value(int column) {
    if (!onRow) {
      throw new BricklaneException(ErrorCode.INVALID_STATE, "The result is not on a row");
    }
    Object value =
        scalar ? current : ((@Nullable Object[]) Objects.requireNonNull(current))[column];
    return CalciteValues.toJava(value, types.get(column));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    onRow = false;
    try {
      rows.close();
    } catch (RuntimeException e) {
      throw RunErrors.translate(e);
    } finally {
      calls.close();
      sources.close();
      execution.ended();
    }
  }
}
