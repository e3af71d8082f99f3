package dev.bricklane.embedded;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The workspace's OAuth server: client credentials of one service principal, codes of one user,
 * refreshing, and the exchange of a trusted JWT. Thread-safe. GUESS: the words of most refusals.
 */
final class TokenEndpoint {
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

  private final BasicCredentials principal;
  private final IssuedTokens tokens;
  private final AuthorizationCodes codes;
  private final FederatedTokens federated;

  TokenEndpoint(
      BasicCredentials principal,
      IssuedTokens tokens,
      AuthorizationCodes codes,
      FederatedTokens federated) {
    this.principal = principal;
    this.tokens = tokens;
    this.codes = codes;
    this.federated = federated;
  }

  /** Answers {@code POST /oidc/v1/token}. */
  Reply token(Call call) {
    if (!call.contentType()
        .toLowerCase(Locale.ROOT)
        .startsWith("application/x-www-form-urlencoded")) {
      return OAuthError.reply(400, "invalid_request", "The body must be a form");
    }
    Form form = Form.parse(call.body());
    return switch (form.text("grant_type")) {
      case "" -> OAuthError.reply(400, "invalid_request", "grant_type is missing");
      case "client_credentials" -> clientCredentials(call.authorization(), form);
      case "authorization_code" -> authorizationCode(form);
      case "refresh_token" -> refresh(form);
      case EXCHANGE -> exchange(form);
      default ->
          OAuthError.reply(
              400,
              "unsupported_grant_type",
              "grant_type '" + form.text("grant_type") + "' is not supported");
    };
  }

  private Reply clientCredentials(@Nullable String authorization, Form form) {
    BasicCredentials shown = BasicCredentials.parse(authorization);
    if (shown == null) {
      shown = new BasicCredentials(form.text("client_id"), form.text("client_secret"));
    }
    return shown.matches(principal.user(), principal.password())
        ? tokens.issue(scope(form), principal.user(), false)
        : OAuthError.reply(401, "invalid_client", "Client authentication failed");
  }

  private Reply authorizationCode(Form form) {
    AuthorizationCodes.Grant grant = codes.take(form.text("code"));
    if (grant == null
        || !grant.fits(
            form.text("client_id"), form.text("redirect_uri"), form.text("code_verifier"))) {
      return OAuthError.reply(
          400, "invalid_grant", "The code is unknown, was used, or belongs to another request");
    }
    return tokens.issue(grant.scope(), grant.clientId(), grant.offline());
  }

  private Reply refresh(Form form) {
    Reply refreshed = tokens.refresh(form.text("refresh_token"), form.text("client_id"));
    return refreshed == null
        ? OAuthError.reply(401, "invalid_request", "Refresh token is invalid")
        : refreshed;
  }

  /** {@code client_id} is left out for federation over a whole account, so it may be anything. */
  private Reply exchange(Form form) {
    if (!form.text("subject_token_type").equals(JWT)) {
      return OAuthError.reply(400, "invalid_request", "subject_token_type must be " + JWT);
    }
    return federated.accepts(form.text("subject_token"))
        ? tokens.issue(scope(form), form.text("client_id"), false)
        : OAuthError.reply(401, "invalid_grant", "The subject token is not trusted or expired");
  }

  private static String scope(Form form) {
    String scope = form.text("scope");
    return scope.isEmpty() ? "all-apis" : scope;
  }
}
