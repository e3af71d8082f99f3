package dev.bricklane.sql.files;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/**
 * Says that a file has a row that is larger than is kept in memory: most likely it lacks a quote or
 * a line end.
 */
final class TooLarge extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * The most fields of a row, and about the most members that the objects of a file may have. The
   * planner takes a minute and more for 100,000.
   */
  static final int FIELDS = 20_000;

  /** The most characters of a row of a CSV file, and of a structure that becomes a text. */
  static final int CHARACTERS = 64 << 20;

  private final long line;

  private TooLarge(long line, String what) {
    super(what);
    this.line = line;
  }

  static TooLarge fields(long line) {
    return new TooLarge(line, "a row has more than %,d fields".formatted(FIELDS));
  }

  static TooLarge characters(long line) {
    return new TooLarge(line, "a row has more than %,d characters".formatted(CHARACTERS));
  }

  /** Makes it of what a parser found. */
  static TooLarge of(StreamConstraintsException found, long line) {
    return new TooLarge(line, FileErrors.words(found));
  }

  /** Returns the line, from 1. */
  long line() {
    return line;
  }
}
