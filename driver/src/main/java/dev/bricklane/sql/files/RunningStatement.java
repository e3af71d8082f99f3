package dev.bricklane.sql.files;

/** The statement that reads a table, as far as its reader must know it. */
public interface RunningStatement {
  /** The variable of a statement's {@code DataContext} that holds it. */
  String VARIABLE = "bricklane.statement";

  /** Fails if the statement was cancelled or its time is up. */
  void check();

  /** Has something closed when the statement ends, if it is still open then. */
  void closeAtEnd(AutoCloseable resource);

  /** Forgets something that has been closed. */
  void closed(AutoCloseable resource);
}
