package dev.bricklane.sql.files;

import org.jspecify.annotations.Nullable;

/** Finds out the narrowest type that has all values of a column that were seen. */
final class TypeGuess {
  private @Nullable ValueType type;

  /** Takes note of a text that may be of any type. */
  void add(String text) {
    if (type == null) {
      type = ValueType.of(text);
    } else if (type.parse(text) == null) {
      type = type.with(ValueType.of(text));
    }
  }

  /** Takes note of a value of a type. */
  void add(ValueType seen) {
    type = type == null ? seen : type.with(seen);
  }

  /** Returns whether no value was seen. */
  boolean isEmpty() {
    return type == null;
  }

  /** Returns the type; text if no value was seen. */
  ValueType type() {
    return type == null ? ValueType.VARCHAR : type;
  }
}
