package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bricklane.embedded.EmbeddedWorkspace;
import dev.bricklane.embedded.ReceivedRequest;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Databricks' client on top of OpenAI's, {@code databricks-openai}, on one of its surfaces. */
abstract class DatabricksOpenAi extends ScriptedClient {
  /** Returns what the script calls the surface. */
  abstract String surface();

  /** Returns the path below which all its calls are. */
  abstract String path();

  @Override
  final Packages packages() {
    return Packages.PYTHON;
  }

  @Override
  final String script() {
    return "databricks_openai_client.py";
  }

  @Override
  final Map<String, String> environment() {
    return Map.of("STRANGER_SURFACE", surface());
  }

  @Override
  final String base(EmbeddedWorkspace workspace) {
    return workspace.uri().toString();
  }

  @Override
  final Set<String> more() {
    return Set.of("replayed", "blank");
  }

  @Test
  void postsNowhereElse() {
    assertThat(posts())
        .extracting(ReceivedRequest::path)
        .isNotEmpty()
        .allSatisfy(path -> assertThat(path).startsWith(path()));
  }

  @Test
  void sendsTheItemsOfAnAnswerBackWithIdsOf64Characters() {
    assertThat(result("replayed").path("text").asText()).contains("And a mountain");
  }

  @Test
  void sendsClaudeASpaceForAnEmptyTextAndNoStrict() throws Exception {
    assertThat(result("blank").path("text").asText()).isNotBlank();
    ReceivedRequest sent =
        posts().stream()
            .filter(request -> request.body().contains("17 degrees"))
            .filter(request -> request.body().contains(Stage.CLAUDE))
            .findFirst()
            .orElseThrow();
    JsonNode body = new ObjectMapper().readTree(sent.body());
    assertThat(body.at("/messages/1/content").asText()).isEqualTo(" ");
    assertThat(body.at("/tools/0/function/name").asText()).isEqualTo("weather");
    assertThat(body.at("/tools/0/function").has("strict")).isFalse();
  }
}
