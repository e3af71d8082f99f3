package dev.bricklane.sql.files;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** What can be wrong with the files of one attached source, as errors that say where. */
final class FileErrors {
  private static final int SHOWN = 40;

  private static final Pattern PROGRAMMING =
      Pattern.compile(
          ",? from `[^`]*`|: enable `[^`]*` to allow|Source: [^;]*; | \\(not recognized[^)]*\\)");

  private final String source;

  FileErrors(String source) {
    this.source = source;
  }

  /** Says that a row has another number of fields than the file has columns. */
  BricklaneException ragged(DataFile file, long line, int fields, int columns) {
    return at(
        file,
        line,
        "the row has %d fields, but the file has %d columns; an unquoted delimiter or quote in a"
                .formatted(fields, columns)
            + " value does that, or another delimiter than %s".formatted(key("delimiter")));
  }

  /** Says that a value is not of its column's type. */
  BricklaneException misfit(DataFile file, long line, FileColumn column, String value) {
    return at(
        file,
        line,
        ("column %s is %s after the file's first rows, but here is %s; set %s to more rows, or to 0"
                + " to read all as text")
            .formatted(column.name(), column.typeText(), shortened(value), key("sampleRows")));
  }

  /** Says something of a line. */
  BricklaneException at(DataFile file, long line, String problem) {
    return unusable(
        "The file %s of the attached source %s, line %d: %s"
            .formatted(file.shown(), source, line, problem),
        null);
  }

  /** Says something of a file. */
  BricklaneException of(DataFile file, String problem) {
    return unusable(
        "The file %s of the attached source %s: %s".formatted(file.shown(), source, problem), null);
  }

  /** Says why a file could not be read. */
  BricklaneException of(DataFile file, IOException failure) {
    if (failure instanceof DecodedText.NotText text) {
      return at(file, text.line(), text.getMessage() + "; name its encoding by " + key("charset"));
    }
    if (failure instanceof TooLarge large) {
      return at(
          file, large.line(), large.getMessage() + "; a quote or a line end may be missing in it");
    }
    if (failure instanceof JsonProcessingException syntax) {
      JsonLocation place = syntax.getLocation();
      String problem = words(syntax);
      return place == null || place.getLineNr() < 1
          ? of(file, problem)
          : at(file, place.getLineNr(), problem);
    }
    if (failure instanceof ClosedByInterruptException) {
      return new BricklaneException(
          ErrorCode.CANCELLED, "The statement's thread was interrupted while it read a file");
    }
    String problem =
        failure instanceof NoSuchFileException
            ? "it is not there any more"
            : failure instanceof ZipException || failure instanceof java.io.EOFException
                ? "it is damaged, or not compressed by gzip"
                : failure instanceof java.nio.file.FileSystemException
                    ? "it cannot be read"
                    : String.valueOf(failure.getMessage());
    return unusable(
        "The file %s of the attached source %s: %s".formatted(file.shown(), source, problem),
        failure);
  }

  /** Says why a folder could not be listed. */
  BricklaneException folder(@Nullable IOException failure) {
    return unusable(
        "A folder of the attached source %s is not there or cannot be read".formatted(source),
        failure);
  }

  /** Returns the name of an option as a connection property. */
  String key(String option) {
    return "attach." + source + ".property." + option;
  }

  /** Returns what a parser says is wrong, without its advice to programmers. */
  static String words(JsonProcessingException syntax) {
    String line =
        PROGRAMMING.matcher(syntax.getOriginalMessage()).replaceAll("").replaceAll("\\s+", " ");
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }

  private static String shortened(String value) {
    String line = value.replaceAll("\\s+", " ");
    return line.length() > SHOWN ? "'" + line.substring(0, SHOWN) + "…'" : "'" + line + "'";
  }

  private static BricklaneException unusable(String message, @Nullable Throwable cause) {
    return new BricklaneException(ErrorCode.FILE_UNUSABLE, message, cause);
  }
}
