package dev.bricklane.sql.files;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the files of a folder are to be read, where they do not say so themselves. Immutable.
 *
 * @param header whether the first row of a CSV file names its columns
 * @param delimiter what stands between the fields of a CSV file; empty to find it out
 * @param charset how text is encoded that does not begin with a byte order mark
 * @param sampleRows from how many rows at most the types of columns are found out; 0 to read all as
 *     text
 */
public record FolderOptions(
    boolean header, Optional<Character> delimiter, Charset charset, int sampleRows) {
  /** What holds unless something is said. */
  public static final FolderOptions USUAL =
      new FolderOptions(true, Optional.empty(), StandardCharsets.UTF_8, 10_000);

  private static final int MOST_ROWS = 100_000_000;

  /**
   * Reads options.
   *
   * @param source the name of the attached source, for errors
   * @param given any of {@code header}, {@code delimiter}, {@code charset} and {@code sampleRows},
   *     whatever their case
   * @throws BricklaneException {@code INVALID_CONFIGURATION} if there is another, or a value is
   *     wrong
   */
  public static FolderOptions of(String source, Map<String, String> given) {
    FolderOptions options = USUAL;
    for (Map.Entry<String, String> each : given.entrySet()) {
      String value = each.getValue().strip();
      FolderOptions next =
          switch (each.getKey().toLowerCase(Locale.ROOT)) {
            case "header" -> options.withHeader(value);
            case "delimiter" -> options.withDelimiter(each.getValue());
            case "charset" -> options.withCharset(value);
            case "samplerows" -> options.withSampleRows(value);
            default ->
                throw wrong(
                    source,
                    each.getKey(),
                    "is unknown for a folder of files, which has header, delimiter, charset and"
                        + " sampleRows");
          };
      if (next == null) {
        throw wrong(source, each.getKey(), rule(each.getKey()));
      }
      options = next;
    }
    return options;
  }

  private @Nullable FolderOptions withHeader(String value) {
    boolean yes = value.equalsIgnoreCase("true");
    return yes || value.equalsIgnoreCase("false")
        ? new FolderOptions(yes, delimiter, charset, sampleRows)
        : null;
  }

  private @Nullable FolderOptions withDelimiter(String value) {
    String text = value.equalsIgnoreCase("tab") || value.equals("\\t") ? "\t" : value;
    boolean usable = text.length() == 1 && "\"\r\n\\".indexOf(text.charAt(0)) < 0;
    return usable
        ? new FolderOptions(header, Optional.of(text.charAt(0)), charset, sampleRows)
        : null;
  }

  private @Nullable FolderOptions withCharset(String value) {
    try {
      return new FolderOptions(header, delimiter, Charset.forName(value), sampleRows);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return null;
    }
  }

  private @Nullable FolderOptions withSampleRows(String value) {
    try {
      int rows = Integer.parseInt(value);
      return rows >= 0 && rows <= MOST_ROWS
          ? new FolderOptions(header, delimiter, charset, rows)
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String rule(String key) {
    return switch (key.toLowerCase(Locale.ROOT)) {
      case "header" -> "must be true or false";
      case "delimiter" -> "must be one character, or tab";
      case "charset" -> "must be a character set of Java's, such as UTF-8 or windows-1252";
      default -> "must be a whole number from 0 to " + MOST_ROWS;
    };
  }

  private static BricklaneException wrong(String source, String key, String rule) {
    return new BricklaneException(
        ErrorCode.INVALID_CONFIGURATION,
        "The property attach.%s.property.%s %s".formatted(source, key, rule));
  }
}
