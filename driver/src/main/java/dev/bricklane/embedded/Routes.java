package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.embedded.ServedEndpoint.Task;
import java.net.URI;

/** The list of the paths that the workspace serves. */
final class Routes {
  private Routes() {}

  static Router of(
      URI uri,
      ServicePrincipals principals,
      ServingEndpoints endpoints,
      EmbeddingService embeddings) {
    ModelRoutes models = new ModelRoutes(endpoints, embeddings);
    Router router = new Router();
    router.open("GET", "/.well-known/databricks-config", call -> workspaceConfig(uri));
    router.open(
        "GET", "/oidc/.well-known/oauth-authorization-server", call -> authorizationServer(uri));
    router.open("POST", "/oidc/v1/token", principals::token);

    router.guarded("GET", "/api/2.0/serving-endpoints", call -> endpoints.list());
    router.guarded(
        "GET", "/api/2.0/serving-endpoints/{name}", call -> endpoints.detail(call.name()));

    router.model(
        "/serving-endpoints/chat/completions",
        call -> models.named(Surface.SERVING, Task.CHAT, call));
    router.model(
        "/serving-endpoints/embeddings",
        call -> models.named(Surface.SERVING, Task.EMBEDDINGS, call));
    // GUESS: what an OpenAI client would form; the documented way is invocations with a prompt.
    router.model(
        "/serving-endpoints/completions",
        call -> models.named(Surface.SERVING, Task.COMPLETIONS, call));
    router.model("/serving-endpoints/{name}/invocations", models::invocations);
    router.model(
        "/ai-gateway/mlflow/v1/chat/completions",
        call -> models.named(Surface.GATEWAY, Task.CHAT, call));
    router.model(
        "/ai-gateway/mlflow/v1/embeddings",
        call -> models.named(Surface.GATEWAY, Task.EMBEDDINGS, call));
    return router;
  }

  private static Reply authorizationServer(URI uri) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("issuer", uri + "/oidc");
    body.put("authorization_endpoint", uri + "/oidc/v1/authorize");
    body.put("token_endpoint", uri + "/oidc/v1/token");
    body.putArray("grant_types_supported").add("client_credentials");
    body.putArray("token_endpoint_auth_methods_supported")
        .add("client_secret_basic")
        .add("client_secret_post");
    body.putArray("scopes_supported").add("all-apis");
    return Reply.json(200, body.toString());
  }

  private static Reply workspaceConfig(URI uri) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("oidc_endpoint", uri + "/oidc");
    body.put("account_id", "00000000-0000-0000-0000-000000000000");
    body.put("workspace_id", "1");
    body.put("cloud", "aws");
    return Reply.json(200, body.toString());
  }
}
