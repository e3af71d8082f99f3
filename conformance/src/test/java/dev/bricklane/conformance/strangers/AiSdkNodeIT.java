package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.junit.jupiter.api.Test;

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

  @Override
  Set<String> more() {
    return Set.of("agents");
  }

  @Test
  void talksToAgents() {
    for (JsonNode answer : result("agents")) {
      assertThat(answer.path("text").asText()).contains("Name a river");
      assertThat(answer.path("streamed")).isEqualTo(answer.path("text"));
    }
  }
}
