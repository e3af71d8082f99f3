package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatDelta;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The text of one answer while it comes. What has come is kept, so that each of its readers gets
 * all of it, whenever it begins: it takes the memory that the whole answer takes anyway, and its
 * call never waits for a reader.
 *
 * <p>Whoever may read the answer has a claim on it. When all claims have been let go, the call is
 * ended. Thread-safe; nothing here blocks.
 */
public final class AnswerStream {
  private final Whole whole = new Whole();
  private final StringBuilder text = new StringBuilder();
  private CompletableFuture<@Nullable Void> change = new CompletableFuture<>();
  private @Nullable CompletableFuture<?> exchange;
  private Runnable whenGivenUp = () -> {};
  private @Nullable String content;
  private boolean differs;
  private boolean begun;
  private int call;
  private int claims;
  private boolean awaited;
  private boolean givenUp;

  /** The answer to come, by which its stream is found. */
  static final class Whole extends CompletableFuture<ChatCompletion> {
    private @Nullable AnswerStream stream;
  }

  /** Makes the stream of an answer that will be asked for. */
  AnswerStream() {
    whole.stream = this;
    whole.whenComplete((answer, failure) -> {
      if (failure == null) {
        content(); // It stands for its pieces from now on.
      }
      tell();
    });
  }

  /** Returns the stream of an answer that somebody has asked for: in pieces, or whole. */
  static AnswerStream of(CompletableFuture<ChatCompletion> answer) {
    if (answer instanceof Whole streamed && streamed.stream != null) {
      return streamed.stream;
    }
    AnswerStream stream = new AnswerStream();
    stream.awaited = true; // By those who have asked.
    answer.whenComplete((value, failure) -> {
      if (failure == null) {
        stream.whole.complete(value);
      } else {
        stream.whole.completeExceptionally(StatementLife.known(failure));
      }
    });
    return stream;
  }

  /**
   * Has an answer, which may come in pieces, come whole whatever the readers of its pieces do;
   * returns false if they have given it up already.
   */
  static boolean keep(CompletableFuture<?> answer) {
    return !(answer instanceof Whole streamed && streamed.stream != null)
        || streamed.stream.await();
  }

  private synchronized boolean await() {
    awaited = true;
    return !givenUp;
  }

  /** Returns the whole answer to come, for who completes it. */
  CompletableFuture<ChatCompletion> whole() {
    return whole;
  }

  /** Returns who takes the pieces of the next call; those of a call before it count no more. */
  synchronized Consumer<ChatDelta> pieces() {
    int next = ++call;
    return piece -> accept(next, piece);
  }

  /**
   * Takes no further piece of a call that has failed: one that ran out of time may still be read.
   * Returns whether somebody may have read of the answer, so that no other can take its place.
   */
  synchronized boolean failed() {
    call++;
    return begun;
  }

  private void accept(int of, ChatDelta piece) {
    if (piece.provisional() || piece.text().isEmpty()) {
      return;
    }
    synchronized (this) {
      if (of != call) {
        return;
      }
      text.append(piece.text());
      begun = true;
    }
    tell();
  }

  private void tell() {
    CompletableFuture<@Nullable Void> told;
    synchronized (this) {
      told = change;
      change = new CompletableFuture<>();
    }
    told.complete(null);
  }

  /** Returns whether some of the text has come. */
  public synchronized boolean hasBegun() {
    return begun;
  }

  /** Has an action run when the answer is given up, before its call is ended. */
  synchronized void onGivenUp(Runnable action) {
    whenGivenUp = action;
  }

  /** Notes the call that gives the answer. */
  void during(CompletableFuture<?> call) {
    boolean late;
    synchronized (this) {
      exchange = call;
      late = givenUp;
    }
    if (late) {
      call.cancel(true);
    }
  }

  /** Returns whether the answer was given up, as all who claimed it have let it go. */
  public synchronized boolean isGivenUp() {
    return givenUp;
  }

  /** Claims the answer; returns false if it was given up already. */
  public synchronized boolean claim() {
    claims += givenUp ? 0 : 1;
    return !givenUp;
  }

  /** Lets a claim go. The call ends with the last of them, unless somebody awaits the answer. */
  public void release() {
    CompletableFuture<?> call;
    Runnable action;
    synchronized (this) {
      claims--;
      if (claims > 0 || awaited || givenUp || whole.isDone()) {
        return;
      }
      givenUp = true;
      call = exchange;
      action = whenGivenUp;
    }
    action.run();
    if (call != null) {
      call.cancel(true);
    }
  }

  /** What the readers of an answer get that was given up. */
  static BricklaneException given() {
    return new BricklaneException(
        ErrorCode.CANCELLED, "The answer was given up: its reader was closed before the end");
  }

  /** Returns the whole answer; it fails with {@link BricklaneException} alone. */
  public CompletableFuture<ChatCompletion> answer() {
    return whole;
  }

  /** Returns whether the answer is whole, or has failed. */
  public boolean isDone() {
    return whole.isDone();
  }

  /** Returns what the answer has failed with; null if it has not. */
  public @Nullable BricklaneException failure() {
    return whole.isCompletedExceptionally() ? StatementLife.failure(whole) : null;
  }

  /**
   * Returns something that is done when there is text behind a position, or will be none.
   *
   * @param from the position, in characters
   */
  public synchronized CompletableFuture<?> past(int from) {
    return whole.isDone() || text.length() > from
        ? CompletableFuture.completedFuture(null)
        : change;
  }

  /**
   * Copies what has come behind a position.
   *
   * @param from the position, in characters
   * @return how many characters; 0 if none have come yet; -1 if none will
   * @throws BricklaneException if the answer has failed and nothing is left of it, or if it is
   *     another one than it began to be
   */
  public synchronized int read(int from, char[] buffer, int offset, int length) {
    if (whole.isDone() && !whole.isCompletedExceptionally()) {
      return read(content(), from, buffer, offset, length);
    }
    int count = Math.min(length, text.length() - from);
    if (count > 0) {
      text.getChars(from, from + count, buffer, offset);
      return count;
    }
    if (whole.isDone()) {
      throw StatementLife.failure(whole);
    }
    return 0;
  }

  private int read(String content, int from, char[] buffer, int offset, int length) {
    if (differs && from > 0) {
      throw new BricklaneException(
          ErrorCode.MALFORMED_ANSWER,
          "The answer is another one than its pieces were; read it whole");
    }
    int count = Math.min(length, content.length() - from);
    if (count <= 0) {
      return from < content.length() ? 0 : -1;
    }
    content.getChars(from, from + count, buffer, offset);
    return count;
  }

  /** Returns the whole text, in the place of what has come of it. */
  private synchronized String content() {
    String known = content;
    if (known == null) {
      String given = whole.join().content();
      known = given == null ? "" : given;
      content = known;
      call++;
      differs = !known.startsWith(text.toString());
      text.setLength(0);
      text.trimToSize();
    }
    return known;
  }
}
