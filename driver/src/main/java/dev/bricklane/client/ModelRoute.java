package dev.bricklane.client;

import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.net.URI;
import org.jspecify.annotations.Nullable;

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
 * <p>{@link Surface#AUTO} decides by the name alone. It tries the other surface only where a
 * workspace turns out to have no gateway ({@link SurfaceFallback}):
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
 * <p>An address that is no workspace's but, as that of LiteLLM's proxy or of vLLM, a surface itself
 * ({@link ServiceAddress}) takes names as they are.
 *
 * @param place where the call goes
 * @param model the name in the request's body
 * @param app the address of an agent that is an app; null for all else
 */
record ModelRoute(Place place, String model, @Nullable URI app) {
  /** Whose paths a call uses. */
  enum Place {
    /** Model Serving of a workspace. */
    SERVING,
    /** The AI Gateway of a workspace. */
    GATEWAY,
    /** The one surface that the address itself is. */
    DIRECT,
    /** An agent with an address of its own. */
    APP
  }

  private static final String LITELLM_PREFIX = "databricks/";
  private static final String ENDPOINT_PREFIX = "databricks-";
  private static final String SYSTEM_PREFIX = "system.ai.";

  ModelRoute(Place place, String model) {
    this(place, model, null);
  }

  /** Returns the route to an agent that is an app. */
  static ModelRoute toApp(String name, URI app) {
    return new ModelRoute(Place.APP, name.strip(), app);
  }

  static ModelRoute of(String name, Surface surface) {
    String model = name.strip();
    if (model.startsWith(LITELLM_PREFIX)) {
      model = model.substring(LITELLM_PREFIX.length());
    }
    requireName(model);
    boolean gateway =
        switch (surface) {
          case SERVING -> false;
          case GATEWAY -> true;
          case AUTO -> !model.startsWith(ENDPOINT_PREFIX) && model.contains(".");
        };
    if (gateway && !model.startsWith(ENDPOINT_PREFIX) && dots(model) < 2) {
      model = SYSTEM_PREFIX + model;
    }
    return new ModelRoute(gateway ? Place.GATEWAY : Place.SERVING, model);
  }

  /** Returns the route at an address that is a surface itself. */
  static ModelRoute direct(String name) {
    requireName(name.strip());
    return new ModelRoute(Place.DIRECT, name.strip());
  }

  /** Returns whether the call goes to the AI Gateway. */
  boolean gateway() {
    return place == Place.GATEWAY;
  }

  /**
   * Returns the route to the same model on Model Serving, where {@code system.ai.X} is called
   * {@code databricks-X}; null if it has no such name.
   */
  @Nullable ModelRoute onServing() {
    if (place != Place.GATEWAY || !model.startsWith(SYSTEM_PREFIX)) {
      return null;
    }
    String name = model.substring(SYSTEM_PREFIX.length());
    String endpoint = name.startsWith(ENDPOINT_PREFIX) ? name : ENDPOINT_PREFIX + name;
    // The names of endpoints have no dots.
    return new ModelRoute(Place.SERVING, endpoint.replace('.', '-'));
  }

  private static void requireName(String model) {
    if (model.isEmpty()) {
      throw new BricklaneException(ErrorCode.BAD_REQUEST, "The model's name is empty");
    }
    if (model.equals(".") || model.equals("..")) {
      // Names stand in paths, where these two would lead elsewhere.
      throw new BricklaneException(
          ErrorCode.BAD_REQUEST, "'" + model + "' cannot be the name of a model");
    }
  }

  private static long dots(String name) {
    return name.chars().filter(c -> c == '.').count();
  }
}
