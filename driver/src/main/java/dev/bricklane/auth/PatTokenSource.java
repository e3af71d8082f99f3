package dev.bricklane.auth;

import dev.bricklane.config.Secret;

/** Gives one token that was configured, always. Immutable. */
final class PatTokenSource implements TokenSource {
  private final AccessToken token;

  PatTokenSource(Secret token) {
    this.token = new AccessToken(token, null);
  }

  @Override
  public AccessToken token() {
    return token;
  }

  @Override
  public String toString() {
    return "personal access token";
  }
}
