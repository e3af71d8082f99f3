package dev.bricklane.client;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.Locale;

/**
 * Tells whether a workspace has no AI Gateway, by what it answered there: HTTP 501, or 404 with
 * {@code ENDPOINT_NOT_FOUND} or "Invalid path" (LiteLLM, ai_gateway.py). A model that the gateway
 * does not know is another matter ({@code NOT_FOUND}), and so is any 400.
 */
final class SurfaceFallback {
  private SurfaceFallback() {}

  static boolean isDue(ModelRoute route, BricklaneException error) {
    if (!route.gateway() || error.code() != ErrorCode.SURFACE_ABSENT) {
      return false;
    }
    BricklaneException.Origin origin = error.origin();
    String name = origin.serviceCode() == null ? "" : origin.serviceCode();
    String words = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
    return origin.httpStatus() == 501
        || (origin.httpStatus() == 404
            && (name.equalsIgnoreCase("ENDPOINT_NOT_FOUND")
                || name.equalsIgnoreCase("FEATURE_DISABLED")
                || words.contains("invalid path")));
  }
}
