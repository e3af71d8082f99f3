package dev.bricklane.sql;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.exec.AnswerStream;
import dev.bricklane.exec.RowErrors;
import dev.bricklane.exec.RowProblem;
import dev.bricklane.exec.StatementCalls;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The text of one row that may be read while it comes.
 *
 * <p>Its methods throw {@code BricklaneException} alone: what the call failed with, or that the
 * statement is over. Where they wait, they do so within the statement's time. Thread-safe.
 */
public final class StreamedText {
  private final StatementCalls calls;
  private final AnswerStream stream;
  private final boolean goesOn;
  private final CompletableFuture<?> settled;
  private int readers;
  private boolean letGo;

  /**
   * Makes the text of a row that is given now.
   *
   * @param goesOn whether the statement goes on, with NULL and a warning, if the call fails
   */
  StreamedText(StatementCalls calls, String model, AnswerStream stream, boolean goesOn) {
    this.calls = calls;
    this.stream = stream;
    this.goesOn = goesOn;
    this.settled =
        stream
            .answer()
            .handle((answer, failure) -> {
              warn(model, answer);
              return null;
            });
  }

  private void warn(String model, @Nullable ChatCompletion answer) {
    BricklaneException failure = stream.failure();
    if (answer != null) {
      RowProblem.of(model, answer).ifPresent(calls.problems()::add);
    } else if (failure != null && isNull(failure)) {
      calls.problems().add(RowProblem.failed(failure));
    }
  }

  /** Returns whether a failure makes the value NULL; another is an error. */
  private boolean isNull(BricklaneException failure) {
    return goesOn && RowErrors.isOfOneCall(failure);
  }

  /** Returns whether the call has ended. */
  boolean isDone() {
    return settled.isDone();
  }

  /** Waits for the end of the call, whatever it is. */
  void awaitEnd() {
    calls.await(settled);
  }

  /** Throws what the call has failed with, if the statement is to fail for it. */
  void check() {
    BricklaneException failure = stream.failure();
    if (failure != null && !isNull(failure) && !stream.isGivenUp()) {
      throw failure;
    }
  }

  /** Waits for the whole text, and returns it; null if it is NULL. */
  public @Nullable String whole() {
    readToEnd();
    BricklaneException failure = stream.failure();
    if (failure == null) {
      return stream.answer().join().content();
    }
    if (isNull(failure)) {
      return null;
    }
    throw failure;
  }

  /**
   * Waits for the whole text, for who has begun to read: it throws what the call has failed with
   * also where that makes the value NULL.
   */
  public String rest() {
    readToEnd();
    BricklaneException failure = stream.failure();
    if (failure != null) {
      throw failure;
    }
    String content = stream.answer().join().content();
    return content == null ? "" : content;
  }

  /**
   * Waits for the whole answer, and returns it as the columns of {@code FROM complete(…)}, by their
   * names; it throws as {@link #rest} does.
   */
  public Map<String, @Nullable Object> columns() {
    rest();
    return AnswerColumns.byName(stream.answer().join());
  }

  /** Waits for the end; as this is reading too, no other reader's end is that of the call. */
  private void readToEnd() {
    open();
    try {
      awaitEnd();
    } finally {
      close();
    }
  }

  /** Waits until some of the text has come, and returns false; or until it is known to be NULL. */
  public boolean isNull() {
    calls.await(stream.past(0));
    return stream.isDone() && whole() == null;
  }

  /**
   * Waits until there is text behind a position, and copies it.
   *
   * @param from the position, in characters
   * @param length at least 1
   * @return how many characters, at least 1; -1 at the end
   */
  public int read(int from, char[] buffer, int offset, int length) {
    while (true) {
      if (!stream.isDone()) {
        calls.check();
        calls.await(stream.past(from));
      }
      if (stream.isDone()) {
        awaitEnd();
      }
      int count = stream.read(from, buffer, offset, length);
      if (count != 0) {
        return count;
      }
    }
  }

  /** Returns whether {@link #read} would not wait now. */
  public boolean isReady(int from) {
    return stream.past(from).isDone();
  }

  /** Notes that somebody begins to read. */
  public synchronized void open() {
    readers++;
    if (letGo && stream.claim()) {
      letGo = false;
    }
  }

  /**
   * Notes that somebody who has begun reads no further. If nobody does, in this row or in another
   * with an equal request, a call that has not ended is given up.
   */
  public void close() {
    synchronized (this) {
      readers--;
      if (readers > 0 || letGo) {
        return;
      }
      letGo = true;
    }
    stream.release();
  }
}
