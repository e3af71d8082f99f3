package dev.bricklane.exec;

/**
 * How far calls may run ahead when only some of their rows will be wanted: where a LIMIT stands
 * above a filter on a call's result.
 *
 * <p>As many calls are in flight as rows are still wanted, divided by the share of rows that has
 * passed so far; so the look-ahead starts narrow and widens only as rows are dropped. When the last
 * wanted row passes, at most {@code (wanted − passed) / pass rate − 1} further calls are in flight,
 * and never more than the window.
 *
 * <p>Thread-safe, though one thread uses it.
 */
public final class LookAhead {
  private final long wanted;
  private long passed;

  /**
   * Makes one.
   *
   * @param wanted how many rows the reader wants; at least 0
   */
  public LookAhead(long wanted) {
    this.wanted = wanted;
  }

  /** Notes that a row passed the filter. */
  public synchronized void passed() {
    passed++;
  }

  /**
   * Returns how many rows with calls may run ahead.
   *
   * @param tried how many rows the asking operator has given up to the filters; each of several
   *     operators has its own
   * @param window the most
   */
  public synchronized int allowed(long tried, int window) {
    long missing = wanted - passed;
    if (missing <= 0) {
      return 0;
    }
    // One more of each: nothing is known before the first row, and nothing is hopeless after it.
    double rate = (passed + 1.0) / (tried + 1.0);
    return (int) Math.min(window, Math.max(1, Math.ceil(missing / rate)));
  }
}
