package dev.bricklane.scripting;

import dev.bricklane.jdbc.StatementProgress;
import groovy.lang.Closure;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Is told how far many calls have come. */
interface ParallelProgress extends AutoCloseable {
  /** Wants to know nothing. */
  ParallelProgress NONE = () -> {};

  /**
   * Makes what a script asks for.
   *
   * @param asked false or null for nothing; true for a bar on standard error if that is a terminal;
   *     a closure or a {@code BiConsumer} of the items done and of all; or a {@code Function} of an
   *     array of both, as GraalJS gives its functions
   * @throws IllegalArgumentException if it is anything else
   */
  @SuppressWarnings("unchecked") // Takes two numbers; another fails as any code of a script's.
  static ParallelProgress of(@Nullable Object asked, int all) {
    if (asked == null || Boolean.FALSE.equals(asked)) {
      return NONE;
    }
    if (Boolean.TRUE.equals(asked)) {
      return StandardStream.ERROR.isTerminal()
          ? new ProgressBar(System.err, all, System::nanoTime)
          : NONE;
    }
    if (asked instanceof Closure<?> closure) {
      return new Told(
          closure.getMaximumNumberOfParameters() < 2
              ? (done, of) -> closure.call(done)
              : closure::call,
          all);
    }
    if (asked instanceof BiConsumer<?, ?> consumer) {
      return new Told((BiConsumer<Object, Object>) consumer, all);
    }
    if (asked instanceof Function<?, ?> function) {
      Function<Object, ?> listener = (Function<Object, ?>) function;
      return new Told(
          (done, of) -> {
            Object unused = listener.apply(new Object[] {done, of});
          },
          all);
    }
    throw new IllegalArgumentException(
        "progress is true, false or a function of the items done and of all, not a "
            + asked.getClass().getName());
  }

  /** Hears that so many items are done; called on the script's thread. */
  default void done(int items) {}

  /** Hears of calls, tokens and cost; called on any thread, at most ten times a second. */
  default void heard(StatementProgress progress) {}

  @Override
  void close();

  /** Tells a script. */
  record Told(BiConsumer<Object, Object> listener, int all) implements ParallelProgress {
    @Override
    public void done(int items) {
      listener.accept(items, all);
    }

    @Override
    public void close() {}
  }
}
