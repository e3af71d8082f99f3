package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** Collects the mistakes of files of definitions, and throws once. */
final class DefinitionProblems {
  private static final int MOST_SHOWN = 20;

  private final List<String> lines = new ArrayList<>();

  /** Notes an error that says its position in a file. */
  void add(DefinitionFile file, BricklaneException e) {
    DefinitionFile.Place place = file.place(e);
    lines.add("%s: %s: %s".formatted(file.property(), place.where(), place.what()));
  }

  /** Notes what was found in a query or expression. */
  void add(DefinitionException e) {
    lines.add(e.line());
  }

  /** Notes a mistake at the name of a definition. */
  void add(Definition definition, String what) {
    DefinitionFile file = definition.body().file();
    add(file, file.error(definition.place(), ErrorCode.INVALID_STATEMENT, what));
  }

  /** Notes that a file or folder is no such thing. */
  void add(BricklaneException e) {
    lines.add(String.valueOf(e.getMessage()));
  }

  /**
   * Throws if there was a mistake.
   *
   * @throws BricklaneException {@code INVALID_CONFIGURATION}, with a line for each
   */
  void throwIfAny() {
    if (lines.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder(lines.get(0));
    if (lines.size() > 1) {
      text.setLength(0);
      text.append("The definitions have ").append(lines.size()).append(" mistakes:");
      lines.stream().limit(MOST_SHOWN).forEach(line -> text.append("\n  ").append(line));
      if (lines.size() > MOST_SHOWN) {
        text.append("\n  and ").append(lines.size() - MOST_SHOWN).append(" more");
      }
    }
    throw new BricklaneException(ErrorCode.INVALID_CONFIGURATION, text.toString());
  }
}
