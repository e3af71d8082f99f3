package dev.bricklane.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One model function in a {@link ModelCallRel}: which, and where a row has its arguments.
 * Immutable.
 *
 * @param function which
 * @param arguments where each of its arguments is
 * @param guard the column that must be true for the call to be made; -1 if it is always made
 */
record CallStep(ModelFunction function, List<Argument> arguments, int guard) {
  CallStep {
    arguments = List.copyOf(arguments);
  }

  /**
   * Where an argument is.
   *
   * @param column of the row; -1 if it is the same for all rows
   * @param constant its value if it is the same for all rows
   */
  record Argument(int column, @Nullable Object constant) {
    static Argument at(int column) {
      return new Argument(column, null);
    }

    static Argument always(@Nullable Object constant) {
      return new Argument(-1, constant);
    }

    @Nullable Object of(@Nullable Object[] row) {
      return column < 0 ? constant : row[column];
    }

    @Override
    public String toString() {
      return column < 0 ? String.valueOf(constant) : "$" + column;
    }
  }

  /** Returns whether a row wants the call. */
  boolean wantedBy(@Nullable Object[] row) {
    return guard < 0 || Boolean.TRUE.equals(row[guard]);
  }

  /** Returns whether the answer may be asked for as a stream, by a row at least. */
  boolean mayStream() {
    int stream = function.indexOf(CompleteArguments.STREAM.name());
    return stream >= 0
        && (arguments.get(stream).column() >= 0
            || Boolean.TRUE.equals(arguments.get(stream).constant()));
  }

  /** Returns a row's arguments. */
  @Nullable Object[] argumentsOf(@Nullable Object[] row) {
    @Nullable Object[] values = new @Nullable Object[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments.get(i).of(row);
    }
    return values;
  }

  /** Shows it as plans do, such as {@code complete(model=$1, prompt=$2) if $3}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(function.name()).append('(');
    String separator = "";
    for (int i = 0; i < arguments.size(); i++) {
      Argument argument = arguments.get(i);
      if (argument.column() >= 0 || argument.constant() != null) {
        text.append(separator)
            .append(function.arguments().get(i).name())
            .append('=')
            .append(argument);
        separator = ", ";
      }
    }
    text.append(')');
    return guard < 0 ? text.toString() : text.append(" if $").append(guard).toString();
  }
}
