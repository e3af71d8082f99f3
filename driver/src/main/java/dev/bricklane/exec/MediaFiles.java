package dev.bricklane.exec;

import dev.bricklane.config.DriverConfig.Media;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Makes data URIs of files and bytes. A file must lie below the one folder that the connection
 * allows, wherever links lead, and what is sent must look like what it is said to be: SQL cannot
 * send any other file to a model. Immutable.
 */
public final class MediaFiles {
  private final Media media;

  /** Makes it for a connection's settings. */
  public MediaFiles(Media media) {
    this.media = media;
  }

  /**
   * Reads a file.
   *
   * @param path absolute, or below the folder
   * @throws BricklaneException {@code BAD_REQUEST} if it must not be read or is something else,
   *     {@code PAYLOAD_TOO_LARGE}
   */
  public String dataUri(MediaKind kind, String path) {
    return dataUri(kind, read(kind, path));
  }

  /**
   * Encodes bytes.
   *
   * @throws BricklaneException {@code BAD_REQUEST} if they are something else, {@code
   *     PAYLOAD_TOO_LARGE}
   */
  public String dataUri(MediaKind kind, byte[] bytes) {
    checkSize(kind, bytes.length);
    String type =
        kind.typeOf(bytes)
            .orElseThrow(() ->
                new BricklaneException(
                    ErrorCode.BAD_REQUEST,
                    "The %s beside a prompt is in no format that is known".formatted(kind.mime())));
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  private byte[] read(MediaKind kind, String text) {
    Path folder =
        media
            .files()
            .orElseThrow(() ->
                new BricklaneException(
                    ErrorCode.BAD_REQUEST,
                    "The %s beside a prompt is a file, but the property files names no folder to"
                            .formatted(kind.mime())
                        + " read from"));
    try {
      Path root = folder.toRealPath();
      Path path = root.resolve(text).normalize();
      if (!path.startsWith(root) && !path.startsWith(folder.toAbsolutePath().normalize())) {
        throw outside(kind);
      }
      Path real = path.toRealPath();
      if (!real.startsWith(root)) {
        throw outside(kind);
      }
      if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
        throw unreadable(kind);
      }
      checkSize(kind, Files.size(real));
      try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
        return in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, media.maxRequestSize() + 1));
      }
    } catch (IOException | SecurityException | InvalidPathException e) {
      throw unreadable(kind);
    }
  }

  private void checkSize(MediaKind kind, long bytes) {
    // Base64 makes four characters of three bytes.
    if (bytes > media.maxRequestSize() / 4 * 3) {
      throw new BricklaneException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "The %s beside a prompt has %d bytes, and a request may have %d in all"
                  .formatted(kind.mime(), bytes, media.maxRequestSize())
              + " (maxRequestSize)");
    }
  }

  /** Says no more, as whether a file is there is no business of a statement's either. */
  private static BricklaneException outside(MediaKind kind) {
    return new BricklaneException(
        ErrorCode.BAD_REQUEST,
        "The %s beside a prompt is a file that does not lie below the folder of the property files"
            .formatted(kind.mime()));
  }

  private static BricklaneException unreadable(MediaKind kind) {
    return new BricklaneException(
        ErrorCode.BAD_REQUEST,
        "The %s beside a prompt is a file that is not there or cannot be read"
            .formatted(kind.mime()));
  }
}
