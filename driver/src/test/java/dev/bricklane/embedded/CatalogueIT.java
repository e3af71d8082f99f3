package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.RawClient.Answer;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CatalogueIT {
  private static final String HELLO = "'messages':[{'role':'user','content':'hello'}]";

  @RegisterExtension
  static final RunningWorkspace RUNNING =
      new RunningWorkspace(
          EmbeddedWorkspace.builder()
              .endpoint(
                  new ServedEndpoint(
                      "databricks-claude-sonnet-4-5",
                      Task.CHAT,
                      Family.CLAUDE,
                      "The responder, as strict as a Claude",
                      true))
              .endpoint(new ServedEndpoint("cold", Task.CHAT, Family.OPEN, "Not ready", false)));

  private static final RawClient CLIENT = RUNNING.client;

  @Test
  void listsWhatItServes() {
    Answer answer = CLIENT.get("/api/2.0/serving-endpoints");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    Map<String, JsonNode> endpoints = new HashMap<>();
    answer
        .json()
        .path("endpoints")
        .forEach(node -> endpoints.put(node.path("name").asText(), node));
    assertThat(endpoints)
        .containsOnlyKeys(
            "embedded-responder",
            "embedded-reasoner",
            "embedded-gpt-like",
            "embedded-claude-like",
            "embedded-gemini-like",
            "embedded-open-like",
            "embedded-citing",
            "embedded-refusing",
            "embedded-filtering",
            "embedded-agent",
            "embedded-chat-agent",
            "embedded-predictor",
            "embedded-completions",
            "embedded-minilm-l6-v2",
            "embedded-hashing-384",
            "databricks-claude-sonnet-4-5",
            "cold");
    assertThat(endpoints.get("embedded-responder").path("task").asText()).isEqualTo("llm/v1/chat");
    assertThat(endpoints.get("embedded-completions").path("task").asText())
        .isEqualTo("llm/v1/completions");
    assertThat(endpoints.get("embedded-hashing-384").path("task").asText())
        .isEqualTo("llm/v1/embeddings");
    JsonNode responder = endpoints.get("embedded-responder");
    assertThat(responder.path("state").path("ready").asText()).isEqualTo("READY");
    assertThat(responder.path("description").asText()).startsWith("Not a language model");
    assertThat(responder.path("creation_timestamp").isIntegralNumber()).isTrue();
    assertThat(responder.has("id")).isFalse();
    JsonNode claude =
        endpoints
            .get("databricks-claude-sonnet-4-5")
            .path("config")
            .path("served_entities")
            .path(0);
    assertThat(claude.path("entity_name").asText()).isEqualTo("system.ai.claude-sonnet-4-5");
    assertThat(claude.path("foundation_model").path("description").asText()).contains("responder");
    assertThat(endpoints.get("cold").path("state").path("ready").asText()).isEqualTo("NOT_READY");
  }

  @Test
  void describesOneEndpoint() {
    Answer answer = CLIENT.get("/api/2.0/serving-endpoints/embedded-responder");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("name").asText()).isEqualTo("embedded-responder");
    Answer missing = CLIENT.get("/api/2.0/serving-endpoints/nothing");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.errorCode()).isEqualTo("RESOURCE_DOES_NOT_EXIST");
  }

  @Test
  void answersUnknownPathsWith404() {
    for (String path :
        new String[] {"/", "/api/2.0/clusters", "/api/2.0/endpoints/chat/completions"}) {
      Answer answer = CLIENT.post(path, "{}");
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.errorCode()).isEqualTo("ENDPOINT_NOT_FOUND");
    }
    Answer gateway = CLIENT.post("/ai-gateway/open-responses", "{}");
    assertThat(gateway.status()).isEqualTo(404);
    assertThat(gateway.errorCode()).isEqualTo("ENDPOINT_NOT_FOUND");
    assertThat(gateway.message()).isEqualTo("Invalid path");
  }

  @Test
  void answersWrongMethodsWith405() {
    Answer answer = CLIENT.get("/serving-endpoints/chat/completions");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("POST");
    assertThat(answer.json().has("error_code")).isTrue();
    assertThat(CLIENT.post("/api/2.0/serving-endpoints", "{}").status()).isEqualTo(405);
  }

  @Test
  void answersUnknownModelsInTheSurfacesShape() {
    String body = "{'model':'nothing'," + HELLO + "}";
    Answer named = CLIENT.chat(body);
    assertThat(named.status()).isEqualTo(404);
    assertThat(named.errorCode()).isEqualTo("ENDPOINT_NOT_FOUND");
    assertThat(named.message()).startsWith("The given endpoint does not exist");
    Answer invoked = CLIENT.post("/serving-endpoints/nothing/invocations", "{" + HELLO + "}");
    assertThat(invoked.status()).isEqualTo(404);
    assertThat(invoked.errorCode()).isEqualTo("ENDPOINT_NOT_FOUND");
    Answer gateway = gatewayChat("system.ai.nothing");
    assertThat(gateway.status()).isEqualTo(404);
    assertThat(gateway.errorCode()).isEqualTo("NOT_FOUND");
    assertThat(gateway.message()).isEqualTo("'system.ai.nothing' does not exist");
    Answer embeddings = CLIENT.post("/serving-endpoints/embeddings", "{'model':'no','input':'x'}");
    assertThat(embeddings.errorCode()).isEqualTo("ENDPOINT_NOT_FOUND");
  }

  @Test
  void gatewayNamesHaveThreePartsOrTheLegacyPrefix() {
    Answer claude = gatewayChat("system.ai.claude-sonnet-4-5");
    assertThat(claude.status()).isEqualTo(200);
    assertThat(claude.json().path("model").asText()).isEqualTo("databricks-claude-sonnet-4-5");
    assertThat(gatewayChat("databricks-claude-sonnet-4-5").status()).isEqualTo(200);
    assertThat(gatewayChat("system.ai.embedded-responder").status()).isEqualTo(200);
    assertThat(gatewayChat("system.ai.databricks-claude-sonnet-4-5").status()).isEqualTo(404);
    assertThat(gatewayChat("embedded-responder").status()).isEqualTo(404);
    assertThat(gatewayChat("main.default.embedded-responder").status()).isEqualTo(404);
  }

  @Test
  void servingKnowsNoThreePartNames() {
    Answer named = CLIENT.chat("{'model':'system.ai.embedded-responder'," + HELLO + "}");
    assertThat(named.status()).isEqualTo(404);
    assertThat(named.errorCode()).isEqualTo("ENDPOINT_NOT_FOUND");
    Answer invoked =
        CLIENT.post(
            "/serving-endpoints/system.ai.embedded-responder/invocations", "{" + HELLO + "}");
    assertThat(invoked.status()).isEqualTo(404);
  }

  @Test
  void endpointsThatAreNotReadyAnswer503() {
    Answer answer = CLIENT.chat("{'model':'cold'," + HELLO + "}");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.errorCode()).isEqualTo("TEMPORARILY_UNAVAILABLE");
  }

  @Test
  void refusesAnotherTasksModel() {
    Answer answer = CLIENT.chat("{'model':'embedded-hashing-384'," + HELLO + "}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo("BAD_REQUEST");
    assertThat(answer.message()).contains("llm/v1/embeddings");
  }

  private static Answer gatewayChat(String model) {
    return CLIENT.post(
        "/ai-gateway/mlflow/v1/chat/completions", "{'model':'" + model + "'," + HELLO + "}");
  }
}
