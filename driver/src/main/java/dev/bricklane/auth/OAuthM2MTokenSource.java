package dev.bricklane.auth;

import dev.bricklane.config.DriverConfig.SignIn.OAuthM2M;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.Scheduler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Exchanges a service principal's client id and secret for tokens of about an hour (OAuth client
 * credentials), as databricks-sdk-java and -py do.
 *
 * <p>The secret is sent only by https, or by http within this machine. Thread-safe; fetches a new
 * token on each call, so put a {@link CachedTokenSource} in front.
 */
final class OAuthM2MTokenSource implements TokenSource {
  private final OAuthM2M principal;
  private final SignInCalls calls;
  private final TokenEndpoint tokenEndpoint;
  private final Scheduler scheduler;

  OAuthM2MTokenSource(URI baseUri, OAuthM2M principal, SignInCalls calls, Scheduler scheduler) {
    this.principal = principal;
    this.calls = calls;
    this.tokenEndpoint = new TokenEndpoint(baseUri, calls);
    this.scheduler = scheduler;
  }

  @Override
  public AccessToken token() {
    URI endpoint = tokenEndpoint.uri();
    String secret = principal.clientSecret().reveal();
    String identity = principal.clientId() + ":" + secret;
    String basic = Base64.getEncoder().encodeToString(identity.getBytes(StandardCharsets.UTF_8));
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("scope", principal.scopes());
    HttpReply reply = calls.post(endpoint, Map.of("Authorization", "Basic " + basic), form);
    return OAuthAnswer.parse(reply)
        .token(scheduler.now(), endpoint, principal.clientId(), "", secret, basic);
  }

  @Override
  public String toString() {
    return "service principal " + principal.clientId();
  }
}
