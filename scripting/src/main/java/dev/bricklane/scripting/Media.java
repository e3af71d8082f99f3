package dev.bricklane.scripting;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Images and the like that a script gives: what a model is sent in their place. */
final class Media {
  private Media() {}

  /**
   * Returns a URL: of data for a file and for bytes, the URL itself otherwise. A text stays as it
   * is: the driver takes a URL, or a file below the folder {@code files}.
   *
   * @throws UncheckedIOException if a file cannot be read
   * @throws IllegalArgumentException if it is nothing of the kind
   */
  static String of(@Nullable Object given) {
    if (given instanceof File file) {
      return of(file.toPath());
    }
    if (given instanceof Path path) {
      try {
        return data(Files.readAllBytes(path), String.valueOf(path.getFileName()));
      } catch (IOException e) {
        throw new UncheckedIOException("The file " + path + " cannot be read", e);
      }
    }
    if (given instanceof byte[] bytes) {
      return data(bytes, "");
    }
    if (given instanceof CharSequence || given instanceof URL || given instanceof URI) {
      return given.toString();
    }
    throw new IllegalArgumentException(
        "An image, a sound or a film is a File, a Path, bytes or a URL, not "
            + (given == null ? "null" : "a " + given.getClass().getName()));
  }

  private static String data(byte[] bytes, String name) {
    return "data:" + type(bytes, name) + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  private static String type(byte[] bytes, String name) {
    String type = null;
    try {
      type = URLConnection.guessContentTypeFromStream(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError("reading bytes does no I/O", e);
    }
    if (type == null && startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP")) {
      type = "image/webp";
    }
    if (type == null) {
      type = URLConnection.guessContentTypeFromName(name);
    }
    // The driver looks at the bytes themselves and refuses what it does not know.
    return type == null ? "application/octet-stream" : type;
  }

  private static boolean startsWith(byte[] bytes, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (bytes.length <= at + i || bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
