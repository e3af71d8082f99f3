package dev.bricklane.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;

/** Random text that nobody guesses. */
final class RandomText {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  /** Makes lower-case hexadecimal digits; an even number of them. */
  static String hex(int digits) {
    byte[] bytes = new byte[digits / 2];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Makes a UUID, as service principals are named by. */
  static String uuid() {
    return UUID.randomUUID().toString();
  }
}
