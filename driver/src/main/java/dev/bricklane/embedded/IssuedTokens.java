package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tokens that the workspace issued and those that were revoked. Thread-safe. */
final class IssuedTokens {
  private static final int MOST = 10_000;

  private final Duration lifetime;
  private final Map<String, Long> deadlines = Bounded.map(MOST);
  private final Map<String, Integer> revoked = new ConcurrentHashMap<>();
  private final Map<String, Refresh> refreshes = Bounded.map(MOST);

  IssuedTokens(Duration lifetime) {
    this.lifetime = lifetime;
  }

  /** What a refresh token stands for. */
  private record Refresh(String clientId, String scope) {}

  /** Tells whether a token was issued here and is still good. */
  boolean accepts(String token) {
    Long deadline = deadlines.get(token);
    return deadline != null && deadline - System.nanoTime() > 0;
  }

  /** Takes a token's good standing away; who shows it later is answered with the status. */
  void revoke(String token, int status) {
    revoked.put(token, status);
  }

  /** Returns the status that a revoked token is answered with, or null. */
  @Nullable Integer revoked(String token) {
    return revoked.get(token);
  }

  /** Makes every refresh token invalid. */
  void forgetRefreshTokens() {
    refreshes.clear();
  }

  /** Uses a refresh token up: the answer to it brings a new one. */
  @Nullable Reply refresh(String refreshToken, String clientId) {
    Refresh refresh = refreshes.get(refreshToken);
    if (refresh == null
        || !refresh.clientId().equals(clientId)
        || refreshes.remove(refreshToken) == null) {
      return null;
    }
    return issue(refresh.scope(), clientId, true);
  }

  /** Issues a token, with a refresh token if that is wanted. */
  Reply issue(String scope, String clientId, boolean refreshable) {
    long now = System.nanoTime();
    deadlines.values().removeIf(deadline -> deadline - now <= 0);
    String token = "eoat" + RandomText.hex(48);
    deadlines.put(token, now + lifetime.toNanos());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("access_token", token);
    body.put("token_type", "Bearer");
    body.put("expires_in", Math.max(1, lifetime.toSeconds()));
    if (refreshable) {
      String refresh = "doau" + RandomText.hex(48);
      refreshes.put(refresh, new Refresh(clientId, scope));
      body.put("refresh_token", refresh);
    }
    body.put("scope", scope);
    return Reply.json(200, body.toString()).withHeader("Cache-Control", "no-store");
  }
}
