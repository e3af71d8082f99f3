package dev.bricklane.jdbc;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * How far a statement's current run has come; got by {@code
 * statement.unwrap(StatementProgress.class)}.
 *
 * <p>Thread-safe: meant to be read while another thread runs the statement. All counts are zero
 * before the first run and begin anew with each.
 */
public interface StatementProgress {
  /** Returns the rows that were read. */
  long rows();

  /** Returns the model calls that were made and have ended, failed ones included. */
  long calls();

  /** Returns the model calls that are in flight now. */
  int callsInFlight();

  /** Returns the calls that an earlier answer saved. */
  long savedCalls();

  /** Returns the tokens of prompts and answers, as the service reports them. */
  long tokens();

  /**
   * Returns what the calls that have ended cost, in US dollars by the price table; empty if one of
   * their models has no price.
   */
  Optional<BigDecimal> cost();

  /**
   * Returns how many of the rows read have a warning: no answer, or one that was cut off or
   * filtered. The statement's warnings list the first hundred of them.
   */
  long rowsWithWarnings();

  /** Has a listener told of all runs of this statement from now on. */
  void addProgressListener(ProgressListener listener);

  /** Ends that. */
  void removeProgressListener(ProgressListener listener);
}
