package dev.bricklane.sql.files;

/**
 * The first rows of a file, from which its columns' types are found out: as many as the option
 * {@code sampleRows} says, and unless it says more than usual, of the first 1 Mi characters.
 */
final class Sample {
  private static final long CHARACTERS = 1L << 20;

  /** Enough to tell how many rows there are in all. */
  private static final int UNTYPED_ROWS = 100;

  private final boolean typed;
  private final int most;
  private final long characters;
  private long rows;
  private boolean ended;

  Sample(FolderOptions options) {
    typed = options.sampleRows() > 0;
    most = typed ? options.sampleRows() : UNTYPED_ROWS;
    characters = most > FolderOptions.USUAL.sampleRows() ? Long.MAX_VALUE : CHARACTERS;
  }

  /** Returns whether types are to be found out at all. */
  boolean typed() {
    return typed;
  }

  /** Returns whether another row is to be looked at. */
  boolean wantsMore(long charactersRead) {
    return !ended && rows < most && charactersRead < characters;
  }

  /** Counts a row. */
  void row() {
    rows++;
  }

  /** Says that there are no more rows. */
  void end() {
    ended = true;
  }

  /**
   * Returns about how many rows there are in all.
   *
   * @param part which part of the file was read
   */
  double rows(double part) {
    return ended ? rows : Math.max(1, rows / part);
  }
}
