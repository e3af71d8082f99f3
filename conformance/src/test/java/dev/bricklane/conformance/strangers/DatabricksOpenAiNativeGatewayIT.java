package dev.bricklane.conformance.strangers;

import java.util.Set;

/** {@code databricks-openai} with {@code use_ai_gateway_native_api}. */
class DatabricksOpenAiNativeGatewayIT extends DatabricksOpenAi {
  @Override
  String surface() {
    return "native";
  }

  @Override
  String path() {
    return "/ai-gateway/openai/v1/";
  }

  /** Nobody says that embeddings are served there. */
  @Override
  Set<String> lacks() {
    return Set.of("embeddings");
  }
}
