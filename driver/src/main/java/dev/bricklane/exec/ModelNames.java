package dev.bricklane.exec;

/** The several names of one model. */
final class ModelNames {
  private static final String LITELLM_PREFIX = "databricks/";
  private static final String GATEWAY_PREFIX = "system.ai.";
  private static final String ENDPOINT_PREFIX = "databricks-";

  private ModelNames() {}

  /** Returns the name as it is sent: without spaces around it, and LiteLLM's prefix. */
  static String sent(String name) {
    String stripped = name.strip();
    return stripped.startsWith(LITELLM_PREFIX)
        ? stripped.substring(LITELLM_PREFIX.length())
        : stripped;
  }

  /**
   * Returns the endpoint's name for a model of the AI Gateway: {@code databricks-x} for {@code
   * system.ai.x}, which are one model (Azure Databricks, "Query foundation models by type"). Other
   * names stay as they are sent.
   */
  static String endpoint(String name) {
    String sent = sent(name);
    if (!sent.startsWith(GATEWAY_PREFIX)) {
      return sent;
    }
    String service = sent.substring(GATEWAY_PREFIX.length());
    // A page of the gateway's beta writes system.ai.databricks-x.
    return service.startsWith(ENDPOINT_PREFIX) ? service : ENDPOINT_PREFIX + service;
  }
}
