package dev.bricklane.config;

import static dev.bricklane.config.ConnectionProperty.CACHE;
import static dev.bricklane.config.ConnectionProperty.CACHE_MAX_SIZE;
import static dev.bricklane.config.ConnectionProperty.CACHE_TTL;
import static dev.bricklane.config.ConnectionProperty.RECORDING;

import dev.bricklane.config.DriverConfig.Cache;
import dev.bricklane.config.DriverConfig.Cache.Store;
import dev.bricklane.config.DriverConfig.Recording;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Reads where answers are kept: the cache, and the recording. */
final class KeptAnswers {
  private static final String FILE = "file:";
  private static final String RECORD = "record:";
  private static final String REPLAY = "replay:";

  private final Values values;
  private final Environment environment;

  KeptAnswers(Values values, Environment environment) {
    this.values = values;
    this.environment = environment;
  }

  Cache cache() {
    String text = values.checked(CACHE, this::cacheText).orElse("off");
    boolean file = text.startsWith(FILE);
    return new Cache(
        file ? Store.FILE : Store.valueOf(text.toUpperCase(Locale.ROOT)),
        file ? Optional.of(Path.of(text.substring(FILE.length()))) : Optional.empty(),
        values.duration(CACHE_TTL),
        values.size(CACHE_MAX_SIZE));
  }

  Optional<Recording> recording() {
    return values
        .checked(RECORDING, this::recordingText)
        .map(text ->
            new Recording(
                text.startsWith(RECORD) ? Recording.Mode.RECORD : Recording.Mode.REPLAY,
                Path.of(text.substring(RECORD.length()))));
  }

  /** A word alone is never a file, or a mistyped one would make a file of its name. */
  private String cacheText(ConnectionProperty property, String text) throws InvalidValueException {
    String word = Ascii.lowerCase(text);
    if (word.equals("off") || word.equals("memory")) {
      return word;
    }
    if (word.startsWith(FILE)) {
      return FILE + path(property, text.substring(FILE.length()));
    }
    if (text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
      return FILE + path(property, text);
    }
    throw new InvalidValueException(
        "must be off or memory, or a file: a path with a slash, or a name after file:");
  }

  private String recordingText(ConnectionProperty property, String text)
      throws InvalidValueException {
    String lower = Ascii.lowerCase(text);
    for (String mode : new String[] {RECORD, REPLAY}) {
      if (lower.startsWith(mode)) {
        return mode + path(property, text.substring(mode.length()));
      }
    }
    throw new InvalidValueException("must be record: or replay:, and then the path of a file");
  }

  private Path path(ConnectionProperty property, String text) throws InvalidValueException {
    return TypedPath.parse(Values.allowedText(property, text.strip()), environment.home());
  }
}
