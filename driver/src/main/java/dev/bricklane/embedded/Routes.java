package dev.bricklane.embedded;

import dev.bricklane.embedded.ResponsesService.Way;
import dev.bricklane.embedded.ServedEndpoint.Task;
import java.util.List;

/** The paths that ask models in the protocols of OpenAI and Databricks. */
final class Routes {
  private static final String GATEWAY = "/ai-gateway/mlflow/v1";

  private Routes() {}

  static void addTo(Router router, ModelRoutes models) {
    router.model(
        "/serving-endpoints/chat/completions",
        call -> models.named(Surface.SERVING, List.of(Task.CHAT), call));
    router.model(
        "/serving-endpoints/embeddings",
        call -> models.named(Surface.SERVING, List.of(Task.EMBEDDINGS), call));
    // For agents that take messages. GUESS: that it also takes the prompts an OpenAI client would
    // send there; the documented way is invocations.
    router.model(
        "/serving-endpoints/completions",
        call -> models.named(Surface.SERVING, List.of(Task.COMPLETIONS, Task.CHAT_AGENT), call));
    router.model(
        "/serving-endpoints/responses",
        call -> models.responses(Surface.SERVING, Way.NATIVE, call));
    router.model(
        "/serving-endpoints/open-responses",
        call -> models.responses(Surface.SERVING, Way.OPEN, call));
    router.model("/serving-endpoints/{name}/invocations", models::invocations);

    router.model(
        GATEWAY + "/chat/completions",
        call -> models.named(Surface.GATEWAY, List.of(Task.CHAT), call));
    router.model(
        GATEWAY + "/embeddings",
        call -> models.named(Surface.GATEWAY, List.of(Task.EMBEDDINGS), call));
    router.model(
        GATEWAY + "/responses", call -> models.responses(Surface.GATEWAY, Way.SUPERVISOR, call));
    // As databricks-openai does with its native API; GUESS: that it takes all chat models there.
    router.model(
        "/ai-gateway/openai/v1/chat/completions",
        call -> models.named(Surface.GATEWAY, List.of(Task.CHAT), call));
    for (String own : List.of("openai", "codex")) {
      router.model(
          "/ai-gateway/" + own + "/v1/responses",
          call -> models.responses(Surface.GATEWAY, Way.NATIVE, call));
    }
  }
}
