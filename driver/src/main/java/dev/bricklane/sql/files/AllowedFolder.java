package dev.bricklane.sql.files;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * An attached folder, and the one that it must lie below, wherever links lead: that which the
 * connection property {@code files} names. So a URL from a stranger reads nothing elsewhere.
 * Immutable; the disk is looked at only when it is asked.
 */
final class AllowedFolder {
  private final String source;
  private final Path allowed;
  private final Path folder;

  private AllowedFolder(String source, Path allowed, Path folder) {
    this.source = source;
    this.allowed = allowed;
    this.folder = folder;
  }

  /**
   * Makes it of a source's URL.
   *
   * @param url {@code file:} and a path, absolute or below the allowed folder
   */
  static AllowedFolder of(String source, Path allowed, String url) {
    try {
      return new AllowedFolder(source, allowed, Path.of(pathOf(url)));
    } catch (InvalidPathException e) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION,
          "The property attach.%s names no path that this machine could have".formatted(source));
    }
  }

  private static String pathOf(String url) {
    String text = url.regionMatches(true, 0, "file:", 0, 5) ? url.substring(5) : url;
    String path = text.startsWith("//") ? text.substring(2) : text;
    // As file:///C:/data has it.
    return path.matches("/[A-Za-z]:.*") ? path.substring(1) : path;
  }

  /** Returns where it really is. */
  Path root() {
    Path root;
    Path real;
    try {
      root = allowed.toRealPath();
      real = root.resolve(folder).normalize();
      if (!real.startsWith(root) && !real.startsWith(allowed.toAbsolutePath().normalize())) {
        throw outside();
      }
      real = real.toRealPath();
    } catch (IOException | SecurityException e) {
      throw new BricklaneException(
          ErrorCode.FILE_UNUSABLE,
          "The folder of the attached source %s is not there or cannot be read".formatted(source));
    }
    if (!real.startsWith(root)) {
      throw outside();
    }
    return real;
  }

  /**
   * Returns where a file or folder really is.
   *
   * @throws IOException if it is not there, or outside of the allowed folder
   */
  Path real(Path path) throws IOException {
    Path real = path.toRealPath();
    if (!real.startsWith(allowed.toRealPath())) {
      throw new IOException("outside of the folder of the property files");
    }
    return real;
  }

  /** Returns the name of the attached source. */
  String source() {
    return source;
  }

  private BricklaneException outside() {
    return new BricklaneException(
        ErrorCode.INVALID_CONFIGURATION,
        "The folder of the attached source %s does not lie below the folder of the property files"
            .formatted(source));
  }
}
