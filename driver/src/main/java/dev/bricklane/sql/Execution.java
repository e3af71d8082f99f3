package dev.bricklane.sql;

import dev.bricklane.exec.CallLedger.Totals;
import dev.bricklane.exec.StatementCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
  private final List<@Nullable Object> parameters;
  private final long maxRows;
  private final Duration timeout;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final List<Runnable> onCancel = new ArrayList<>();
  private final AtomicLong rows = new AtomicLong();
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
    Totals totals = begun == null ? Totals.NONE : begun.totals();
    return new Progress(
        rows.get(),
        totals.made(),
        totals.saved(),
        totals.promptTokens() + totals.completionTokens());
  }

  /**
   * How far a run has come.
   *
   * @param rows given to the reader
   * @param calls sent to a model and ended
   * @param saved answered without a call
   * @param tokens of prompts and answers, as reported
   */
  public record Progress(long rows, long calls, long saved, long tokens) {}

  /** Ties the run to its model calls: they are counted, and end when it is cancelled. */
  void begin(StatementCalls begun) {
    calls = begun;
    onCancel(begun::cancel);
  }

  /** Counts a row that was given. */
  void countRow() {
    rows.incrementAndGet();
  }

  /** Returns how many rows were given. */
  long rows() {
    return rows.get();
  }

  /** Has an action run once when the run is cancelled; at once if it is already. */
  private void onCancel(Runnable action) {
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
