package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The workspace's OAuth server for machines: one service principal, client credentials only.
 * Thread-safe.
 *
 * <p>Errors have OAuth's shape, {@code error} and {@code error_description}. GUESS: the words of
 * the descriptions.
 */
final class ServicePrincipals {
  private final String clientId;
  private final String clientSecret;
  private final Duration lifetime;
  private final Map<String, Long> deadlines = new ConcurrentHashMap<>();

  ServicePrincipals(String clientId, String clientSecret, Duration lifetime) {
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.lifetime = lifetime;
  }

  /** Tells whether a token was issued here and is still good. */
  boolean accepts(String token) {
    Long deadline = deadlines.get(token);
    return deadline != null && deadline - System.nanoTime() > 0;
  }

  /** Answers {@code POST /oidc/v1/token}. */
  Reply token(Call call) {
    if (!call.contentType()
        .toLowerCase(Locale.ROOT)
        .startsWith("application/x-www-form-urlencoded")) {
      return refuse(400, "invalid_request", "The body must be a form");
    }
    Map<String, String> form = parseForm(call.body());
    String grant = form.get("grant_type");
    if (grant == null || grant.isEmpty()) {
      return refuse(400, "invalid_request", "grant_type is missing");
    }
    if (!grant.equals("client_credentials")) {
      return refuse(400, "unsupported_grant_type", "grant_type '" + grant + "' is not supported");
    }
    if (!knows(call.authorization(), form)) {
      return refuse(401, "invalid_client", "Client authentication failed");
    }
    return issue(Objects.requireNonNullElse(form.get("scope"), "all-apis"));
  }

  private boolean knows(@Nullable String authorization, Map<String, String> form) {
    BasicCredentials basic = BasicCredentials.parse(authorization);
    if (basic != null) {
      return basic.matches(clientId, clientSecret);
    }
    String id = form.get("client_id");
    String secret = form.get("client_secret");
    return id != null
        && secret != null
        && new BasicCredentials(id, secret).matches(clientId, clientSecret);
  }

  private Reply issue(String scope) {
    long now = System.nanoTime();
    deadlines.values().removeIf(deadline -> deadline - now <= 0);
    String token = "eoat" + RandomText.hex(48);
    deadlines.put(token, now + lifetime.toNanos());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("access_token", token);
    body.put("token_type", "Bearer");
    body.put("expires_in", Math.max(1, lifetime.toSeconds()));
    body.put("scope", scope);
    return Reply.json(200, body.toString()).withHeader("Cache-Control", "no-store");
  }

  private static Reply refuse(int status, String error, String description) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("error", error).put("error_description", description);
    return Reply.json(status, body.toString());
  }

  private static Map<String, String> parseForm(String body) {
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
