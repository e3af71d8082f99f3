package dev.bricklane.jdbc;

/**
 * Is told how far a statement has come; see {@link StatementProgress#addProgressListener}.
 *
 * <p>It is called by whichever thread has moved the statement on, at most ten times a second and
 * once at the end, so it must be quick; what it throws is logged and forgotten.
 */
@FunctionalInterface
public interface ProgressListener {
  /** Takes note of the progress. */
  void progressed(StatementProgress progress);
}
