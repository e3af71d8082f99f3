package dev.bricklane.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Lets in who signs in: with the personal token, as Bearer or as the password of Basic's user
 * {@code token}, or with a token that was issued and is not revoked.
 */
final class Door {
  private static final String NONE =
      "Credential was not sent or was of an unsupported type for this API.";

  private final String token;
  private final IssuedTokens issued;

  Door(String token, IssuedTokens issued) {
    this.token = token;
    this.issued = issued;
  }

  /** Throws the real service's refusal: 401 for no credentials, 403 for wrong ones. */
  void check(@Nullable String authorization) {
    String presented = presented(authorization);
    if (presented == null) {
      throw WireError.signIn(401, NONE);
    }
    Integer revoked = issued.revoked(presented);
    if (revoked != null) {
      throw WireError.signIn(revoked, revoked == 401 ? NONE : "Invalid access token.");
    }
    // GUESS: an expired OAuth token is answered like a wrong one.
    if (!BasicCredentials.same(presented, token) && !issued.accepts(presented)) {
      throw WireError.signIn(403, "Invalid access token.");
    }
  }

  private static @Nullable String presented(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
    if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      String bearer = authorization.substring(7).strip();
      return bearer.isEmpty() ? null : bearer;
    }
    BasicCredentials basic = BasicCredentials.parse(authorization);
    return basic != null && basic.user().equals("token") ? basic.password() : null;
  }
}
