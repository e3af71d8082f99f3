package dev.bricklane.sql;

import dev.bricklane.exec.LookAhead;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;

/**
 * Hands rows on to a limit and counts them; gives no more than the limit wants, so that it looks no
 * row too far.
 */
final class CountedRows<T> extends AbstractEnumerable<T> {
  private final QueryContext context;
  private final Enumerable<T> input;
  private final String name;
  private final long wanted;

  private CountedRows(QueryContext context, Enumerable<T> input, String name, long wanted) {
    this.context = context;
    this.input = input;
    this.name = name;
    this.wanted = wanted;
  }

  static <T> Enumerable<T> of(QueryContext context, Enumerable<T> input, String name, long wanted) {
    return new CountedRows<>(context, input, name, wanted);
  }

  @Override
  public Enumerator<T> enumerator() {
    LookAhead lookAhead = context.lookAhead(name, wanted);
    Enumerator<T> rows = input.enumerator();
    return new Enumerator<>() {
      private long given;

      @Override
      public T current() {
        return rows.current();
      }

      @Override
      public boolean moveNext() {
        if (given >= wanted || !rows.moveNext()) {
          return false;
        }
        given++;
        lookAhead.passed();
        return true;
      }

      @Override
      public void reset() {
        throw new UnsupportedOperationException("model calls are not made again");
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }
}
