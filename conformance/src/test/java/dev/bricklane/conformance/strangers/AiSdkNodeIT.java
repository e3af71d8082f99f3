package dev.bricklane.conformance.strangers;

import java.util.Set;

/**
 * Databricks' own provider for the AI SDK against the embedded workspace. It sends each content as
 * a list of parts.
 */
class AiSdkNodeIT extends ScriptedClient {
  @Override
  Packages packages() {
    return Packages.NODE;
  }

  @Override
  String script() {
    return "ai-sdk.mjs";
  }

  @Override
  Set<String> lacks() {
    return Set.of("embeddings", "offered");
  }

  /** It does not ask for it; Llama says it unasked. */
  @Override
  boolean readsTheUsageOfStreams(String model) {
    return model.equals("llama");
  }
}
