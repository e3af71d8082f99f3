package dev.bricklane.auth;

/** Where access tokens come from. Implementations are thread-safe. */
public interface TokenSource {
  /**
   * Returns a token to use now, signing in if need be: may block on the network.
   *
   * @throws dev.bricklane.error.BricklaneException {@code BAD_CREDENTIALS} when signing in is
   *     refused, a network or overload code when it cannot be tried, {@code CANCELLED} when the
   *     thread is interrupted (its interrupt flag stays set)
   */
  AccessToken token();

  /**
   * Says that the service refused a token, so that it is not given again where another can be had.
   */
  default void invalidate(AccessToken refused) {}
}
