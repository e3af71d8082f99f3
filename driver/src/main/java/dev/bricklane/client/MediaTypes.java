package dev.bricklane.client;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Guesses what a URL leads to by the end of its path. */
final class MediaTypes {
  private MediaTypes() {}

  /**
   * Returns the MIME type, or null if nothing tells it.
   *
   * @param part the type of the part that holds the URL, such as {@code image_url}
   */
  static @Nullable String ofUrl(String url, String part) {
    String path = url.replaceAll("[?#].*", "").toLowerCase(Locale.ROOT);
    String end = path.substring(path.lastIndexOf('.') + 1);
    return switch (end) {
      case "jpg", "jpeg" -> "image/jpeg";
      case "png", "gif", "webp", "bmp", "heic" -> "image/" + end;
      case "mp3", "wav", "flac", "ogg", "aac", "aiff" -> "audio/" + end;
      case "mp4", "webm", "mpeg" -> "video/" + end;
      case "mov" -> "video/quicktime";
      case "pdf" -> "application/pdf";
      // Google sees for itself what a YouTube page shows.
      default -> part.startsWith("video") ? null : part.startsWith("audio") ? "audio/mp3" : null;
    };
  }
}
