package dev.bricklane.auth;

import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.Loopback;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a workspace gives out tokens, and lets people sign in for them, as databricks-sdk-java and
 * -py find it.
 *
 * <p>It is read once from {@code /oidc/.well-known/oauth-authorization-server}, and is {@code
 * /oidc/v1/token} and {@code /oidc/v1/authorize} where that document does not exist. An address
 * that would see a secret in clear is refused. Thread-safe.
 */
final class TokenEndpoint {
  private final URI baseUri;
  private final URI discovery;
  private final SignInCalls calls;
  private volatile @Nullable OAuthAnswer found;

  TokenEndpoint(URI baseUri, SignInCalls calls) {
    this.baseUri = baseUri;
    this.discovery = URI.create(baseUri + "/oidc/.well-known/oauth-authorization-server");
    this.calls = calls;
  }

  /** Returns the address, asking the workspace the first time. */
  URI uri() {
    return endpoint("/oidc/v1/token", "token_endpoint");
  }

  /** Returns what a browser opens, asking the workspace the first time. */
  URI authorization() {
    return endpoint("/oidc/v1/authorize", "authorization_endpoint");
  }

  private URI endpoint(String usual, String field) {
    OAuthAnswer answer = discover();
    URI endpoint =
        answer.isAbsent()
            ? URI.create(baseUri + usual)
            : checked(field, answer.text(field), answer);
    found = answer;
    return endpoint;
  }

  private OAuthAnswer discover() {
    OAuthAnswer known = found;
    if (known != null) {
      return known;
    }
    HttpReply reply = calls.get(discovery, Map.of());
    OAuthAnswer answer = OAuthAnswer.parse(reply);
    if (reply.status() != 200 && reply.status() != 404) {
      throw answer.discoveryError(discovery);
    }
    return answer;
  }

  private URI checked(String what, @Nullable String named, OAuthAnswer answer) {
    if (named == null) {
      throw answer.malformed(discovery, "names no " + what);
    }
    URI endpoint;
    try {
      endpoint = new URI(named);
    } catch (URISyntaxException e) {
      throw answer.malformed(discovery, "names a " + what + " that is no URL");
    }
    boolean localStaysLocal =
        !Loopback.isHost(endpoint.getHost()) || Loopback.isHost(baseUri.getHost());
    boolean secure = "https".equalsIgnoreCase(endpoint.getScheme());
    if (endpoint.getHost() == null || !Loopback.allows(endpoint) || !(secure || localStaysLocal)) {
      throw answer.malformed(
          discovery,
          "names the "
              + what
              + " "
              + HttpCall.bare(endpoint)
              + ", but secrets are sent by https only");
    }
    return endpoint;
  }
}
