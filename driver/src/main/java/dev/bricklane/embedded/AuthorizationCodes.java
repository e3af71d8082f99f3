package dev.bricklane.embedded;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The page where a user signs in, except that its test user agrees (or refuses) at once: codes with
 * PKCE, each good for one exchange. Sends nobody anywhere but to loopback. Thread-safe.
 */
final class AuthorizationCodes {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Nobody needs a secret to ask for codes, so they must not fill the memory. */
  private static final int MOST = 1_000;

  private final boolean userAgrees;
  private final Map<String, Grant> grants = Bounded.map(MOST);

  AuthorizationCodes(boolean userAgrees) {
    this.userAgrees = userAgrees;
  }

  /** What a code was given for. */
  record Grant(String clientId, String redirectUri, String scope, String challenge) {
    /** Tells whether an exchange belongs to this grant. */
    boolean fits(String client, String redirect, String verifier) {
      return clientId.equals(client)
          && redirectUri.equals(redirect)
          && BasicCredentials.same(challenge, challenge(verifier));
    }

    boolean offline() {
      return List.of(scope.split(" ", -1)).contains("offline_access");
    }

    private static String challenge(String verifier) {
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-256")
                .digest(verifier.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }

  /** Answers {@code GET /oidc/v1/authorize}. */
  Reply authorize(Call call) {
    Form query = call.query();
    String redirect = query.text("redirect_uri");
    if (!toLoopback(redirect)) {
      return OAuthError.reply(400, "invalid_request", "redirect_uri must be on loopback");
    }
    if (query.text("client_id").isEmpty()) {
      return OAuthError.reply(400, "invalid_request", "client_id is missing");
    }
    String state = query.text("state");
    if (!query.text("response_type").equals("code")) {
      return back(redirect, state, "error", "unsupported_response_type");
    }
    String challenge = query.text("code_challenge");
    if (challenge.length() != 43 || !query.text("code_challenge_method").equals("S256")) {
      return back(redirect, state, "error", "invalid_request");
    }
    if (!userAgrees) {
      return back(redirect, state, "error", "access_denied");
    }
    String code = "code" + RandomText.hex(32);
    grants.put(code, new Grant(query.text("client_id"), redirect, query.text("scope"), challenge));
    return back(redirect, state, "code", code);
  }

  /** Uses a code up. */
  @Nullable Grant take(String code) {
    return grants.remove(code);
  }

  private static Reply back(String redirect, String state, String name, String value) {
    String target = redirect + (redirect.contains("?") ? "&" : "?") + name + "=" + value;
    if (!state.isEmpty()) {
      target += "&state=" + URLEncoder.encode(state, StandardCharsets.UTF_8);
    }
    return Reply.of(302, "text/plain", "").withHeader("Location", target);
  }

  private static boolean toLoopback(String redirect) {
    if (redirect.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      return false;
    }
    try {
      URI uri = URI.create(redirect);
      return "http".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getFragment() == null
          && LOOPBACK.contains(uri.getHost());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
