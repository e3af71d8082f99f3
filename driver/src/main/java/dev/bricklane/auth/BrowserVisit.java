package dev.bricklane.auth;

import dev.bricklane.config.DriverConfig.SignIn.OAuthU2M;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.Scheduler;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * One visit of a person to the page where they sign in, with PKCE. Immutable.
 *
 * @param code what the browser has brought back
 * @param verifier what makes it worth something
 * @param redirectUri where the browser has brought it
 */
record BrowserVisit(String code, String verifier, String redirectUri) {
  /**
   * Opens the browser and waits until it comes back, or the person's time is over, or an interrupt.
   *
   * @param page where people sign in
   * @param scopes space-separated
   */
  static BrowserVisit make(
      URI page, OAuthU2M signIn, String scopes, UrlOpener opener, Scheduler scheduler) {
    String state = Pkce.random();
    String verifier = Pkce.random();
    try (RedirectListener listener = RedirectListener.open(state, signIn.ports(), scheduler)) {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("response_type", "code");
      query.put("client_id", signIn.clientId());
      query.put("redirect_uri", listener.redirectUri());
      query.put("scope", scopes);
      query.put("state", state);
      query.put("code_challenge", Pkce.challenge(verifier));
      query.put("code_challenge_method", "S256");
      CompletableFuture<String> code = listener.code();
      Scheduler.Delayed limit =
          scheduler.after(signIn.patience(), () -> code.completeExceptionally(late(page, signIn)));
      try {
        opener
            .open(with(page, query))
            .whenComplete((opened, failure) -> {
              if (failure != null) {
                code.completeExceptionally(failure);
              }
            });
        return new BrowserVisit(InterruptibleWait.on(code), verifier, listener.redirectUri());
      } finally {
        limit.cancel();
      }
    }
  }

  private static URI with(URI page, Map<String, String> query) {
    return URI.create(
        page
            + (page.getRawQuery() == null ? "?" : "&")
            + query.entrySet().stream()
                .map(field -> field.getKey() + "=" + SignInCalls.encoded(field.getValue()))
                .collect(Collectors.joining("&")));
  }

  private static BricklaneException late(URI page, OAuthU2M signIn) {
    return new BricklaneException(
        ErrorCode.BAD_CREDENTIALS,
        "Nobody signed in at "
            + page.getHost()
            + " in the browser within "
            + signIn.patience().toSeconds()
            + " s");
  }

  @Override
  public String toString() {
    return "a visit that came back to " + redirectUri;
  }
}
