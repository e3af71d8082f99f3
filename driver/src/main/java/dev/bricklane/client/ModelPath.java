package dev.bricklane.client;

import dev.bricklane.client.ModelRoute.Place;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The paths of model calls, below the address of a workspace or of a surface.
 *
 * <p>Sources: "Query foundation models by type" for both surfaces; LiteLLM (ai_gateway.py,
 * responses) for the gateway's native paths and {@code open-responses}, which the gateway does not
 * have; the Foundation Model REST API reference for completions by {@code invocations}. Gemini's
 * path on Model Serving, and completions on the gateway, are formed by analogy.
 */
final class ModelPath {
  private static final String SERVING = "/serving-endpoints";
  private static final String GATEWAY = "/ai-gateway";
  private static final String UNIFIED = GATEWAY + "/mlflow/v1";
  private static final Pattern OF_OPENAI = Pattern.compile("gpt-\\d|codex|\\bo[134]\\b");

  private ModelPath() {}

  /** Returns the path of a question. */
  static String of(Api api, ModelRoute route, boolean stream) {
    return switch (api) {
      case CHAT -> surface(route) + "/chat/completions";
      case COMPLETIONS ->
          route.place() == Place.SERVING ? invocations(route) : surface(route) + "/completions";
      case RESPONSES ->
          route.gateway() && isOpenAi(route)
              ? GATEWAY + "/openai/v1/responses"
              : surface(route) + "/responses";
      case OPEN_RESPONSES ->
          route.place() == Place.SERVING
              ? SERVING + "/open-responses"
              : surface(route) + "/responses";
      case GEMINI -> gemini(route, stream);
      case INVOCATIONS -> invocations(route);
    };
  }

  /** Returns the path of embeddings. */
  static String embeddings(ModelRoute route) {
    return surface(route) + "/embeddings";
  }

  /** Returns whether a path holds a model's name, so that there may be many like it. */
  static boolean namesModel(String path) {
    return path.endsWith("/invocations") || path.contains("/models/");
  }

  private static String surface(ModelRoute route) {
    return switch (route.place()) {
      case SERVING -> SERVING;
      case GATEWAY -> UNIFIED;
      case DIRECT, APP -> "";
    };
  }

  private static boolean isOpenAi(ModelRoute route) {
    return OF_OPENAI.matcher(route.model().toLowerCase(Locale.ROOT)).find();
  }

  private static String gemini(ModelRoute route, boolean stream) {
    String base =
        switch (route.place()) {
          case SERVING -> SERVING + "/gemini/v1beta";
          case GATEWAY -> GATEWAY + "/gemini/v1beta";
          case APP -> "/v1beta";
          // Beside /v1, as gateways have it.
          case DIRECT -> ServiceAddress.BESIDE + "v1beta";
        };
    String verb = stream ? ":streamGenerateContent?alt=sse" : ":generateContent";
    return base + "/models/" + segment(route.model()) + verb;
  }

  private static String invocations(ModelRoute route) {
    if (route.place() == Place.APP) {
      return "/invocations"; // as MLflow's own server has it
    }
    if (route.place() == Place.DIRECT) {
      throw new BricklaneException(
          ErrorCode.BAD_REQUEST,
          "Model '"
              + route.model()
              + "' cannot be asked by invocations, which only a workspace has");
    }
    return SERVING + "/" + segment(route.model()) + "/invocations";
  }

  private static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
