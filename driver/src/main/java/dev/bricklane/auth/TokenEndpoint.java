package dev.bricklane.auth;

import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.Loopback;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a workspace gives out tokens, as databricks-sdk-java and -py find it.
 *
 * <p>It is read once from {@code /oidc/.well-known/oauth-authorization-server}, and is {@code
 * /oidc/v1/token} where that document does not exist. An address that would see a secret in clear
 * is refused. Thread-safe.
 */
final class TokenEndpoint {
  private final URI baseUri;
  private final SignInCalls calls;
  private volatile @Nullable URI found;

  TokenEndpoint(URI baseUri, SignInCalls calls) {
    this.baseUri = baseUri;
    this.calls = calls;
  }

  /** Returns the address, asking the workspace the first time. */
  URI uri() {
    URI endpoint = found;
    if (endpoint == null) {
      endpoint = discover();
      found = endpoint;
    }
    return endpoint;
  }

  private URI discover() {
    URI discovery = URI.create(baseUri + "/oidc/.well-known/oauth-authorization-server");
    HttpReply reply = calls.get(discovery, Map.of());
    if (reply.status() == 404) {
      return URI.create(baseUri + "/oidc/v1/token");
    }
    OAuthAnswer answer = OAuthAnswer.parse(reply);
    if (reply.status() != 200) {
      throw answer.discoveryError(discovery);
    }
    String named = answer.tokenEndpoint();
    if (named == null) {
      throw answer.malformed(discovery, "names no token_endpoint");
    }
    return checked(named, discovery, answer);
  }

  private URI checked(String named, URI discovery, OAuthAnswer answer) {
    URI endpoint;
    try {
      endpoint = new URI(named);
    } catch (URISyntaxException e) {
      throw answer.malformed(discovery, "names a token_endpoint that is no URL");
    }
    boolean localStaysLocal =
        !Loopback.isHost(endpoint.getHost()) || Loopback.isHost(baseUri.getHost());
    boolean secure = "https".equalsIgnoreCase(endpoint.getScheme());
    if (endpoint.getHost() == null || !Loopback.allows(endpoint) || !(secure || localStaysLocal)) {
      throw answer.malformed(
          discovery,
          "names the token_endpoint "
              + HttpCall.bare(endpoint)
              + ", but secrets are sent by https only");
    }
    return endpoint;
  }
}
