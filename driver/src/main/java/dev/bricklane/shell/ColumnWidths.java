package dev.bricklane.shell;

import java.util.Arrays;

/** Shares a terminal's width among the columns of a table. */
final class ColumnWidths {
  /** No column is made narrower than this; a table of many columns may so exceed the terminal. */
  private static final int LEAST = 8;

  private ColumnWidths() {}

  /**
   * Returns the widths to use: as they are if they fit; else the narrow columns keep theirs, and
   * the wide ones share the rest evenly.
   *
   * @param natural the widths that the columns' contents have
   * @param total the columns of the terminal
   */
  static int[] fit(int[] natural, int total) {
    int[] widths = natural.clone();
    // A blank before and after each value, and a bar between two.
    long room = total - (3L * widths.length - 1);
    if (Arrays.stream(widths).asLongStream().sum() <= room) {
      return widths;
    }
    int[] ascending = natural.clone();
    Arrays.sort(ascending);
    long cap = LEAST;
    for (int i = 0; i < ascending.length; i++) {
      long share = room / (ascending.length - i);
      if (ascending[i] > share) {
        cap = Math.max(LEAST, share);
        break;
      }
      room -= ascending[i];
    }
    for (int i = 0; i < widths.length; i++) {
      widths[i] = (int) Math.min(widths[i], cap);
    }
    return widths;
  }
}
