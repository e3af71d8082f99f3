package dev.bricklane.conformance.strangers;

import java.util.Set;

/** LiteLLM's Databricks provider against the embedded workspace. */
class LiteLlmIT extends ScriptedClient {
  @Override
  Packages packages() {
    return Packages.PYTHON;
  }

  @Override
  String script() {
    return "litellm_client.py";
  }

  /** This version's provider for Databricks speaks no Responses. */
  @Override
  Set<String> lacks() {
    return Set.of("responses");
  }

  /** This version looks for content in every delta, and the last of a GPT stream has none. */
  @Override
  boolean readsStreams(String model) {
    return !model.equals("gpt");
  }

  /** It counts a stream's tokens itself. */
  @Override
  boolean readsTheUsageOfStreams(String model) {
    return false;
  }

  /** It makes its own error of it, with its own status. */
  @Override
  int unknownToken() {
    return 401;
  }
}
