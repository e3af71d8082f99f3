package dev.bricklane.exec;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** What may lie beside a prompt, told by its first bytes and never by its name. */
public enum MediaKind {
  /** PNG, JPEG, GIF or WebP, which all models with eyes take. */
  IMAGE,
  /** WAV, MP3, FLAC, Ogg, AAC or M4A. */
  AUDIO,
  /** MP4, QuickTime, WebM or MPEG. */
  VIDEO;

  /** Returns the kind's name in MIME types, such as {@code image}. */
  public String mime() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the MIME type of bytes; empty if they are not of this kind. */
  Optional<String> typeOf(byte[] bytes) {
    String type =
        switch (this) {
          case IMAGE -> image(bytes);
          case AUDIO -> audio(bytes);
          case VIDEO -> video(bytes);
        };
    return type.isEmpty() ? Optional.empty() : Optional.of(mime() + "/" + type);
  }

  private static String image(byte[] bytes) {
    if (has(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
      return "png";
    }
    if (has(bytes, 0, "\u00ff\u00d8\u00ff")) {
      return "jpeg";
    }
    if (has(bytes, 0, "GIF87a") || has(bytes, 0, "GIF89a")) {
      return "gif";
    }
    return has(bytes, 0, "RIFF") && has(bytes, 8, "WEBP") ? "webp" : "";
  }

  private static String audio(byte[] bytes) {
    if (has(bytes, 0, "RIFF") && has(bytes, 8, "WAVE")) {
      return "wav";
    }
    if (has(bytes, 0, "fLaC")) {
      return "flac";
    }
    if (has(bytes, 0, "OggS")) {
      return "ogg";
    }
    if (has(bytes, 4, "ftypM4A")) {
      return "mp4";
    }
    if (has(bytes, 0, "\u00ff\u00f1") || has(bytes, 0, "\u00ff\u00f9")) {
      return "aac";
    }
    // A frame of MPEG audio begins with eleven bits that are set; layer III is 01. Any layer would
    // take the mark that UTF-16 begins with, FF FE.
    boolean frame =
        bytes.length > 1
            && (bytes[0] & 0xff) == 0xff
            && (bytes[1] & 0xe0) == 0xe0
            && (bytes[1] & 0x06) == 0x02;
    return has(bytes, 0, "ID3") || frame ? "mp3" : "";
  }

  private static String video(byte[] bytes) {
    if (has(bytes, 4, "ftypqt")) {
      return "quicktime";
    }
    if (has(bytes, 4, "ftyp") && !has(bytes, 8, "M4A")) {
      return "mp4";
    }
    if (has(bytes, 0, "\u001aE\u00df\u00a3")) {
      return "webm";
    }
    return has(bytes, 0, "\u0000\u0000\u0001\u00ba") || has(bytes, 0, "\u0000\u0000\u0001\u00b3")
        ? "mpeg"
        : "";
  }

  private static boolean has(byte[] bytes, int offset, String signature) {
    byte[] wanted = signature.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < offset + wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[offset + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
