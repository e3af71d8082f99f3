package dev.bricklane.conformance.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.EmbeddedWorkspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Databricks' own SDK for Python against the embedded workspace. */
class DatabricksSdkPythonIT {
  private static EmbeddedWorkspace workspace;
  private static JsonNode results;

  @BeforeAll
  static void runTheScript() throws Exception {
    Packages.PYTHON.folder();
    workspace = Stage.open();
    List<String> command =
        Packages.PYTHON.script(
            "databricks_client.py", workspace.uri().toString(), workspace.token());
    command.addAll(List.of("query", "embeddings", "listing", "detail", "machine", "refusals"));
    Map<String, String> environment = Packages.offline();
    environment.put("STRANGER_ID", workspace.clientId());
    environment.put("STRANGER_SECRET", workspace.clientSecret());
    results = Program.json(command, Packages.PYTHON.folder(), environment, 120);
  }

  @AfterAll
  static void close() {
    if (workspace != null) {
      workspace.close();
    }
  }

  @Test
  void queriesChatEndpoints() {
    for (JsonNode answer : result("query")) {
      assertThat(answer.path("text").asText()).contains("Name a river");
      assertThat(answer.path("total").asInt()).isPositive();
    }
    assertThat(result("query").size()).isEqualTo(3);
  }

  @Test
  void queriesAnEmbeddingEndpoint() {
    JsonNode vectors = result("embeddings");
    assertThat(vectors.size()).isEqualTo(3);
    assertThat(vectors.get(0)).isEqualTo(vectors.get(2)).isNotEqualTo(vectors.get(1));
  }

  @Test
  void listsTheEndpoints() {
    JsonNode endpoint = result("listing").path(Stage.EMBEDDINGS);
    assertThat(endpoint.path("task").asText()).isEqualTo("llm/v1/embeddings");
    assertThat(endpoint.path("ready").asText()).isEqualTo("READY");
  }

  @Test
  void describesAnEndpoint() {
    assertThat(result("detail").path("task").asText()).isEqualTo("llm/v1/chat");
    assertThat(result("detail").at("/config/served_entities/0/foundation_model/name").asText())
        .isEqualTo("gpt-5");
  }

  @Test
  void signsInAsAServicePrincipal() {
    assertThat(result("machine").path("text").asText()).contains("Name a river");
  }

  @Test
  void readsTheErrors() {
    JsonNode errors = result("refusals");
    assertThat(errors.path("model").asText()).startsWith("NotFound: ");
    assertThat(errors.path("token").asText()).contains("PermissionDenied: Invalid access token");
    assertThat(errors.path("field").asText()).startsWith("BadRequest: ").contains("temperature");
  }

  private static JsonNode result(String name) {
    assertThat(results.path(name).path("failed").asText("")).as("what failed").isEmpty();
    return results.path(name);
  }
}
