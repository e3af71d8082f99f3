package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The table of User-Agents in LiteLLM's documentation. It shows version 1.79.1; the package of that
 * version knows no {@code user_agent} for Databricks, and sends it on as a field of the body.
 * 1.81.6 does what the table says.
 */
class LiteLlmUserAgentIT {
  private static final List<String> PARTNERS =
      List.of("", "mycompany/1.0.0", "partner_product/2.5.0", "acme", "not a name/1.0");

  @Test
  void laterVersionsSayWhatTheTableSays() throws Exception {
    Path later = Packages.PYTHON.folder().resolve("later");
    try (Recorder recorder = new Recorder()) {
      assertThat(call(recorder, Map.of("PYTHONPATH", later.toString()))).isEqualTo("1.81.6");
      assertThat(agents(recorder))
          .containsExactly(
              "litellm/1.81.6",
              "mycompany_litellm/1.81.6",
              "partner_product_litellm/1.81.6",
              "acme_litellm/1.81.6",
              "litellm/1.81.6");
      assertThat(recorder.calls("agent-1").get(0).body().has("user_agent")).isFalse();
    }
  }

  @Test
  void theVersionInTheTableDoesNot() throws Exception {
    try (Recorder recorder = new Recorder()) {
      assertThat(call(recorder, Map.of())).isEqualTo("1.79.1");
      assertThat(agents(recorder)).containsOnly("litellm/1.79.1").hasSameSizeAs(PARTNERS);
      assertThat(recorder.calls("agent-1").get(0).body().path("user_agent").asText())
          .isEqualTo("mycompany/1.0.0");
    }
  }

  private static String call(Recorder recorder, Map<String, String> more) throws Exception {
    List<String> command =
        new ArrayList<>(Packages.PYTHON.script("litellm_agents.py", recorder.uri(), "dapi0"));
    command.addAll(PARTNERS);
    Map<String, String> environment = Packages.offline();
    environment.putAll(more);
    return Program.json(command, Packages.PYTHON.folder(), environment, 120).asText();
  }

  private static List<String> agents(Recorder recorder) {
    List<String> agents = new ArrayList<>();
    for (int i = 0; i < PARTNERS.size(); i++) {
      agents.add(recorder.calls("agent-" + i).get(0).headers().get("user-agent"));
    }
    return agents;
  }
}
