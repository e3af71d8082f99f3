package dev.bricklane.sql;

import dev.bricklane.exec.StatementCalls;
import java.util.List;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;

/**
 * Rows of a list that look now and then whether their statement is over: joins, sorts and
 * aggregates read them to the end before anybody else can stop.
 */
final class StoppableRows<T> extends AbstractEnumerable<T> {
  private final StatementCalls calls;
  private final List<T> rows;

  private StoppableRows(StatementCalls calls, List<T> rows) {
    this.calls = calls;
    this.rows = rows;
  }

  static <T> Enumerable<T> of(StatementCalls calls, List<T> rows) {
    return new StoppableRows<>(calls, rows);
  }

  @Override
  public Enumerator<T> enumerator() {
    calls.check();
    Enumerator<T> each = Linq4j.enumerator(rows);
    return new Enumerator<>() {
      private int given;

      @Override
      public T current() {
        return each.current();
      }

      @Override
      public boolean moveNext() {
        if ((++given & 0xFF) == 0) {
          calls.check();
        }
        return each.moveNext();
      }

      @Override
      public void reset() {
        each.reset();
      }

      @Override
      public void close() {
        each.close();
      }
    };
  }
}
