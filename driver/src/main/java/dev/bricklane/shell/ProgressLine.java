package dev.bricklane.shell;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * One line on the terminal that says how far a statement has come; it is redrawn in place, and
 * wiped before each text of the statement's own and at the end.
 *
 * <p>It appears after a second, so that quick statements stay quiet. The monitor of the {@link
 * Output} that writes the rows guards it.
 */
final class ProgressLine implements AutoCloseable {
  static final Duration FIRST = Duration.ofSeconds(1);
  static final Duration PERIOD = Duration.ofMillis(250);

  private final Output rows;
  private final Output screen;
  private final Progress progress;
  private final LongSupplier nanoTime;
  private final long start;
  private final int width;
  private final Runnable stop;
  private boolean closed;
  private int shown;

  /**
   * Starts it.
   *
   * @param rows where rows are written
   * @param screen where the line is drawn: standard error
   * @param width the columns of the terminal
   * @param nanoTime a clock in nanoseconds
   */
  ProgressLine(
      Output rows,
      Output screen,
      Progress progress,
      int width,
      LongSupplier nanoTime,
      Ticker ticker) {
    this.rows = rows;
    this.screen = screen;
    this.progress = progress;
    this.width = width;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    rows.beforeText(this::wipe);
    this.stop = ticker.every(FIRST, PERIOD, () -> rows.besides(this::draw));
  }

  @Override
  public void close() {
    stop.run();
    rows.beforeText(() -> {});
    synchronized (rows) {
      closed = true;
      wipe();
    }
  }

  /** Wipes the line; it comes back with the next tick. */
  void wipe() {
    if (shown > 0) {
      screen.write("\r" + " ".repeat(shown) + "\r");
      screen.flush();
      shown = 0;
    }
  }

  private void draw() {
    if (closed) {
      return;
    }
    String text = text(progress, Duration.ofNanos(nanoTime.getAsLong() - start));
    String cut = text.substring(0, Math.min(text.length(), width - 1));
    screen.write("\r" + cut + " ".repeat(Math.max(0, shown - cut.length())));
    screen.flush();
    shown = Math.max(cut.length(), 0);
  }

  /**
   * Returns what the line says, such as {@code 12 rows, 34 calls, 16 in flight, 5,678 tokens,
   * $0.0123, 0:07}.
   */
  static String text(Progress progress, Duration elapsed) {
    long seconds = elapsed.toSeconds();
    return counted(OptionalLong.of(progress.rows()), "row")
        + counted(progress.calls(), "call")
        + inFlight(progress.inFlight())
        + counted(progress.tokens(), "token")
        + cost(progress.cost())
        + "%d:%02d".formatted(seconds / 60, seconds % 60);
  }

  private static String inFlight(OptionalLong count) {
    return count.orElse(0) == 0
        ? ""
        : String.format(Locale.ROOT, "%,d in flight, ", count.getAsLong());
  }

  /** Nothing spent is nothing worth saying. */
  private static String cost(Optional<BigDecimal> dollars) {
    return dollars
        .filter(cost -> cost.signum() > 0)
        .map(cost -> "$" + cost.setScale(4, RoundingMode.HALF_UP).toPlainString() + ", ")
        .orElse("");
  }

  private static String counted(OptionalLong count, String what) {
    if (count.isEmpty()) {
      return "";
    }
    long n = count.getAsLong();
    return String.format(Locale.ROOT, "%,d %s%s, ", n, what, n == 1 ? "" : "s");
  }
}
