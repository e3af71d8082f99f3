package dev.bricklane.config;

/**
 * Says what is wrong with a value, and never the value itself. Caught inside this package, where a
 * name and a source are added.
 */
final class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidValueException(String message) {
    super(message);
  }

  /** Returns what is wrong. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
