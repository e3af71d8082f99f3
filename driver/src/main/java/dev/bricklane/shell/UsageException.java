package dev.bricklane.shell;

/** A mistake in the arguments; the message names it and says what would be right. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
