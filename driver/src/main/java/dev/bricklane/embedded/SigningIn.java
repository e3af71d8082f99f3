package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/** The paths of signing in, open to everybody. */
final class SigningIn {
  private static final String ACCOUNT = "00000000-0000-0000-0000-000000000000";

  private SigningIn() {}

  static void addTo(Router router, URI uri, TokenEndpoint tokens, AuthorizationCodes codes) {
    router.open("GET", "/.well-known/databricks-config", call -> workspaceConfig(uri));
    router.open(
        "GET",
        "/oidc/.well-known/oauth-authorization-server",
        call -> authorizationServer(uri + "/oidc"));
    router.open("GET", "/oidc/v1/authorize", codes::authorize);
    router.open("POST", "/oidc/v1/token", tokens::token);
    // Where Fault.PRIVATE_LINK sends its callers.
    router.open("GET", "/login.html", call -> Reply.of(200, "text/html", "<html>Sign in</html>"));
    String account = "/oidc/accounts/" + ACCOUNT;
    router.open(
        "GET",
        account + "/.well-known/oauth-authorization-server",
        call -> authorizationServer(uri + account));
    router.open("GET", account + "/v1/authorize", codes::authorize);
    router.open("POST", account + "/v1/token", tokens::token);
  }

  private static Reply authorizationServer(String issuer) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("issuer", issuer);
    body.put("authorization_endpoint", issuer + "/v1/authorize");
    body.put("token_endpoint", issuer + "/v1/token");
    body.putArray("response_types_supported").add("code");
    body.putArray("code_challenge_methods_supported").add("S256");
    body.putArray("grant_types_supported")
        .add("client_credentials")
        .add("authorization_code")
        .add("refresh_token")
        .add("urn:ietf:params:oauth:grant-type:token-exchange");
    body.putArray("token_endpoint_auth_methods_supported")
        .add("client_secret_basic")
        .add("client_secret_post")
        .add("none");
    body.putArray("scopes_supported").add("all-apis").add("offline_access");
    return Reply.json(200, body.toString());
  }

  private static Reply workspaceConfig(URI uri) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("oidc_endpoint", uri + "/oidc");
    body.put("account_id", ACCOUNT);
    body.put("workspace_id", "1");
    body.put("cloud", "aws");
    body.putArray("token_federation_default_oidc_audiences").add(uri + "/oidc/v1/token");
    return Reply.json(200, body.toString());
  }
}
