package dev.bricklane.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Paths of files as people type them: {@code ~/} stands for the home directory, and the two slashes
 * that a file URL has before its path do not count.
 */
final class TypedPath {
  private static final String NO_FILE = "must be the path of a file";

  private TypedPath() {}

  static Path parse(String text, Optional<Path> home) throws InvalidValueException {
    String path = text.startsWith("///") ? text.substring(2) : text;
    boolean folder = path.isEmpty() || path.endsWith("/") || path.endsWith("\\");
    if (folder || path.equals("~")) {
      throw new InvalidValueException(NO_FILE);
    }
    try {
      if (!path.startsWith("~/") && !path.startsWith("~\\")) {
        return Path.of(path);
      }
      return home.orElseThrow(() -> new InvalidValueException("has ~, but there is no home"))
          .resolve(path.substring(2));
    } catch (InvalidPathException e) {
      throw new InvalidValueException(NO_FILE);
    }
  }
}
