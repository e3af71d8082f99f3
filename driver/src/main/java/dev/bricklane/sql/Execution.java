package dev.bricklane.sql;

import dev.bricklane.exec.CallLedger.Totals;
import dev.bricklane.exec.RowProblems;
import dev.bricklane.exec.Spent;
import dev.bricklane.exec.StatementCalls;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link PreparedQuery}: its parameter values, its limits, and the switch that stops
 * it.
 *
 * <p>{@link #cancel()} may be called by any thread at any time, before and after the run too.
 */
public final class Execution {
  private static final long SHORTEST_PERIOD = Duration.ofMillis(100).toNanos();

  private final List<@Nullable Object> parameters;
  private final long maxRows;
  private final Duration timeout;
  private volatile int fetchSize;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final List<Runnable> onCancel = new ArrayList<>();
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong notified = new AtomicLong(Long.MIN_VALUE);
  private volatile Runnable listener = () -> {};
  private volatile @Nullable StatementCalls calls;

  /**
   * Describes a run.
   *
   * @param parameters the values of the {@code ?}, of the classes that {@link ColumnType} lists
   * @param maxRows the most rows to return; 0 for all
   * @param timeout the longest it may take from opening to the last row; zero for no limit
   */
  public Execution(List<@Nullable Object> parameters, long maxRows, Duration timeout) {
    this.parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    this.maxRows = maxRows;
    this.timeout = timeout;
  }

  /** Returns the values of the {@code ?}. */
  public List<@Nullable Object> parameters() {
    return parameters;
  }

  /** Returns the most rows to return; 0 for all. */
  public long maxRows() {
    return maxRows;
  }

  /** Returns how many rows may be worked on ahead of the reader; 0 for no limit of its own. */
  public int fetchSize() {
    return fetchSize;
  }

  /**
   * Sets how many rows may be worked on ahead of the reader, from its next row on.
   *
   * @param rows at least 1; 0 for no limit of its own
   */
  public void fetchSize(int rows) {
    fetchSize = rows;
  }

  /**
   * Has an action run when the run has come further: at most ten times a second, and once more at
   * its end.
   *
   * @param action must be quick, and not throw
   */
  public void onProgress(Runnable action) {
    listener = action;
  }

  /** Returns the longest the run may take; zero for no limit. */
  public Duration timeout() {
    return timeout;
  }

  /**
   * Stops the run: calls in flight are abandoned, none is started, and the reader gets {@code
   * CANCELLED}.
   */
  public void cancel() {
    List<Runnable> actions;
    synchronized (onCancel) {
      if (!cancelled.compareAndSet(false, true)) {
        return;
      }
      actions = List.copyOf(onCancel);
      onCancel.clear();
    }
    actions.forEach(Runnable::run);
  }

  /** Returns whether {@link #cancel()} was called. */
  public boolean cancelled() {
    return cancelled.get();
  }

  /** Returns how far the run has come; zeros before it starts. */
  public Progress progress() {
    StatementCalls begun = calls;
    if (begun == null) {
      return Progress.NONE;
    }
    Totals totals = begun.totals();
    Spent spent = begun.spent();
    return new Progress(
        rows.get(),
        totals.made(),
        begun.inFlight(),
        totals.saved(),
        totals.promptTokens() + totals.completionTokens(),
        spent.unpriced() == 0 ? Optional.of(spent.cost()) : Optional.empty(),
        begun.problems().counts().all());
  }

  /**
   * How far a run has come.
   *
   * @param rows given to the reader
   * @param calls sent to a model and ended
   * @param inFlight calls sent and not ended
   * @param saved answered without a call
   * @param tokens of prompts and answers, as reported
   * @param cost in US dollars; empty if a model has no price
   * @param warnings rows whose call failed, or whose answer was cut off or filtered
   */
  public record Progress(
      long rows,
      long calls,
      int inFlight,
      long saved,
      long tokens,
      Optional<BigDecimal> cost,
      long warnings) {
    /** Nothing has happened yet. */
    public static final Progress NONE =
        new Progress(0, 0, 0, 0, 0, Optional.of(BigDecimal.ZERO), 0);
  }

  /** Returns what befell single rows; none before the run starts. */
  public RowProblems problems() {
    StatementCalls begun = calls;
    return begun == null ? new RowProblems() : begun.problems();
  }

  /** Ties the run to its model calls: they are counted, and end when it is cancelled. */
  void begin(StatementCalls begun) {
    calls = begun;
    begun.onEnd(this::changed);
    onCancel(begun::cancel);
  }

  /** Tells the listener, if it was not told just now. */
  private void changed() {
    long now = System.nanoTime();
    long last = notified.get();
    if ((last == Long.MIN_VALUE || now - last >= SHORTEST_PERIOD)
        && notified.compareAndSet(last, now)) {
      listener.run();
    }
  }

  /** Tells the listener that nothing further will come. */
  void ended() {
    listener.run();
  }

  /** Counts a row that was given. */
  void countRow() {
    rows.incrementAndGet();
    changed();
  }

  /** Returns how many rows were given. */
  long rows() {
    return rows.get();
  }

  /** Has an action run once when the run is cancelled; at once if it is already. */
  void onCancel(Runnable action) {
    synchronized (onCancel) {
      if (!cancelled.get()) {
        onCancel.add(action);
        return;
      }
    }
    action.run();
  }

  /** Returns Calcite's flag, which its operators poll between rows. */
  AtomicBoolean cancelFlag() {
    return cancelled;
  }
}
