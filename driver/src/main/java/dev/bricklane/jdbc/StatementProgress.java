package dev.bricklane.jdbc;

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

  /** Returns the calls that an earlier answer of the same statement saved. */
  long savedCalls();

  /** Returns the tokens of prompts and answers, as the service reports them. */
  long tokens();
}
