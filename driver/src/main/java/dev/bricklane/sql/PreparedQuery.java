package dev.bricklane.sql;

import java.util.List;

/** A planned query, to run any number of times. Thread-safe. Planning makes no model call. */
public interface PreparedQuery {
  /** Returns the columns of its result. */
  List<Column> columns();

  /** Returns its parameters, in the order of their {@code ?}. */
  List<Parameter> parameters();

  /**
   * Starts it.
   *
   * @param execution its parameter values, limits and cancel switch; good for one run
   * @throws dev.bricklane.error.BricklaneException if it cannot start
   */
  RowCursor open(Execution execution);
}
