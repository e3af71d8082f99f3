package dev.bricklane.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The streamed texts of a run. Generated code passes the columns on as texts, so each value stands
 * for itself by a number until a row has come out. Used by one thread.
 */
final class StreamedTexts {
  private final Map<String, Object> waiting = new HashMap<>();
  private final Deque<StreamedText> given = new ArrayDeque<>();
  private long last;

  /**
   * Returns what stands for a value in a row.
   *
   * @param value a text, or a {@link StreamedText}; null for NULL
   */
  @Nullable String put(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    String number = Long.toString(++last);
    waiting.put(number, value);
    return number;
  }

  /** Returns the value that a number stands for, which the reader gets with its row. */
  @Nullable Object give(@Nullable Object number) {
    Object value = number == null ? null : waiting.get(number.toString());
    if (value instanceof StreamedText text) {
      given.add(text);
    }
    return value;
  }

  /** Forgets those that stand in no row any more; one row comes out at a time. */
  void forget(@Nullable Object number) {
    waiting.remove(String.valueOf(number));
  }

  /** Throws what a text has failed with that was given, if the statement is to fail for it. */
  void check() {
    // Those that have ended well need no further look.
    given.removeIf(text -> {
      if (text.isDone()) {
        text.check();
        return true;
      }
      return false;
    });
  }

  /** Waits for the ends of all texts that were given; throws as {@link #check} does. */
  void awaitEnd() {
    for (StreamedText text : given) {
      text.awaitEnd();
    }
    check();
  }
}
