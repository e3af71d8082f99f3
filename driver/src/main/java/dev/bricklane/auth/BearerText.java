package dev.bricklane.auth;

import dev.bricklane.config.Ascii;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What may stand after {@code Bearer}: a token that was read from elsewhere is checked first. */
final class BearerText {
  private BearerText() {}

  /**
   * Returns a token without the blanks around it.
   *
   * @param giver where it comes from, for the message; the token itself is never in one
   */
  static Secret check(@Nullable String token, String giver) {
    String text = token == null ? "" : token.strip();
    if (text.isEmpty()) {
      throw new BricklaneException(ErrorCode.MALFORMED_ANSWER, giver + " gave no access token");
    }
    // Else it could end the header, and begin another.
    if (!Ascii.isVisible(text)) {
      throw new BricklaneException(
          ErrorCode.MALFORMED_ANSWER,
          giver + " gave an access token with blanks or other than ASCII characters in it");
    }
    return new Secret(text);
  }
}
