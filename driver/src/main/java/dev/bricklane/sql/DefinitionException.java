package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;

/** What is wrong in a definition, and where in its file. */
final class DefinitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient DefinitionFile.Place place;
  private final transient DefinitionFile file;
  private final String owner;
  private final BricklaneException error;

  /**
   * Notes an error.
   *
   * @param owner what is defined there, such as {@code view daily}
   * @param error with the position in the file
   */
  DefinitionException(DefinitionFile file, String owner, BricklaneException error) {
    super(error.getMessage(), error);
    this.file = file;
    this.place = file.place(error);
    this.owner = owner;
    this.error = error;
  }

  /** Returns the error for who uses the definition in a statement. */
  BricklaneException told() {
    return new BricklaneException(
        error.code(), "In %s (%s): %s".formatted(owner, place.where(), place.what()), error);
  }

  /** Returns the error for who opens the connection, as a line. */
  String line() {
    return "%s: %s: %s".formatted(file.property(), place.where(), place.what());
  }
}
