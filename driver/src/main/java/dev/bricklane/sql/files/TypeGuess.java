package dev.bricklane.sql.files;

import org.jspecify.annotations.Nullable;

/** Finds out the narrowest type that has all values of a column that were seen. */
final class TypeGuess {
  private @Nullable ValueType type;

  /** Whether a number was seen that is another one as DOUBLE. */
  private boolean beyondDouble;

  /** Takes note of a text that may be of any type. */
  void add(String text) {
    add(type != null && type.parse(text) != null ? type : ValueType.of(text), text);
  }

  /** Takes note of a text that is of a type. */
  void add(ValueType seen, String text) {
    type = type == null ? seen : type.with(seen);
    beyondDouble |= seen.isNumber() && ValueType.DOUBLE.parse(text) == null;
  }

  /** Returns whether no value was seen. */
  boolean isEmpty() {
    return type == null;
  }

  /** Returns the type; text if no value was seen, or if digits would be lost. */
  ValueType type() {
    return type == null || type == ValueType.DOUBLE && beyondDouble ? ValueType.VARCHAR : type;
  }
}
