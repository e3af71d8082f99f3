package dev.bricklane.auth;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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
   * Returns a new token without asking a person, where {@link #token()} might: for a token that is
   * still good for a while.
   *
   * @throws dev.bricklane.error.BricklaneException as {@link #token()}, {@code BAD_CREDENTIALS}
   *     also when a person would have to be asked
   */
  default AccessToken refresh() {
    return token();
  }

  /**
   * Says that the service refused a token, so that it is not given again where another can be had.
   */
  default void invalidate(AccessToken refused) {}

  /**
   * Returns a token as {@link #token()} does, on another thread if that may take long. The future
   * is the caller's own: cancelling it ends its waiting alone.
   */
  default CompletableFuture<AccessToken> request() {
    try {
      return CompletableFuture.completedFuture(token());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Asks for another token than one that the service refused, in the middle of a query. All who
   * were refused the same token wait for one renewal. Does not block; the future is the caller's
   * own, and may give the same token again if no better is to be had.
   *
   * @return null where there is only the one token; nothing has happened then
   */
  default @Nullable CompletableFuture<AccessToken> renew(AccessToken refused) {
    return null;
  }
}
