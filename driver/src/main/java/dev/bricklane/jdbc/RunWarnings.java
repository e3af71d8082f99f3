package dev.bricklane.jdbc;

import dev.bricklane.exec.RowProblem;
import dev.bricklane.exec.RowProblems;
import java.sql.SQLWarning;
import java.util.function.Supplier;

/**
 * Hands the problems of a run's rows to the statement's warnings, and to those of the result set
 * for each of its rows. Used under the result set's lock.
 */
final class RunWarnings {
  private final RowProblems problems;
  private final Warnings ofStatement;
  private int handed;
  private boolean counted;

  RunWarnings(RowProblems problems, Warnings ofStatement) {
    this.problems = problems;
    this.ofStatement = ofStatement;
  }

  /**
   * Hands over what has come since the last time.
   *
   * @param ofRow the warnings of the row just read
   */
  void hand(Warnings ofRow) {
    for (RowProblem problem : problems.from(handed)) {
      handed++;
      ofRow.add(new ModelCallWarning(problem));
      ofStatement.add(new ModelCallWarning(problem));
    }
    if (!counted && problems.counts().all() > handed) {
      counted = true;
      ofStatement.add(new Count(problems::counts));
    }
  }

  /** Stands for those that are not kept; its message counts on. */
  private static final class Count extends SQLWarning {
    private static final long serialVersionUID = 1L;
    private static final String GENERAL_WARNING = "01000";

    private final transient Supplier<RowProblems.Counts> counts;
    private final String fixed;

    Count(Supplier<RowProblems.Counts> counts) {
      super("", GENERAL_WARNING);
      this.counts = counts;
      this.fixed = "More rows have warnings than are listed.";
    }

    @Override
    public String getMessage() {
      if (counts == null) {
        return fixed; // Out of a serial form, which nobody counts on.
      }
      RowProblems.Counts now = counts.get();
      return "The warnings of the first "
          + RowProblems.MOST_KEPT
          + " rows are listed. In all: "
          + now.failed()
          + " rows have NULL for an answer, "
          + now.truncated()
          + " answers were cut off, "
          + now.filtered()
          + " were filtered.";
    }
  }
}
