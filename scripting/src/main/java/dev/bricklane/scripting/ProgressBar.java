package dev.bricklane.scripting;

import dev.bricklane.jdbc.StatementProgress;
import java.io.PrintStream;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One line on a terminal, redrawn in place at most ten times a second. Thread-safe. */
final class ProgressBar implements ParallelProgress {
  private static final int CELLS = 24;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long PERIOD = NANOS_PER_SECOND / 10;

  private final PrintStream terminal;
  private final int all;
  private final LongSupplier nanoTime;
  private final long start;
  private @Nullable StatementProgress progress;
  private long drawn;
  private int done;
  private int shown;
  private boolean closed;

  /**
   * Draws an empty one.
   *
   * @param all how many items there are
   * @param nanoTime a clock in nanoseconds
   */
  ProgressBar(PrintStream terminal, int all, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.all = all;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    draw();
  }

  @Override
  public synchronized void done(int items) {
    done = items;
    if (nanoTime.getAsLong() - drawn >= PERIOD) {
      draw();
    }
  }

  @Override
  public synchronized void heard(StatementProgress heard) {
    progress = heard;
    if (!closed) {
      draw();
    }
  }

  /** Leaves the last state on the screen. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      draw();
      terminal.println();
    }
  }

  private void draw() {
    String text = text();
    terminal.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
    terminal.flush();
    shown = text.length();
    drawn = nanoTime.getAsLong();
  }

  /** Returns such as {@code [====> ] 40/100, 16 in flight, 5,678 tokens, $0.0123, 0:07}. */
  private String text() {
    int filled = all == 0 ? CELLS : (int) ((long) done * CELLS / all);
    String head = filled == CELLS || filled == 0 ? "" : ">";
    StringBuilder text = new StringBuilder("[");
    text.append("=".repeat(Math.max(0, filled - head.length()))).append(head);
    text.append(" ".repeat(CELLS - filled)).append("] ").append(done).append('/').append(all);
    StatementProgress now = progress;
    if (now != null) {
      if (now.callsInFlight() > 0) {
        text.append(", ").append(now.callsInFlight()).append(" in flight");
      }
      text.append(String.format(Locale.ROOT, ", %,d tokens", now.tokens()));
      now.cost()
          .filter(cost -> cost.signum() > 0)
          .ifPresent(cost ->
              text.append(", $").append(cost.setScale(4, RoundingMode.HALF_UP).toPlainString()));
    }
    long seconds = (nanoTime.getAsLong() - start) / NANOS_PER_SECOND;
    return text.append(", %d:%02d".formatted(seconds / 60, seconds % 60)).toString();
  }
}
