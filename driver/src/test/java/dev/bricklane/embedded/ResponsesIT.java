package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.RawClient.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesIT {
  private static final String PATH = "/serving-endpoints/responses";
  private static final String TOOL =
      "'tools':[{'type':'function','name':'get_weather','parameters':{'type':'object',"
          + "'properties':{'city':{'type':'string'}}}}],'tool_choice':'required'";

  @RegisterExtension
  static final RunningWorkspace RUNNING = new RunningWorkspace(EmbeddedWorkspace.builder());

  private static final RawClient CLIENT = RUNNING.client;

  @Test
  void answersInTheShapeOfAResponse() {
    JsonNode json = gpt("'input':'Say hello','instructions':'Be brief'").json();
    assertThat(json.path("object").asText()).isEqualTo("response");
    assertThat(json.path("id").asText()).startsWith("resp_");
    assertThat(json.path("status").asText()).isEqualTo("completed");
    assertThat(json.path("error").isNull()).isTrue();
    assertThat(json.at("/output/0/type").asText()).isEqualTo("message");
    assertThat(json.at("/output/0/content/0/type").asText()).isEqualTo("output_text");
    assertThat(json.at("/output/0/content/0/text").asText())
        .contains("\"Say hello\"", "system message of 2 words");
    assertThat(
            json.at("/usage/input_tokens").intValue() + json.at("/usage/output_tokens").intValue())
        .isEqualTo(json.at("/usage/total_tokens").intValue());
  }

  @ParameterizedTest
  @CsvSource({
    "/serving-endpoints/responses, embedded-gpt-like, 200",
    "/serving-endpoints/responses, embedded-claude-like, 400",
    "/serving-endpoints/responses, embedded-agent, 200",
    "/serving-endpoints/open-responses, embedded-claude-like, 200",
    "/serving-endpoints/open-responses, embedded-gemini-like, 200",
    "/ai-gateway/openai/v1/responses, system.ai.embedded-gpt-like, 200",
    "/ai-gateway/codex/v1/responses, system.ai.embedded-gpt-like, 200",
    "/ai-gateway/mlflow/v1/responses, system.ai.embedded-claude-like, 200",
    "/ai-gateway/mlflow/v1/responses, system.ai.embedded-open-like, 400",
    "/ai-gateway/openai/v1/responses, embedded-gpt-like, 404",
  })
  void eachPathLetsItsModelsIn(String path, String model, int status) {
    Answer answer = CLIENT.post(path, "{'model':'" + model + "','input':'hi'}");
    assertThat(answer.status()).isEqualTo(status);
    if (status == 400) {
      assertThat(answer.message())
          .startsWith("Responses API passthrough is not supported for model");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'input':'x','store':false",
        "'input':'x','background':false",
        "'input':'x','conversation':'c'",
        "'input':'x','service_tier':'auto'",
        "'input':'x','seed':1",
        "'input':'x','previous_response_id':'resp_1'",
        "'input':'x','max_output_tokens':0",
        "'input':[]",
        "'input':[{'role':'wizard','content':'x'}]",
        "'input':[{'type':'magic'}]",
        "'input':[{'type':'function_call_output','call_id':'c9','output':'x'}]",
        "'input':'x','tool_choice':'required'",
        "'max_output_tokens':5",
      })
  void refusesWhatIsNotSupported(String fields) {
    assertThat(gpt(fields).status()).isEqualTo(400);
  }

  @Test
  void refusesIdsOfMoreThan64Characters() {
    String item = "'input':[{'role':'user','id':'%s','content':'x'}]";
    assertThat(gpt(item.formatted("m".repeat(64))).status()).isEqualTo(200);
    assertThat(gpt(item.formatted("m".repeat(65))).status()).isEqualTo(400);
  }

  /** Known from Databricks' own CLIENT, which cuts them. */
  @Test
  void givesOutLongerIdsThanItTakes() {
    JsonNode json = gpt("'input':'hi'").json();
    assertThat(json.path("id").asText()).hasSizeGreaterThan(64);
    assertThat(json.at("/output/0/id").asText()).hasSizeGreaterThan(64);
  }

  @Test
  void aRefusalStreamedIsTheRefusalWhole() {
    String body = "{'model':'embedded-refusing','input':'hi'}";
    JsonNode whole = CLIENT.post(PATH, body).json().at("/output/0/content/0");
    List<JsonNode> events = stream("embedded-refusing");
    assertThat(events.get(events.size() - 1).at("/response/output/0/content/0")).isEqualTo(whole);
    assertThat(Events.typed(events, "response.content_part.done").get(0).path("part"))
        .isEqualTo(whole);
  }

  @Test
  void tellsThatItWasCutOff() {
    JsonNode json = gpt("'input':'hi','max_output_tokens':3").json();
    assertThat(json.path("status").asText()).isEqualTo("incomplete");
    assertThat(json.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
    assertThat(json.at("/usage/output_tokens").intValue()).isEqualTo(3);
    JsonNode filtered = CLIENT.post(PATH, "{'model':'embedded-filtering','input':'hi'}").json();
    assertThat(filtered.at("/incomplete_details/reason").asText()).isEqualTo("content_filter");
  }

  @Test
  void refusalsAreParts() {
    JsonNode json = CLIENT.post(PATH, "{'model':'embedded-refusing','input':'hi'}").json();
    assertThat(json.at("/output/0/content/0/type").asText()).isEqualTo("refusal");
    assertThat(json.at("/output/0/content/0/refusal").asText()).isNotEmpty();
  }

  @Test
  void fillsASchemaNestedOrFlat() {
    String schema = "'schema':{'type':'object','properties':{'n':{'type':'integer'}}}";
    for (String format :
        new String[] {
          "'type':'json_schema','name':'a'," + schema,
          "'type':'json_schema','json_schema':{'name':'a'," + schema + "}"
        }) {
      JsonNode json = gpt("'input':'It is 7','text':{'format':{" + format + "}}").json();
      assertThat(json.at("/output/0/content/0/text").asText()).isEqualTo("{\"n\":7}");
    }
  }

  @Test
  void callsToolsAndRelaysTheirOutput() {
    JsonNode call = gpt("'input':'city: Oslo'," + TOOL).json().at("/output/0");
    assertThat(call.path("type").asText()).isEqualTo("function_call");
    assertThat(call.path("name").asText()).isEqualTo("get_weather");
    assertThat(call.path("arguments").asText()).isEqualTo("{\"city\":\"Oslo\"}");
    String id = call.path("id").asText();
    JsonNode json =
        gpt("'input':[{'role':'user','content':'city: Oslo'},"
                + call.toString().replace(id, id.substring(0, 64))
                + ",{'type':'function_call_output','call_id':'"
                + call.path("call_id").asText()
                + "','output':'cold'}]")
            .json();
    assertThat(json.at("/output/0/content/0/text").asText())
        .contains("get_weather answered \"cold\"");
  }

  @Test
  void reasonsWhenAskedForASummary() {
    JsonNode json =
        gpt("'input':'hi','reasoning':{'effort':'low','summary':'auto'},"
                + "'include':['reasoning.encrypted_content']")
            .json();
    assertThat(json.at("/output/0/type").asText()).isEqualTo("reasoning");
    assertThat(json.at("/output/0/summary/0/type").asText()).isEqualTo("summary_text");
    assertThat(json.at("/output/0/encrypted_content").asText()).isNotEmpty();
    assertThat(json.at("/usage/output_tokens_details/reasoning_tokens").intValue()).isPositive();
    assertThat(
            gpt("'input':'hi','reasoning':{'effort':'low'}").json().at("/output/0/type").asText())
        .isEqualTo("message");
  }

  @Test
  void streamsNumberedEvents() {
    Answer answer = gpt("'input':'Say hello','stream':true,'reasoning':{'summary':'auto'}");
    assertThat(answer.text()).startsWith("event: response.created\n").doesNotContain("[DONE]");
    List<JsonNode> events = Events.of(answer);
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).path("sequence_number").intValue()).isEqualTo(i);
    }
    JsonNode last = events.get(events.size() - 1);
    assertThat(last.path("type").asText()).isEqualTo("response.completed");
    assertThat(last.at("/response/usage/total_tokens").intValue()).isPositive();
    String whole = last.at("/response/output/1/content/0/text").asText();
    assertThat(whole).contains("Say hello");
    assertThat(Events.joined(Events.typed(events, "response.output_text.delta"), "/delta"))
        .isEqualTo(whole);
    assertThat(
            Events.joined(Events.typed(events, "response.reasoning_summary_text.delta"), "/delta"))
        .isEqualTo(last.at("/response/output/0/summary/0/text").asText());
    assertThat(Events.typed(events, "response.output_item.done")).hasSize(2);
  }

  @Test
  void streamsArgumentsRefusalsAndCitations() {
    List<JsonNode> call = Events.of(gpt("'input':'city: Oslo','stream':true," + TOOL));
    assertThat(
            Events.joined(Events.typed(call, "response.function_call_arguments.delta"), "/delta"))
        .isEqualTo("{\"city\":\"Oslo\"}");
    assertThat(Events.typed(stream("embedded-refusing"), "response.refusal.delta")).isNotEmpty();
    List<JsonNode> cited =
        Events.typed(stream("embedded-citing"), "response.output_text.annotation.added");
    assertThat(cited).hasSize(1);
    assertThat(cited.get(0).at("/annotation/type").asText()).isEqualTo("url_citation");
  }

  @Test
  void theLastEventHasTwoSpellings() {
    try (EmbeddedWorkspace other =
        EmbeddedWorkspace.builder().completedEvent("responses.completed").start()) {
      String body = "{'model':'embedded-gpt-like','input':'hi','stream':true}";
      List<JsonNode> events = Events.of(new RawClient(other).post(PATH, body));
      assertThat(events.get(events.size() - 1).path("type").asText())
          .isEqualTo("responses.completed");
    }
    assertThatThrownBy(() -> EmbeddedWorkspace.builder().completedEvent("done"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Answer gpt(String fields) {
    return CLIENT.post(PATH, "{'model':'embedded-gpt-like'," + fields + "}");
  }

  private static List<JsonNode> stream(String model) {
    return Events.of(CLIENT.post(PATH, "{'model':'" + model + "','input':'hi','stream':true}"));
  }
}
