package dev.bricklane.scripting.shell;

/** A mistake in the arguments; the message says which. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
