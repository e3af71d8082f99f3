package dev.bricklane.sql;

import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link FirstOfGroupRel}: reads its input, a round after the other, and keeps what is
 * wanted.
 */
final class FirstOfGroups extends AbstractEnumerable<@Nullable Object> {
  private final QueryContext context;
  private final Enumerable<?> input;
  private final String name;
  private final GroupKey key;
  private final long wanted;

  private FirstOfGroups(
      QueryContext context, Enumerable<?> input, String name, GroupKey key, long wanted) {
    this.context = context;
    this.input = input;
    this.name = name;
    this.key = key;
    this.wanted = wanted;
  }

  static Enumerable<?> of(
      QueryContext context, Enumerable<?> input, String name, GroupKey key, long wanted) {
    return new FirstOfGroups(context, input, name, key, wanted);
  }

  /** Returns the rows of the round that is being read; all rows where there are no rounds. */
  static Enumerable<?> source(QueryContext context, Enumerable<?> input, String name) {
    return new AbstractEnumerable<@Nullable Object>() {
      @Override
      @SuppressWarnings("unchecked") // What is given may be read as any object.
      public Enumerator<@Nullable Object> enumerator() {
        GroupRounds rounds = context.rounds(name);
        return rounds == null
            ? ((Enumerable<@Nullable Object>) input).enumerator()
            : rounds.rows(input);
      }
    };
  }

  @Override
  public Enumerator<@Nullable Object> enumerator() {
    return new Rows(new GroupRounds(key, wanted, context.calls().window()));
  }

  private final class Rows implements Enumerator<@Nullable Object> {
    private final GroupRounds rounds;
    private Enumerator<?> round = Linq4j.emptyEnumerator();
    private @Nullable Object current;

    Rows(GroupRounds rounds) {
      this.rounds = rounds;
    }

    @Override
    public boolean moveNext() {
      while (true) {
        while (round.moveNext()) {
          Object row = round.current();
          if (rounds.take(row)) {
            current = row;
            return true;
          }
        }
        round.close();
        if (!rounds.begin()) {
          round = Linq4j.emptyEnumerator();
          return false;
        }
        context.rounds(name, rounds);
        round = input.enumerator();
      }
    }

    @Override
    public @Nullable Object current() {
      return current;
    }

    @Override
    public void reset() {
      throw new UnsupportedOperationException("model calls are not made again");
    }

    @Override
    public void close() {
      round.close();
      rounds.close();
    }
  }
}
