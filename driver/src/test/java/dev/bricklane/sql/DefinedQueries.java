package dev.bricklane.sql;

import dev.bricklane.config.DriverConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Queries over definitions. */
final class DefinedQueries {
  private DefinedQueries() {}

  /** Makes queries over what a file defines. */
  static Queries of(Path folder, String definitions) {
    return new Queries("", read(folder, definitions));
  }

  /** Reads definitions as the property {@code init} does. */
  static Definitions read(Path folder, String definitions) {
    Path file = write(folder, "defs.sql", definitions);
    return Definitions.read(new DriverConfig.Definitions(Optional.of(file), Optional.empty()));
  }

  /** Reads a folder as the property {@code views} does. */
  static Definitions folder(Path folder) {
    return Definitions.read(new DriverConfig.Definitions(Optional.empty(), Optional.of(folder)));
  }

  static Path write(Path folder, String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
