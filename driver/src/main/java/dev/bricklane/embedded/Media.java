package dev.bricklane.embedded;

import dev.bricklane.embedded.ServedEndpoint.Family;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An image, audio, video or file among the parts of a message. Data are checked for their form; an
 * address is never fetched.
 *
 * @param kind image, audio, video or file
 * @param type such as {@code image/png}; empty for an address
 * @param bytes the size; -1 for an address
 */
record Media(String kind, String type, int bytes) {
  private static final Set<String> TYPED = Set.of("image", "audio", "video");

  /** Reads an address or a data URI. */
  static Media ofUrl(String kind, String url, String where) {
    String lower = url.toLowerCase(Locale.ROOT);
    if (lower.startsWith("https://") || lower.startsWith("http://")) {
      return new Media(kind, "", -1);
    }
    int comma = url.indexOf(',');
    if (!lower.startsWith("data:") || comma < 0) {
      throw WireError.invalid(where, "must be an http address or a data URI");
    }
    String head = lower.substring(5, comma);
    if (!head.endsWith(";base64")) {
      throw WireError.invalid(where, "a data URI's data must be base64");
    }
    String type = head.substring(0, head.length() - 7);
    return ofData(kind, type, url.substring(comma + 1), where);
  }

  /** Reads base64 data of a declared type. */
  static Media ofData(String kind, String type, String base64, String where) {
    if (TYPED.contains(kind) && !type.startsWith(kind + "/")) {
      throw WireError.invalid(where, "the type of the data must start with '" + kind + "/'");
    }
    try {
      int bytes = Base64.getDecoder().decode(base64).length;
      if (bytes == 0) {
        throw WireError.invalid(where, "the data are empty");
      }
      return new Media(kind, type, bytes);
    } catch (IllegalArgumentException e) {
      throw WireError.invalid(where, "the data are not base64");
    }
  }

  /** Tells the kind that a type such as {@code image/png} belongs to. */
  static String kindOf(String type) {
    int slash = type.indexOf('/');
    String kind = slash < 0 ? type : type.substring(0, slash);
    return TYPED.contains(kind) ? kind : "file";
  }

  /** Returns this, or the words in which Claude's models refuse an address. */
  Media acceptedBy(Family family) {
    if (family == Family.CLAUDE && remote()) {
      throw remoteRefused();
    }
    return this;
  }

  /** Makes Claude's refusal of an address. */
  static WireError remoteRefused() {
    return WireError.of(
        400, "INVALID_PARAMETER_VALUE", "Http data URLs are not supported by Claude");
  }

  /** Refuses more images than a family takes in one request. */
  static void checkCount(List<Turn> turns, Family family) {
    long images =
        turns.stream()
            .flatMap(turn -> turn.media().stream())
            .filter(media -> media.kind().equals("image"))
            .count();
    if (images > family.mostImages()) {
      throw WireError.invalid(
          "messages", "at most " + family.mostImages() + " images are accepted in a request");
    }
  }

  boolean remote() {
    return bytes < 0;
  }

  /** Says what was received, such as {@code image/png of 68 bytes}. */
  String describe() {
    if (remote()) {
      return kind + " by address, not fetched";
    }
    return type + " of " + bytes + (bytes == 1 ? " byte" : " bytes");
  }
}
