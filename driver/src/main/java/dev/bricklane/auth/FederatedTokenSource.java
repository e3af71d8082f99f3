package dev.bricklane.auth;

import dev.bricklane.config.DriverConfig.SignIn.Federated;
import dev.bricklane.config.Environment;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.Scheduler;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Exchanges a token of somebody whom the workspace trusts for the workspace's own (OAuth token
 * exchange, RFC 8693), as databricks-sdk-java's {@code DatabricksOAuthTokenSource} does: a JWT from
 * a variable, a file or GitHub Actions, with the service principal's client id, or without one for
 * a federation policy of the whole account.
 *
 * <p>Thread-safe; exchanges a new token on each call, so put a {@link CachedTokenSource} in front.
 */
final class FederatedTokenSource implements TokenSource {
  private static final String HINT =
      "Check that a federation policy of the account or the service principal has the token's"
          + " issuer, audience and subject";

  private final URI baseUri;
  private final Federated federated;
  private final SubjectTokens subjects;
  private final SignInCalls calls;
  private final TokenEndpoint tokenEndpoint;
  private final Scheduler scheduler;

  FederatedTokenSource(
      URI baseUri,
      Federated federated,
      SignInCalls calls,
      Environment environment,
      Scheduler scheduler) {
    this.baseUri = baseUri;
    this.federated = federated;
    this.subjects = new SubjectTokens(federated.subject(), environment, calls);
    this.calls = calls;
    this.tokenEndpoint = new TokenEndpoint(baseUri, calls);
    this.scheduler = scheduler;
  }

  @Override
  public AccessToken token() {
    URI endpoint = tokenEndpoint.uri();
    String subject = subjects.token(federated.audience().orElseGet(() -> audience(endpoint)));
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("subject_token", subject);
    form.put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
    form.put("scope", federated.scopes());
    federated.clientId().ifPresent(id -> form.put("client_id", id));
    HttpReply reply = calls.post(endpoint, Map.of(), form);
    return OAuthAnswer.parse(reply)
        .token(scheduler.now(), endpoint, subjects.name(), HINT, subject);
  }

  /**
   * The token endpoint, if it is the workspace's own: a host that nobody trusts could name that of
   * another workspace, and be given what that one gives out.
   */
  private String audience(URI endpoint) {
    boolean own =
        baseUri.getHost().equalsIgnoreCase(endpoint.getHost())
            && baseUri.getPort() == endpoint.getPort();
    return own ? endpoint.toString() : baseUri + "/oidc/v1/token";
  }

  @Override
  public String toString() {
    return "token exchange " + subjects.name();
  }
}
