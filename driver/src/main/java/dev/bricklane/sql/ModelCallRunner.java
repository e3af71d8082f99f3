package dev.bricklane.sql;

import dev.bricklane.exec.CallWindow;
import dev.bricklane.exec.CallWindow.Pending;
import dev.bricklane.exec.CallWindow.Reader;
import dev.bricklane.exec.CallWindow.RowSource;
import dev.bricklane.exec.StatementCalls;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link ModelCallRel}: takes rows, has their calls made within a window, and gives them
 * back in order.
 *
 * @param first whether each row is one of the query's result
 * @param lookAhead names what narrows the window, or null
 * @param streamed the steps whose results are given while they come
 * @param scalarRows whether an input row is its one value itself, not an array of it
 * @param inputs how many columns a row has
 * @param outputs how many it has with the results
 */
record ModelCallRunner(
    List<CallStep> steps,
    boolean keepsEmpty,
    boolean first,
    @Nullable String lookAhead,
    Set<Integer> streamed,
    boolean scalarRows,
    int inputs,
    int outputs) {

  Enumerable<@Nullable Object[]> run(QueryContext context, Enumerable<?> input) {
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object[]> enumerator() {
        return new Rows(context, input.enumerator());
      }
    };
  }

  /** The reader of the query's result, whose rows these are. */
  private record ReaderOf(Execution execution) implements Reader {
    @Override
    public long most() {
      return execution.maxRows() > 0 ? execution.maxRows() : Long.MAX_VALUE;
    }

    @Override
    public long ahead() {
      return execution.fetchSize() > 0 ? execution.fetchSize() : Long.MAX_VALUE;
    }
  }

  /** A row and the calls it waits for. */
  private record CallingRow(@Nullable Object[] values, List<ModelCall> calls) {}

  private final class Rows implements Enumerator<@Nullable Object[]> {
    private final CallWindow<CallingRow> window;
    private final Deque<@Nullable Object[]> ready = new ArrayDeque<>();
    private final StreamedTexts texts;
    private @Nullable Object @Nullable [] current;

    Rows(QueryContext context, Enumerator<?> input) {
      this.texts = context.texts();
      StatementCalls calls = context.calls();
      this.window =
          new CallWindow<>(
              calls,
              new Source(calls, input),
              first ? new ReaderOf(context.execution()) : Reader.UNKNOWN,
              lookAhead == null ? null : context.lookAhead(lookAhead));
    }

    @Override
    public boolean moveNext() {
      while (ready.isEmpty()) {
        Pending<CallingRow> next = window.next();
        if (next == null) {
          current = null;
          return false;
        }
        finish(next.row());
      }
      current = ready.remove();
      return true;
    }

    private void finish(CallingRow row) {
      if (!steps.get(0).function().table()) {
        @Nullable Object[] output = Arrays.copyOf(row.values(), outputs);
        for (int i = 0; i < row.calls().size(); i++) {
          ModelCall call = row.calls().get(i);
          output[inputs + i] = streamed.contains(i) ? texts.put(call.text()) : call.scalar();
        }
        ready.add(output);
        return;
      }
      List<@Nullable Object[]> results = row.calls().get(0).rows();
      if (results.isEmpty() && keepsEmpty) {
        ready.add(Arrays.copyOf(row.values(), outputs));
      }
      for (@Nullable Object[] result : results) {
        @Nullable Object[] output = Arrays.copyOf(row.values(), outputs);
        System.arraycopy(result, 0, output, inputs, result.length);
        ready.add(output);
      }
    }

    @Override
    public @Nullable Object[] current() {
      if (current == null) {
        throw new NoSuchElementException();
      }
      return current;
    }

    @Override
    public void reset() {
      throw new UnsupportedOperationException("model calls are not made again");
    }

    @Override
    public void close() {
      window.close();
    }
  }

  private final class Source implements RowSource<CallingRow> {
    private final StatementCalls calls;
    private final Enumerator<?> input;

    Source(StatementCalls calls, Enumerator<?> input) {
      this.calls = calls;
      this.input = input;
    }

    @Override
    public @Nullable Pending<CallingRow> next() {
      if (!input.moveNext()) {
        return null;
      }
      Object row = input.current();
      @Nullable Object[] values =
          scalarRows ? new @Nullable Object[] {row} : (@Nullable Object[]) row;
      List<ModelCall> started = new ArrayList<>(steps.size());
      for (int i = 0; i < steps.size(); i++) {
        CallStep step = steps.get(i);
        started.add(
            step.wantedBy(values)
                ? ModelCall.start(
                    calls, step.function(), step.argumentsOf(values), streamed.contains(i))
                : ModelCall.NONE);
      }
      return new Pending<>(
          new CallingRow(values, started),
          started.stream().flatMap(call -> call.answers().stream()).toList(),
          started.stream().flatMap(call -> call.streams().stream()).toList());
    }

    @Override
    public void close() {
      input.close();
    }
  }
}
