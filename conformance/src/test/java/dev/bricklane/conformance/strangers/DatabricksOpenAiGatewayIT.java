package dev.bricklane.conformance.strangers;

/** {@code databricks-openai} with {@code use_ai_gateway}. */
class DatabricksOpenAiGatewayIT extends DatabricksOpenAi {
  @Override
  String surface() {
    return "gateway";
  }

  @Override
  String path() {
    return "/ai-gateway/mlflow/v1/";
  }
}
