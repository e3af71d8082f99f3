package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.RawClient.Answer;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import dev.bricklane.embedded.ServedEndpoint.Trait;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents, and custom models: what only {@code invocations} and a few other paths reach. */
class AgentsIT {
  private static final String AGENT = "/serving-endpoints/embedded-agent/invocations";
  private static final String CHAT_AGENT = "/serving-endpoints/embedded-chat-agent/invocations";
  private static final String PREDICTOR = "/serving-endpoints/embedded-predictor/invocations";

  @RegisterExtension static final RunningWorkspace RUNNING = new RunningWorkspace(described());

  private static final RawClient CLIENT = RUNNING.client;

  private static EmbeddedWorkspace.Builder described() {
    ServedEndpoint outputs =
        new ServedEndpoint("outputs", Task.PREDICTIONS, Family.EMBEDDED, "other name", true);
    return EmbeddedWorkspace.builder().endpoint(outputs.with(Trait.OUTPUTS));
  }

  @Test
  void responsesAgentsAnswerItemsAndCustomOutputs() {
    JsonNode json =
        CLIENT
            .post(
                AGENT,
                "{'input':[{'role':'user','content':'hi'}],'custom_inputs':{'a':1},"
                    + "'databricks_options':{'return_trace':true}}")
            .json();
    assertThat(json.path("object").asText()).isEqualTo("response");
    assertThat(json.at("/output/0/content/0/text").asText()).contains("\"hi\"");
    assertThat(json.at("/custom_outputs/a").intValue()).isEqualTo(1);
    assertThat(json.at("/databricks_output/trace").isObject()).isTrue();
    assertThat(json.has("choices")).isFalse();
  }

  @Test
  void responsesAgentsWantInput() {
    Answer answer = CLIENT.post(AGENT, "{'messages':[{'role':'user','content':'hi'}]}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message())
        .isEqualTo("'messages' field is not supported. Please use 'input' field instead.");
  }

  @Test
  void responsesAgentsStreamUntypedEventsToo() {
    Answer answer = CLIENT.post(AGENT, "{'input':[{'role':'user','content':'hi'}],'stream':true}");
    assertThat(answer.text()).endsWith("data: [DONE]\n\n");
    List<JsonNode> events = Events.of(answer);
    assertThat(events).anyMatch(event -> event.has("trace_id") && !event.has("type"));
    List<JsonNode> done = Events.typed(events, "response.output_item.done");
    assertThat(Events.joined(Events.typed(events, "response.output_text.delta"), "/delta"))
        .isEqualTo(done.get(0).at("/item/content/0/text").asText());
  }

  @Test
  void chatAgentsAnswerMessagesWithoutChoices() {
    String fields = "'messages':[{'role':'user','content':'hi'}],'custom_inputs':{'a':1}";
    Answer named =
        CLIENT.post(
            "/serving-endpoints/completions", "{'model':'embedded-chat-agent'," + fields + "}");
    for (Answer answer : List.of(named, CLIENT.post(CHAT_AGENT, "{" + fields + "}"))) {
      JsonNode json = answer.json();
      assertThat(json.has("choices")).isFalse();
      assertThat(json.at("/messages/0/role").asText()).isEqualTo("assistant");
      assertThat(json.at("/messages/0/content").asText()).contains("\"hi\"");
      assertThat(json.at("/custom_outputs/a").intValue()).isEqualTo(1);
    }
  }

  @Test
  void chatAgentsStreamDeltasAtTheTop() {
    String fields = "'messages':[{'role':'user','content':'hi'}]";
    String whole =
        CLIENT.post(CHAT_AGENT, "{" + fields + "}").json().at("/messages/0/content").asText();
    List<JsonNode> events = Events.of(CLIENT.post(CHAT_AGENT, "{" + fields + ",'stream':true}"));
    assertThat(events).noneMatch(event -> event.has("choices"));
    assertThat(Events.joined(events, "/delta/content")).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'dataframe_split':{'columns':['a','b'],'data':[[1,2],[3,4]]}",
        "'dataframe_records':[{'a':1,'b':2},{'a':3,'b':4}]",
        "'instances':[[1,2],[3,4]]",
        "'inputs':[[1,2],[3,4]]",
      })
  void customModelsPredictRowByRow(String rows) {
    assertThat(CLIENT.post(PREDICTOR, "{" + rows + "}").json().toString())
        .isEqualTo("{\"predictions\":[3.0,7.0]}");
    assertThat(
            CLIENT
                .post("/serving-endpoints/outputs/invocations", "{" + rows + "}")
                .json()
                .toString())
        .isEqualTo("{\"outputs\":[3.0,7.0]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'inputs':[1],'instances':[1]",
        "'dataframe_split':{'data':[[1]]}",
        "'dataframe_split':{'columns':['a'],'data':[[1,2]]}",
      })
  void customModelsRefuseOtherShapes(String rows) {
    assertThat(CLIENT.post(PREDICTOR, "{" + rows + "}").status()).isEqualTo(400);
  }

  @Test
  void customModelsTakeLargerBodies() {
    String padding = " ".repeat(4 * 1024 * 1024);
    assertThat(CLIENT.post(PREDICTOR, "{'inputs':[1]}" + padding).status()).isEqualTo(200);
    assertThat(CLIENT.post(PREDICTOR, "{'inputs':[1]}" + padding.repeat(4)).status())
        .isEqualTo(413);
    assertThat(CLIENT.post(AGENT, "{'input':'x'}" + padding).status()).isEqualTo(413);
  }
}
