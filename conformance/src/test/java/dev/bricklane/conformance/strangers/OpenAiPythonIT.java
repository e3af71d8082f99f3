package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** OpenAI's client for Python against the embedded workspace. */
class OpenAiPythonIT extends ScriptedClient {
  @Override
  Packages packages() {
    return Packages.PYTHON;
  }

  @Override
  String script() {
    return "openai_client.py";
  }

  @Override
  Set<String> more() {
    return Set.of("replayed");
  }

  /** The service gives out longer ids than it takes; databricks-openai cuts them for that. */
  @Test
  void isRefusedTheItemsOfAnAnswerAsTheyCame() {
    assertThat(result("replayed").path("refused").asText()).contains("at most 64 characters");
  }
}
