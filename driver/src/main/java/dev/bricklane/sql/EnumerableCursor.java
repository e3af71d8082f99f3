package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.exec.StatementCalls;
import dev.bricklane.sql.attach.SourceRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

  private final Streamed streamed;

  private @Nullable Object current;
  private final Map<Integer, Object> texts = new HashMap<>();
  private boolean onRow;
  private boolean closed;

  /**
   * What a row has that may be read while it comes.
   *
   * @param columns from 0
   * @param texts of which the columns have the numbers
   */
  record Streamed(Set<Integer> columns, StreamedTexts texts) {}

  private EnumerableCursor(
      Enumerator<?> rows,
      List<RelDataType> types,
      boolean scalar,
      StatementCalls calls,
      Execution execution,
      SourceRun sources,
      Streamed streamed) {
    this.rows = rows;
    this.types = types;
    this.scalar = scalar;
    this.calls = calls;
    this.execution = execution;
    this.sources = sources;
    this.streamed = streamed;
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
      SourceRun sources,
      Streamed streamed) {
    try {
      calls.check();
      Enumerator<?> rows = query.get().enumerator();
      return new EnumerableCursor(rows, types, scalar, calls, execution, sources, streamed);
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
    texts.clear();
    boolean enough = execution.maxRows() > 0 && execution.rows() >= execution.maxRows();
    try {
      streamed.texts().check();
      if (!enough) {
        calls.check();
      }
      if (enough || !rows.moveNext()) {
        // The run is over when its calls are: none is cut off, and no failure is lost.
        streamed.texts().awaitEnd();
        if (!enough) {
          calls.check();
        }
        return false;
      }
      current = rows.current();
      take();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw RunErrors.translate(e);
    }
    execution.countRow();
    onRow = true;
    return true;
  }

  /** Takes what the numbers in a row stand for. */
  private void take() {
    for (int column : streamed.columns()) {
      Object value = streamed.texts().give(raw(column));
      if (value != null) {
        texts.put(column, value);
      }
    }
    for (int column : streamed.columns()) {
      streamed.texts().forget(raw(column));
    }
  }

  private @Nullable Object raw(int column) {
    return scalar ? current : ((@Nullable Object[]) Objects.requireNonNull(current))[column];
  }

  private void checkOnRow() {
    if (!onRow) {
      throw new BricklaneException(ErrorCode.INVALID_STATE, "The result is not on a row");
    }
  }

  @Override
  public @Nullable Object value(int column) {
    checkOnRow();
    if (streamed.columns().contains(column)) {
      Object value = texts.get(column);
      return value instanceof StreamedText text ? text.whole() : value;
    }
    try {
      return CalciteValues.toJava(raw(column), types.get(column));
    } catch (RuntimeException e) {
      throw RunErrors.translate(e); // The elements of an array are cast when they are read.
    }
  }

  @Override
  public @Nullable StreamedText streamed(int column) {
    checkOnRow();
    return texts.get(column) instanceof StreamedText text ? text : null;
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
