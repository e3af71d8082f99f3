package dev.bricklane.conformance.strangers;

import java.util.concurrent.Callable;

/**
 * Work that is done once, and whose end everybody gets who asks: its result, or the same error
 * again. Thread-safe.
 */
final class Once<T> {
  private final Callable<T> work;
  private boolean done;
  private T result;
  private Throwable failure;

  Once(Callable<T> work) {
    this.work = work;
  }

  synchronized T get() throws Exception {
    if (!done) {
      try {
        result = work.call();
      } catch (Exception | Error e) {
        failure = e;
      }
      done = true;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof Exception exception) {
      throw exception;
    }
    return result;
  }
}
