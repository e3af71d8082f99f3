package dev.bricklane.exec;

import java.util.ArrayList;
import java.util.List;

/**
 * The {@link RowProblem}s of one statement: the first {@value #MOST_KEPT}, and how many there were
 * of each kind. Thread-safe.
 */
public final class RowProblems {
  /** How many are kept. */
  public static final int MOST_KEPT = 100;

  private final List<RowProblem> kept = new ArrayList<>();
  private Counts counts = Counts.NONE;

  /**
   * How many there were, exactly.
   *
   * @param failed rows that have NULL for an answer
   * @param truncated rows whose answer was cut off
   * @param filtered rows whose answer was filtered
   */
  public record Counts(long failed, long truncated, long filtered) {
    /** None. */
    public static final Counts NONE = new Counts(0, 0, 0);

    /** Returns how many there were of all kinds. */
    public long all() {
      return failed + truncated + filtered;
    }

    private Counts plus(RowProblem.Kind kind) {
      return switch (kind) {
        case FAILED -> new Counts(failed + 1, truncated, filtered);
        case TRUNCATED -> new Counts(failed, truncated + 1, filtered);
        case FILTERED -> new Counts(failed, truncated, filtered + 1);
      };
    }
  }

  /** Adds one. */
  public synchronized void add(RowProblem problem) {
    counts = counts.plus(problem.kind());
    if (kept.size() < MOST_KEPT) {
      kept.add(problem);
    }
  }

  /** Returns those that are kept, from one on. */
  public synchronized List<RowProblem> from(int index) {
    return List.copyOf(kept.subList(Math.min(index, kept.size()), kept.size()));
  }

  /** Returns how many there were. */
  public synchronized Counts counts() {
    return counts;
  }
}
