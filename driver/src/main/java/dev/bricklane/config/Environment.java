package dev.bricklane.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What the resolution of settings asks of the machine; tests bring their own. */
public interface Environment {
  /** Returns the environment variables. */
  Map<String, String> variables();

  /** Returns the user's home directory, if there is one. */
  Optional<Path> home();

  /**
   * Reads a text file.
   *
   * @return its text, or empty if there is no such file
   * @throws IOException if there is one, but it cannot be read
   */
  Optional<String> read(Path file) throws IOException;

  /** Returns the real environment of this process; it reads no more than 1 MiB of a file. */
  static Environment system() {
    return new Environment() {
      @Override
      public Map<String, String> variables() {
        return System.getenv();
      }

      @Override
      public Optional<Path> home() {
        return Optional.ofNullable(System.getProperty("user.home")).map(Path::of);
      }

      @Override
      public Optional<String> read(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
          return Optional.of(new String(bytes.readNBytes(1 << 20), StandardCharsets.UTF_8));
        } catch (NoSuchFileException none) {
          return Optional.empty();
        }
      }
    };
  }
}
