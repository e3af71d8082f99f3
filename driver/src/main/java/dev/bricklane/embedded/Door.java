package dev.bricklane.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Lets in who signs in: with the personal token, as Bearer or as the password of Basic's user
 * {@code token}, or with a token that the service principal was issued.
 */
final class Door {
  private final String token;
  private final ServicePrincipals principals;

  Door(String token, ServicePrincipals principals) {
    this.token = token;
    this.principals = principals;
  }

  /** Throws the real service's refusal: 401 for no credentials, 403 for wrong ones. */
  void check(@Nullable String authorization) {
    String presented = presented(authorization);
    if (presented == null) {
      throw WireError.signIn(
          401, "Credential was not sent or was of an unsupported type for this API.");
    }
    // GUESS: an expired OAuth token is answered like a wrong one.
    if (!BasicCredentials.same(presented, token) && !principals.accepts(presented)) {
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
