package dev.bricklane.sql.attach;

import dev.bricklane.config.AttachedSource;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.sql.files.FolderOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is said of a folder that is attached. Knows no Calcite, so that it is checked at connect.
 *
 * @param allowed the folder that it must lie below
 * @param options how its files are to be read
 */
public record FolderSettings(Path allowed, FolderOptions options) {

  /**
   * Checks what is said of folders.
   *
   * @param files the folder below which alone files may be read
   * @throws BricklaneException {@code INVALID_CONFIGURATION} if no folder is allowed, or something
   *     is said that a folder does not have
   */
  public static void check(List<AttachedSource> sources, Optional<Path> files) {
    sources.stream().filter(AttachedSource::folder).forEach(source -> of(source, files));
  }

  static FolderSettings of(AttachedSource source, Optional<Path> files) {
    if (source.user().isPresent()
        || source.password().isPresent()
        || source.driver().isPresent()
        || source.schema().isPresent()) {
      throw wrong(source, "is a folder, which has no user, password, driver or schema");
    }
    Path allowed =
        files.orElseThrow(() ->
            wrong(
                source,
                "is a folder, but the property files names no folder to read from; it must lie"
                    + " below that"));
    Map<String, String> options = new TreeMap<>();
    source.properties().forEach((key, value) -> options.put(key, value.reveal()));
    return new FolderSettings(allowed, FolderOptions.of(source.name(), options));
  }

  private static BricklaneException wrong(AttachedSource source, String problem) {
    return new BricklaneException(
        ErrorCode.INVALID_CONFIGURATION,
        "The attached source %s %s".formatted(source.name(), problem));
  }
}
