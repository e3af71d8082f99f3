package dev.bricklane.shell;

/** The line under a result. */
final class RowCount {
  private RowCount() {}

  static String line(long rows) {
    return rows == 1 ? "(1 row)\n" : "(" + rows + " rows)\n";
  }
}
