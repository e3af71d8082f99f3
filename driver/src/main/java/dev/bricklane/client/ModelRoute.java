package dev.bricklane.client;

import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;

/**
 * Where a model's calls go, and by which name. Immutable.
 *
 * <p>A workspace has two surfaces. Model Serving ({@code /serving-endpoints}) knows endpoints: the
 * {@code databricks-…} ones that every workspace has, and those of its users, whose names have no
 * dots. It answers 404 to a three-part name (measured, public notes of August 2026). The AI Gateway
 * ({@code /ai-gateway/mlflow/v1}) knows model services such as {@code system.ai.claude-sonnet-4-5}
 * or {@code catalog.schema.service}, and takes {@code databricks-X} as the old name of {@code
 * system.ai.X} (Azure Databricks, "Query foundation models by type").
 *
 * <p>{@link Surface#AUTO} decides by the name alone and never tries both, as a call costs money:
 *
 * <ul>
 *   <li>{@code databricks-…}, and any name without a dot: serving, as databricks-openai does.
 *       Bifrost sends short names to the gateway instead, which would make users' own endpoints
 *       unreachable;
 *   <li>any other name with a dot: the gateway, as Bifrost does.
 * </ul>
 *
 * <p>On the gateway a name with fewer than two dots that is not {@code databricks-…} gains {@code
 * system.ai.}, as in Bifrost. A leading {@code databricks/}, which LiteLLM's users write, is taken
 * off first.
 *
 * @param gateway whether calls go to the AI Gateway
 * @param model the name in the request's body
 */
record ModelRoute(boolean gateway, String model) {
  private static final String LITELLM_PREFIX = "databricks/";
  private static final String ENDPOINT_PREFIX = "databricks-";

  static ModelRoute of(String name, Surface surface) {
    String model = name.strip();
    if (model.startsWith(LITELLM_PREFIX)) {
      model = model.substring(LITELLM_PREFIX.length());
    }
    if (model.isEmpty()) {
      throw new BricklaneException(ErrorCode.BAD_REQUEST, "The model's name is empty");
    }
    boolean gateway =
        switch (surface) {
          case SERVING -> false;
          case GATEWAY -> true;
          case AUTO -> !model.startsWith(ENDPOINT_PREFIX) && model.contains(".");
        };
    if (gateway && !model.startsWith(ENDPOINT_PREFIX) && dots(model) < 2) {
      model = "system.ai." + model;
    }
    return new ModelRoute(gateway, model);
  }

  /** Returns the path of chat completions, below the workspace's base. */
  String chat() {
    return surface() + "/chat/completions";
  }

  /** Returns the path of embeddings, below the workspace's base. */
  String embeddings() {
    return surface() + "/embeddings";
  }

  private String surface() {
    return gateway ? "/ai-gateway/mlflow/v1" : "/serving-endpoints";
  }

  private static long dots(String name) {
    return name.chars().filter(c -> c == '.').count();
  }
}
