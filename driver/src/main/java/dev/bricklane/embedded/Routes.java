package dev.bricklane.embedded;

import dev.bricklane.embedded.ServedEndpoint.Task;

/** The list of the paths that the workspace serves. */
final class Routes {
  private Routes() {}

  /** Adds the paths that list models and ask them. */
  static void addTo(Router router, ServingEndpoints endpoints, EmbeddingService embeddings) {
    ModelRoutes models = new ModelRoutes(endpoints, embeddings);
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
  }
}
