package dev.bricklane.sql;

import dev.bricklane.exec.CallLedger;
import dev.bricklane.exec.LookAhead;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link RoundsRel}. A round takes as many rows of the front as rows are still wanted,
 * divided by the share of them that has given one ({@link LookAhead}); no more than a window of
 * them beyond those that are needed in any case. So at most {@code (wanted − passed) / pass rate −
 * 1} of them are looked at for nothing.
 *
 * <p>Where the last round has asked for nothing new, the next may take some windows: each round
 * reads the other tables anew.
 */
final class FrontRounds extends AbstractEnumerable<@Nullable Object> {
  /** The most rows that a round looks at, though all of them are needed. */
  private static final int MOST = 4_096;

  /** How many windows a round may look at after one that asked for nothing. */
  private static final int WINDOWS = 4;

  private final QueryContext context;
  private final String name;
  private final Terms terms;
  private final List<String> anew;

  /**
   * What is to be done.
   *
   * @param front names the front
   * @param wanted how many rows the limit takes
   * @param once whether a row of the front gives no more than one
   */
  record Terms(String front, long wanted, boolean once) {}

  private FrontRounds(QueryContext context, String name, Terms terms, List<String> anew) {
    this.context = context;
    this.name = name;
    this.terms = terms;
    this.anew = anew;
  }

  /**
   * Gives the rows of all rounds.
   *
   * @param name of the body's code
   * @param anew the shared parts of the plan that are worked out anew in each round
   */
  static Enumerable<?> of(QueryContext context, String name, Terms terms, List<String> anew) {
    return new FrontRounds(context, name, terms, anew);
  }

  @Override
  public Enumerator<@Nullable Object> enumerator() {
    return new Rows();
  }

  private final class Rows implements Enumerator<@Nullable Object> {
    private final LookAhead lookAhead = new LookAhead(terms.wanted);
    private @Nullable Enumerator<?> front;
    private Enumerator<?> round = Linq4j.emptyEnumerator();
    private @Nullable Object current;
    private long tried;
    private long passed;
    private long askedBefore = -1;

    @Override
    public boolean moveNext() {
      while (passed < terms.wanted) {
        if (round.moveNext()) {
          current = round.current();
          passed++;
          lookAhead.passed();
          return true;
        }
        round.close();
        round = Linq4j.emptyEnumerator();
        List<@Nullable Object> next = next();
        if (next.isEmpty()) {
          return false;
        }
        tried += next.size();
        anew.forEach(context::forget);
        context.front(terms.front, next);
        round = context.run(name).enumerator();
      }
      return false;
    }

    private List<@Nullable Object> next() {
      Enumerator<?> rows = front;
      if (rows == null) {
        rows = context.run(terms.front).enumerator();
        front = rows;
      }
      int most = most();
      List<@Nullable Object> next = new ArrayList<>();
      while (next.size() < most && rows.moveNext()) {
        next.add(rows.current());
      }
      return next;
    }

    private int most() {
      CallLedger.Totals totals = context.calls().totals();
      long asked = totals.made() + totals.saved();
      boolean free = asked == askedBefore;
      askedBefore = asked;
      long needed = terms.once ? Math.min(MOST, terms.wanted - passed) : 0;
      int window = context.calls().window() * (free ? WINDOWS : 1);
      return lookAhead.allowed(tried, Math.max(window, (int) needed));
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
      if (front != null) {
        front.close();
      }
    }
  }
}
