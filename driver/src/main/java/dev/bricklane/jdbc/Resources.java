package dev.bricklane.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What was opened for a connection, closed in the opposite order. For one thread at a time. */
final class Resources implements AutoCloseable {
  private final Deque<Runnable> closing = new ArrayDeque<>();

  /** Adds something that was opened. */
  void add(Runnable close) {
    closing.push(close);
  }

  /** Closes all of it, also when some of that fails; the first failure is thrown at the end. */
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!closing.isEmpty()) {
      try {
        closing.pop().run();
      } catch (RuntimeException e) {
        failure = first(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException first(@Nullable RuntimeException before, RuntimeException now) {
    if (before == null) {
      return now;
    }
    before.addSuppressed(now);
    return before;
  }
}
