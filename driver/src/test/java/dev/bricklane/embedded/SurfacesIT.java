package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.RawClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which surfaces a workspace has, and how each lists its models. */
class SurfacesIT {
  private static final String SERVICES =
      "/api/2.1/unity-catalog/model-services?parent=schemas/system.ai";

  @RegisterExtension
  static final RunningWorkspace RUNNING = new RunningWorkspace(EmbeddedWorkspace.builder());

  private static final EmbeddedWorkspace WORKSPACE = RUNNING.workspace;
  private static final RawClient CLIENT = RUNNING.client;

  @Test
  void listsModelServicesPageByPage() {
    List<String> names = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      JsonNode page = CLIENT.get(SERVICES + "&page_size=4&page_token=" + token).json();
      assertThat(page.path("model_services").size()).isLessThanOrEqualTo(4);
      page.path("model_services").forEach(service -> names.add(service.path("full_name").asText()));
      token = page.path("next_page_token").asText();
      pages++;
    } while (!token.isEmpty());
    assertThat(pages).isGreaterThan(1);
    assertThat(names)
        .doesNotHaveDuplicates()
        .contains("model-services/system.ai.embedded-responder")
        .doesNotContain("model-services/system.ai.embedded-agent");
  }

  @Test
  void tooLargePagesAreAnsweredWith499AndNothing() {
    Answer answer = CLIENT.get(SERVICES + "&page_size=101");
    assertThat(answer.status()).isEqualTo(499);
    assertThat(answer.text()).isEmpty();
    assertThat(CLIENT.get(SERVICES + "&page_size=100").status()).isEqualTo(200);
    assertThat(CLIENT.get(SERVICES + "&page_size=0").status()).isEqualTo(400);
    assertThat(CLIENT.get(SERVICES + "&page_token=magic").status()).isEqualTo(400);
  }

  @Test
  void otherSchemasAreEmpty() {
    Answer answer = CLIENT.get("/api/2.1/unity-catalog/model-services?parent=schemas/main.x");
    assertThat(answer.json().path("model_services")).isEmpty();
  }

  @Test
  void tellsWhatEachFoundationModelSpeaks() {
    JsonNode json = CLIENT.get("/api/2.0/serving-endpoints:foundation-models").json();
    for (JsonNode endpoint : json.path("endpoints")) {
      JsonNode model = endpoint.at("/config/served_entities/0/foundation_model");
      assertThat(model.path("ai_gateway_v2_supported").asBoolean()).isTrue();
      if (endpoint.path("name").asText().equals("embedded-gpt-like")) {
        assertThat(model.path("api_types").toString()).contains("\"openai/v1/responses\"");
      }
      if (endpoint.path("name").asText().equals("embedded-gemini-like")) {
        assertThat(model.path("api_types").toString()).contains("\"gemini/v1/generateContent\"");
      }
    }
  }

  @Test
  void tellsWhatCallsFunctions() {
    assertThat(functionCalling("embedded-responder")).isTrue();
    assertThat(functionCalling("embedded-hashing-384")).isFalse();
  }

  @Test
  void answersTheGatewaysProbe() {
    Answer answer = CLIENT.get("/api/ai-gateway/v2/endpoints?page_size=1");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("endpoints")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 501})
  void theGatewayMayBeAbsent(int status) {
    try (EmbeddedWorkspace without = EmbeddedWorkspace.builder().withoutGateway(status).start()) {
      RawClient other = new RawClient(without);
      Answer chat = other.post("/ai-gateway/mlflow/v1/chat/completions", "{}");
      assertThat(chat.status()).isEqualTo(status);
      assertThat(chat.errorCode())
          .isEqualTo(status == 501 ? "NOT_IMPLEMENTED" : "ENDPOINT_NOT_FOUND");
      assertThat(other.get("/api/ai-gateway/v2/endpoints?page_size=1").status()).isEqualTo(status);
      assertThat(
              other
                  .chat(
                      "{'model':'embedded-responder',"
                          + "'messages':[{'role':'user','content':'hi'}]}")
                  .status())
          .isEqualTo(200);
    }
    assertThatThrownBy(() -> EmbeddedWorkspace.builder().withoutGateway(500))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void servingMayBeAbsent() {
    try (EmbeddedWorkspace without = EmbeddedWorkspace.builder().withoutServing().start()) {
      RawClient other = new RawClient(without);
      assertThat(other.chat("{}").status()).isEqualTo(404);
      assertThat(other.get("/api/2.0/serving-endpoints").status()).isEqualTo(200);
    }
  }

  private static boolean functionCalling(String name) {
    return CLIENT
        .get("/api/2.0/serving-endpoints/" + name)
        .json()
        .at("/capabilities/function_calling")
        .asBoolean();
  }
}
