package dev.bricklane.client;

import dev.bricklane.config.DriverConfig.Surface;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What stands at an address: a workspace, or one surface. Immutable.
 *
 * <p>An address that ends in {@code /ai-gateway/mlflow/v1} or {@code /serving-endpoints} is that
 * surface of a workspace. Any other that ends in {@code /v1} is a surface of its own, in OpenAI's
 * form: LiteLLM's proxy, Bifrost, Portkey, vLLM, Ollama, or a native path of the AI Gateway.
 *
 * @param base the address of the workspace or of the surface, without a trailing slash
 * @param direct whether it is a surface of its own
 * @param only the one surface of the workspace, or null for both
 */
record ServiceAddress(URI base, boolean direct, @Nullable Surface only) {
  private static final String GATEWAY = "/ai-gateway/mlflow/v1";
  private static final String SERVING = "/serving-endpoints";

  /** Begins a path that stands beside the address rather than below it. */
  static final String BESIDE = "/../";

  static ServiceAddress of(URI address) {
    String text = address.toString();
    String path = address.getPath() == null ? "" : address.getPath();
    if (path.endsWith(GATEWAY)) {
      return workspace(text, GATEWAY, Surface.GATEWAY);
    }
    if (path.endsWith(SERVING)) {
      return workspace(text, SERVING, Surface.SERVING);
    }
    return new ServiceAddress(address, path.endsWith("/v1"), null);
  }

  private static ServiceAddress workspace(String text, String end, Surface only) {
    URI base = URI.create(text.substring(0, text.length() - end.length()));
    return new ServiceAddress(base, false, only);
  }

  /** Returns where a model's calls go. */
  ModelRoute route(String model, Surface surface) {
    return direct ? ModelRoute.direct(model) : ModelRoute.of(model, only != null ? only : surface);
  }

  /** Returns whether the name alone decides which surface a model's calls go to. */
  boolean chooses(Surface surface) {
    return !direct && only == null && surface == Surface.AUTO;
  }

  /** Returns the URI of a path below, or of one {@link #BESIDE}. */
  URI at(String path) {
    String text = base.toString();
    return URI.create(
        path.startsWith(BESIDE)
            ? text.substring(0, text.lastIndexOf('/') + 1) + path.substring(BESIDE.length())
            : text + path);
  }

  /**
   * Returns the URI of something small that the service shows only to who has signed in. Of a
   * workspace that is an endpoint that does not exist: its list of endpoints may be long, and a
   * token is looked at before a name. Of any other service it is the list of models, as none has
   * another path in common, and many answer a path that they lack without looking at the token.
   */
  URI ping() {
    return at(direct ? "/models" : "/api/2.0/serving-endpoints/bricklane-ping");
  }

  /** Returns the URI of the list of models. */
  URI listing() {
    return at(direct ? "/models" : "/api/2.0/serving-endpoints");
  }
}
