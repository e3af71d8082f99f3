package dev.bricklane.exec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose calls run ahead of their reader: given in order, each as soon as its calls are
 * answered, with at most a window of calls in flight. The window slides: while the first row waits,
 * calls that end make room for further ones.
 *
 * <p>Nothing runs before the first row is asked for, and nothing is started while nobody asks. So a
 * result that is left unread costs at most a window of calls. Used by one thread.
 *
 * @param <R> a row
 */
public final class CallWindow<R> implements AutoCloseable {
  /**
   * Rows kept behind one that waits, in windows: enough to work on, not enough to fill the memory.
   */
  private static final int ROWS_PER_CALL = 4;

  /** How many rows are taken in for one that is given while it is ready. */
  private static final int STARTED_FOR_A_ROW = 2;

  /** How many rows are gathered for batches, for each that the reader has taken. */
  private static final int GATHERED = 4;

  private final StatementCalls calls;
  private final RowSource<R> source;
  private final Reader reader;
  private final @Nullable LookAhead lookAhead;
  private final Deque<Pending<R>> pending = new ArrayDeque<>();
  private final AtomicInteger streaming = new AtomicInteger();
  private volatile boolean failed;
  private volatile @Nullable CompletableFuture<?> failedStream;
  private volatile @Nullable CompletableFuture<Void> wake;
  private @Nullable RuntimeException broken;
  private long pulled;
  private long given;
  private boolean exhausted;

  /** Who reads the rows. Its answers may change while it reads. */
  public interface Reader {
    /** A reader who may want all rows, and says nothing of how many at a time. */
    Reader UNKNOWN =
        new Reader() {
          @Override
          public long most() {
            return Long.MAX_VALUE;
          }

          @Override
          public long ahead() {
            return Long.MAX_VALUE;
          }
        };

    /** Returns the most rows that it can want; {@link Long#MAX_VALUE} if unknown. */
    long most();

    /** Returns how many rows may be worked on ahead of it, at least 1. */
    long ahead();
  }

  /** Where rows come from. */
  public interface RowSource<R> extends AutoCloseable {
    /** Takes the next row and starts its calls; null when there is none. */
    @Nullable Pending<R> next();

    @Override
    void close();
  }

  /**
   * A row with its calls.
   *
   * @param answers its calls, in flight or done
   * @param streams those of its calls, in flight or done, that whoever gets the row waits for
   */
  public record Pending<R>(
      R row,
      List<? extends CompletableFuture<?>> answers,
      List<? extends CompletableFuture<?>> streams) {
    /** Makes a row that is given when all of its calls are answered. */
    public Pending(R row, List<? extends CompletableFuture<?>> answers) {
      this(row, answers, List.of());
    }

    boolean done() {
      for (CompletableFuture<?> answer : answers) {
        if (!answer.isDone()) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Makes a window.
   *
   * @param reader who reads the rows
   * @param lookAhead narrows the window where rows may be dropped later; null to use all of it
   */
  public CallWindow(
      StatementCalls calls, RowSource<R> source, Reader reader, @Nullable LookAhead lookAhead) {
    this.calls = calls;
    this.source = source;
    this.reader = reader;
    this.lookAhead = lookAhead;
  }

  /**
   * Returns the next row, whose calls are all answered but for its streams; null when there is
   * none.
   *
   * @throws RuntimeException if one of its calls or the source failed, or the statement is over
   */
  public @Nullable Pending<R> next() {
    while (true) {
      // A row that is ready does not wait until a whole window is started; but each makes room.
      Pending<R> ready = pending.peek();
      fill(ready != null && ready.done() ? STARTED_FOR_A_ROW : Integer.MAX_VALUE);
      Pending<R> first = pending.peek();
      if (first == null && !wantsMore()) {
        if (broken != null) {
          throw broken;
        }
        CompletableFuture<?> cause = failedStream;
        if (cause != null) {
          calls.await(cause); // which throws what it failed with
        }
        return null;
      }
      if (first != null && first.done()) {
        pending.remove();
        given++;
        first.answers().forEach(calls::await);
        return first;
      }
      CompletableFuture<Void> change = new CompletableFuture<>();
      wake = change;
      // What ended before the line above has woken nobody.
      if (!(first != null && first.done()) && !hasRoom()) {
        calls.await(change);
      }
      calls.check();
    }
  }

  private void fill(int most) {
    for (int i = 0; i < most && hasRoom(); i++) {
      Pending<R> next;
      try {
        next = source.next();
      } catch (RuntimeException e) {
        // The rows before it are good, and their reader gets them first.
        exhausted = true;
        broken = e;
        return;
      }
      if (next == null) {
        exhausted = true;
        return;
      }
      pulled++;
      pending.add(next);
      for (CompletableFuture<?> answer : next.answers()) {
        answer.whenComplete((value, failure) -> ended(failure));
      }
      for (CompletableFuture<?> stream : next.streams()) {
        streaming.incrementAndGet();
        stream.whenComplete((value, failure) -> {
          streaming.decrementAndGet();
          if (failure != null) {
            failedStream = stream;
          }
          ended(failure);
        });
      }
    }
  }

  private boolean wantsMore() {
    return !exhausted && !failed && pulled < reader.most() && pending.size() < mostPending();
  }

  /**
   * A row may always be begun where none is pending, as the calls in flight may be of others that
   * wait for this one; but not while they are streams of rows before it, which end by themselves.
   */
  private boolean hasRoom() {
    return wantsMore()
        && (calls.inFlight() < calls.window() || (pending.isEmpty() && streaming.get() == 0));
  }

  private long mostPending() {
    if (lookAhead != null) {
      return lookAhead.allowed(given, calls.window());
    }
    long rows = (long) calls.window() * ROWS_PER_CALL;
    // Many rows make one batch of texts; so gather some, and more of them as the reader goes on.
    long wanted =
        calls.gathers() ? Math.max(rows, EmbeddingBatch.MAX_TEXTS + GATHERED * given) : rows;
    return Math.min(wanted, reader.ahead());
  }

  private void ended(@Nullable Throwable failure) {
    if (failure != null) {
      failed = true;
    }
    CompletableFuture<Void> change = wake;
    if (change != null) {
      change.complete(null);
    }
  }

  /** Closes the source; calls in flight belong to the statement and end with it. */
  @Override
  public void close() {
    pending.clear();
    exhausted = true;
    source.close();
  }
}
