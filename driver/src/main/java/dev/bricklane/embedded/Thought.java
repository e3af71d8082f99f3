package dev.bricklane.embedded;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The reasoning before an answer. Its signature is a digest of the text, so a replay that changed
 * the text is noticed.
 *
 * @param text what may be read
 */
record Thought(String text) {
  /** Returns the signature of the text. */
  String signature() {
    return signature(text);
  }

  /** Returns what may not be read: a stand-in for encrypted reasoning. */
  String encrypted() {
    return signature("redacted " + text);
  }

  static String signature(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
