package dev.bricklane.sql;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The text of a file of definitions. Immutable. */
final class DefinitionFile {
  /** More than anybody writes by hand; keeps a wrong path from filling the memory. */
  private static final int LARGEST = 4 << 20;

  private static final Pattern POSITION = Pattern.compile("^At line (\\d+), column (\\d+): ");

  private final String property;
  private final Path path;
  private final String text;

  /** Where each line begins. */
  private final int[] lines;

  private DefinitionFile(String property, Path path, String text) {
    this.property = property;
    this.path = path;
    this.text = text;
    this.lines =
        IntStream.concat(
                IntStream.of(0),
                IntStream.rangeClosed(1, text.length()).filter(i -> text.charAt(i - 1) == '\n'))
            .toArray();
  }

  /**
   * Reads a file.
   *
   * @throws BricklaneException {@code INVALID_CONFIGURATION} if it cannot be read, or is no text in
   *     UTF-8
   */
  static DefinitionFile read(String property, Path path) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(LARGEST + 1);
    } catch (IOException | SecurityException e) {
      throw wrong(property, path, "cannot be read", e);
    }
    if (bytes.length > LARGEST) {
      throw wrong(property, path, "is larger than 4 MiB", null);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new DefinitionFile(
          property, path, text.startsWith("\uFEFF") ? ' ' + text.substring(1) : text);
    } catch (CharacterCodingException e) {
      throw wrong(property, path, "is not text in UTF-8", e);
    }
  }

  static BricklaneException wrong(
      String property, Path path, String what, @Nullable Exception cause) {
    return new BricklaneException(
        ErrorCode.INVALID_CONFIGURATION, property + ": " + nameOf(path) + " " + what, cause);
  }

  private static String nameOf(Path path) {
    Path name = path.getFileName();
    return (name == null ? path : name).toString();
  }

  /** Returns which connection property named it, or its folder. */
  String property() {
    return property;
  }

  Path path() {
    return path;
  }

  String text() {
    return text;
  }

  /** Returns the file's name, without its folder. */
  String name() {
    return nameOf(path);
  }

  /** Returns the line of a character, from 1. */
  int line(int index) {
    int place = Arrays.binarySearch(lines, index);
    return place >= 0 ? place + 1 : -place - 1;
  }

  /** Returns the column of a character, from 1. */
  int column(int index) {
    return index - lines[line(index) - 1] + 1;
  }

  /** Makes an error at a character of this file, as the parser would say it. */
  BricklaneException error(int index, ErrorCode code, String what) {
    return SqlErrors.at(line(index), column(index), code, what, null);
  }

  /**
   * Says where in this file an error is, and what: {@code daily.sql, line 3, column 5}.
   *
   * @param e says its position as {@link SqlErrors#at} does
   */
  Place place(BricklaneException e) {
    String message = String.valueOf(e.getMessage());
    Matcher position = POSITION.matcher(message);
    return position.find()
        ? new Place(
            "%s, line %s, column %s".formatted(name(), position.group(1), position.group(2)),
            message.substring(position.end()))
        : new Place(name(), message);
  }

  /** A place in a file, and what is wrong there. */
  record Place(String where, String what) {}
}
