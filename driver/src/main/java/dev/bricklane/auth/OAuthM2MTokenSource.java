package dev.bricklane.auth;

import dev.bricklane.config.DriverConfig.SignIn.OAuthM2M;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.Loopback;
import dev.bricklane.http.Scheduler;
import dev.bricklane.http.Transport;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges a service principal's client id and secret for tokens of about an hour (OAuth client
 * credentials), as databricks-sdk-java and -py do.
 *
 * <p>The token endpoint is read once from {@code /oidc/.well-known/oauth-authorization-server}, and
 * is {@code /oidc/v1/token} where that document does not exist. The secret is sent only by https,
 * or by http within this machine. Thread-safe; fetches a new token on each call, so put a {@link
 * CachedTokenSource} in front.
 */
final class OAuthM2MTokenSource implements TokenSource {
  private final URI baseUri;
  private final OAuthM2M principal;
  private final Transport transport;
  private final Scheduler scheduler;
  private final Duration timeout;
  private volatile @Nullable URI tokenEndpoint;

  OAuthM2MTokenSource(
      URI baseUri, OAuthM2M principal, Transport transport, Scheduler scheduler, Duration timeout) {
    this.baseUri = baseUri;
    this.principal = principal;
    this.transport = transport;
    this.scheduler = scheduler;
    this.timeout = timeout;
  }

  @Override
  public AccessToken token() {
    URI endpoint = tokenEndpoint;
    if (endpoint == null) {
      endpoint = discover();
      tokenEndpoint = endpoint;
    }
    return fetch(endpoint);
  }

  private URI discover() {
    URI discovery = URI.create(baseUri + "/oidc/.well-known/oauth-authorization-server");
    HttpReply reply =
        exchange(
            new HttpCall("GET", discovery, Map.of("Accept", "application/json"), null, timeout));
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
              + ", but a client secret is sent by https only");
    }
    return endpoint;
  }

  private AccessToken fetch(URI endpoint) {
    String form =
        "grant_type=client_credentials&scope="
            + URLEncoder.encode(principal.scopes(), StandardCharsets.UTF_8);
    String identity = principal.clientId() + ":" + principal.clientSecret().reveal();
    String basic = Base64.getEncoder().encodeToString(identity.getBytes(StandardCharsets.UTF_8));
    HttpReply reply =
        exchange(
            new HttpCall(
                "POST",
                endpoint,
                Map.of(
                    "Authorization", "Basic " + basic,
                    "Content-Type", "application/x-www-form-urlencoded",
                    "Accept", "application/json"),
                form.getBytes(StandardCharsets.UTF_8),
                timeout));
    OAuthAnswer answer = OAuthAnswer.parse(reply);
    String token = answer.accessToken();
    if (reply.status() != 200 || answer.isError()) {
      throw answer.signInError(endpoint, principal, basic);
    }
    if (token == null || token.isBlank()) {
      throw answer.malformed(endpoint, "holds no access_token");
    }
    return new AccessToken(new Secret(token), scheduler.now().plus(answer.lifetime()));
  }

  private HttpReply exchange(HttpCall call) {
    CompletableFuture<HttpReply> exchange = transport.send(call);
    try {
      return InterruptibleWait.on(exchange);
    } catch (BricklaneException e) {
      exchange.cancel(true);
      if (e.code() == ErrorCode.CANCELLED) {
        throw e;
      }
      throw new BricklaneException(
          e.code(), "Signing in failed: " + e.getMessage(), e.origin(), e.getCause());
    }
  }

  @Override
  public String toString() {
    return "service principal " + principal.clientId();
  }
}
