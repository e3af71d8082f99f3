package dev.bricklane.conformance.strangers;

/** {@code databricks-openai} on Model Serving, as it is by default. */
class DatabricksOpenAiServingIT extends DatabricksOpenAi {
  @Override
  String surface() {
    return "serving";
  }

  @Override
  String path() {
    return "/serving-endpoints/";
  }
}
