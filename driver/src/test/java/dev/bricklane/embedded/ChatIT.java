package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.RawClient.Answer;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatIT {
  private static final String HELLO = "'messages':[{'role':'user','content':'Say hello'}]";
  private static final String GATEWAY = "/ai-gateway/mlflow/v1/chat/completions";

  @RegisterExtension
  static final RunningWorkspace RUNNING =
      new RunningWorkspace(
          EmbeddedWorkspace.builder()
              .endpoint(new ServedEndpoint("claude", Task.CHAT, Family.CLAUDE, "strict", true))
              .endpoint(new ServedEndpoint("gpt", Task.CHAT, Family.GPT, "strict", true))
              .endpoint(new ServedEndpoint("llama", Task.CHAT, Family.OPEN, "lenient", true))
              .endpoint(new ServedEndpoint("tiny", Task.CHAT, Family.EMBEDDED, "small", true, 10)));

  private static final RawClient CLIENT = RUNNING.client;

  @Test
  void answersInTheShapeOfAChatCompletion() {
    Answer answer = responder(HELLO);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.header("served-model-name")).isEqualTo("embedded-responder");
    assertThat(answer.header("x-request-id")).isNotEmpty();
    JsonNode json = answer.json();
    assertThat(json.path("object").asText()).isEqualTo("chat.completion");
    assertThat(json.path("id").asText()).startsWith("chatcmpl_");
    assertThat(json.path("created").isIntegralNumber()).isTrue();
    assertThat(json.path("model").asText()).isEqualTo("embedded-responder");
    assertThat(json.path("choices")).hasSize(1);
    assertThat(answer.choice().path("index").intValue()).isZero();
    assertThat(answer.choice().path("finish_reason").asText()).isEqualTo("stop");
    assertThat(answer.choice().path("message").path("role").asText()).isEqualTo("assistant");
    JsonNode usage = json.path("usage");
    assertThat(usage.path("prompt_tokens").intValue()).isPositive();
    assertThat(usage.path("prompt_tokens").intValue() + usage.path("completion_tokens").intValue())
        .isEqualTo(usage.path("total_tokens").intValue());
  }

  @Test
  void saysWhatItIsAndWhatItReceived() {
    assertThat(responder(HELLO).content())
        .contains("embedded responder", "not a language model", "\"Say hello\"", "2 words");
    assertThat(
            responder(
                    "'messages':[{'role':'system','content':'Be brief'},"
                        + "{'role':'user','content':'Say hello'}]")
                .content())
        .contains("system message of 2 words");
  }

  @Test
  void answersEqualRequestsEqually() {
    assertThat(responder(HELLO + ",'temperature':2").content())
        .isEqualTo(responder(HELLO + ",'seed':7").content());
  }

  @Test
  void answersOnEveryPath() {
    Answer invoked =
        CLIENT.post("/serving-endpoints/embedded-responder/invocations", "{" + HELLO + "}");
    Answer ignoresModel =
        CLIENT.post(
            "/serving-endpoints/embedded-responder/invocations", "{'model':'other'," + HELLO + "}");
    Answer gateway = CLIENT.post(GATEWAY, "{'model':'system.ai.embedded-responder'," + HELLO + "}");
    for (Answer answer : List.of(invoked, ignoresModel, gateway)) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.content()).isEqualTo(responder(HELLO).content());
    }
  }

  @Test
  void readsContentParts() {
    Answer answer =
        responder(
            "'messages':[{'role':'user','content':[{'type':'text','text':'one two'},"
                + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AA=='}},"
                + "{'type':'image','image_url':'https://x/y.png'},{'type':'text','text':'three'}]}]");
    assertThat(answer.content()).contains("\"one two three\"", "3 words");
  }

  @Test
  void cutsAtMaxTokens() {
    for (String field : new String[] {"max_tokens", "max_completion_tokens"}) {
      Answer answer = responder(HELLO + ",'" + field + "':3");
      assertThat(answer.choice().path("finish_reason").asText()).isEqualTo("length");
      assertThat(answer.json().path("usage").path("completion_tokens").intValue()).isEqualTo(3);
      assertThat(responder(HELLO).content()).startsWith(answer.content());
    }
    Answer roomy = responder(HELLO + ",'max_tokens':5000");
    assertThat(roomy.choice().path("finish_reason").asText()).isEqualTo("stop");
    assertThat(responder(HELLO + ",'max_tokens':null").status()).isEqualTo(200);
  }

  @Test
  void stopsAtStopStrings() {
    for (String stop : new String[] {"'language'", "['never there','language']"}) {
      Answer answer = responder(HELLO + ",'stop':" + stop);
      assertThat(answer.choice().path("finish_reason").asText()).isEqualTo("stop");
      assertThat(answer.content()).endsWith("not a ").doesNotContain("language");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'max_tokens':0|max_tokens",
        "'max_tokens':-1|max_tokens",
        "'max_tokens':'5'|max_tokens",
        "'max_tokens':1.5|max_tokens",
        "'temperature':2.1|temperature",
        "'temperature':-0.1|temperature",
        "'temperature':'warm'|temperature",
        "'top_p':0|top_p",
        "'top_p':1.1|top_p",
        "'top_k':0|top_k",
        "'n':2|n",
        "'stop':3|stop",
        "'stop':[3]|stop",
        "'stream':'yes'|stream",
        "'stream_options':true|stream_options",
        "'response_format':{'type':'xml'}|response_format.type",
        "'tool_choice':'required'|tool_choice",
      })
  void refusesBadValuesNamingTheField(String field, String name) {
    Answer answer = CLIENT.chat("{'model':'embedded-responder'," + HELLO + "," + field + "}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(answer.message()).contains("'" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'top_k':1",
        "'messages':null",
        "'messages':[]",
        "'messages':'hello'",
        "'messages':[{'content':'no role'}]",
        "'messages':[{'role':'wizard','content':'x'}]",
        "'messages':[{'role':'user'}]",
        "'messages':[{'role':'user','content':7}]",
        "'messages':[{'role':'user','content':[{'type':'smell'}]}]",
        "'messages':[{'role':'user','content':'x'},{'role':'system','content':'late'}]",
      })
  void refusesBadMessages(String fields) {
    Answer answer = responder(fields);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(answer.message()).contains("'messages");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{} {}", "null", "{\"messages\":[}", "{'single':1}"})
  void refusesMalformedJson(String body) {
    Answer answer = CLIENT.postRaw("/serving-endpoints/chat/completions", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo("MALFORMED_REQUEST");
  }

  @Test
  void refusesAMissingModel() {
    Answer answer = CLIENT.chat("{" + HELLO + "}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("'model'");
  }

  @Test
  void strictEndpointsRefuseUnknownFieldsInTheSurfacesWords() {
    Answer serving = responder(HELLO + ",'maxTokens':3");
    assertThat(serving.status()).isEqualTo(400);
    assertThat(serving.errorCode()).isEqualTo("BAD_REQUEST");
    assertThat(serving.message()).contains("maxTokens", "Extra inputs are not permitted");
    Answer gateway =
        CLIENT.post(GATEWAY, "{'model':'system.ai.embedded-responder','store':true," + HELLO + "}");
    assertThat(gateway.status()).isEqualTo(400);
    assertThat(gateway.message()).contains("unknown field", "store");
    assertThat(chat("llama", HELLO + ",'maxTokens':3").status()).isEqualTo(200);
  }

  @Test
  void onlyServingTakesUsageContext() {
    String field = ",'usage_context':{'team':'a'}";
    assertThat(responder(HELLO + field).status()).isEqualTo(200);
    String body = "{'model':'system.ai.embedded-responder'," + HELLO + field + "}";
    assertThat(CLIENT.post(GATEWAY, body).status()).isEqualTo(400);
  }

  @Test
  void claudeHabits() {
    assertThat(chat("claude", HELLO).status()).isEqualTo(200);
    assertThat(chat("claude", HELLO + ",'reasoning_effort':'low'").message())
        .contains("reasoning_effort", "Extra inputs are not permitted");
    assertThat(chat("claude", "'messages':[{'role':'user','content':''}]").status()).isEqualTo(400);
    assertThat(chat("claude", HELLO + ",'response_format':{'type':'json_object'}").status())
        .isEqualTo(400);
    Answer image =
        chat(
            "claude",
            "'messages':[{'role':'user','content':[{'type':'image_url',"
                + "'image_url':{'url':'https://example.com/a.png'}}]}]");
    assertThat(image.status()).isEqualTo(400);
    assertThat(image.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(image.message()).isEqualTo("Http data URLs are not supported by Claude");
  }

  @Test
  void gptErrorsHaveOpenAiShape() {
    Answer answer = chat("gpt", HELLO + ",'temperature':9");
    assertThat(answer.status()).isEqualTo(400);
    JsonNode error = answer.json().path("error");
    assertThat(answer.json().has("message")).isFalse();
    assertThat(error.path("message").asText()).contains("temperature");
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("param").asText()).isEqualTo("temperature");
    assertThat(error.path("code").asText()).isEqualTo("invalid_parameter_value");
  }

  @Test
  void refusesWhatDoesNotFitTheContext() {
    assertThat(chat("tiny", "'messages':[{'role':'user','content':'fits'}]").status())
        .isEqualTo(200);
    Answer answer =
        chat("tiny", "'messages':[{'role':'user','content':'a b c d e f g h i j k l'}]");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo("BAD_REQUEST");
    assertThat(answer.message()).contains("maximum context length", "10 tokens", "12 tokens");
  }

  @Test
  void answersJson() throws Exception {
    Answer object = responder(HELLO + ",'response_format':{'type':'json_object'}");
    assertThat(RawClient.JSON.readTree(object.content()).path("prompt").asText())
        .isEqualTo("Say hello");
    Answer schema =
        responder(
            "'messages':[{'role':'user','content':'Bob is 42, mail bob@example.com, happy'}],"
                + "'response_format':{'type':'json_schema','json_schema':{'name':'person',"
                + "'strict':true,'schema':{'type':'object','additionalProperties':false,"
                + "'required':['age','email','mood'],'properties':{'age':{'type':'integer'},"
                + "'email':{'type':'string'},'mood':{'enum':['sad','happy']}}}}}");
    assertThat(RawClient.JSON.readValue(schema.content(), Map.class))
        .isEqualTo(Map.of("age", 42, "email", "bob@example.com", "mood", "happy"));
  }

  @Test
  void schemasNeedANameAndWhenStrictClosedObjects() {
    String unnamed = "{'type':'json_schema','json_schema':{'schema':{'type':'object'}}}";
    assertThat(responder(HELLO + ",'response_format':" + unnamed).message())
        .contains("Missing required parameter: 'response_format.json_schema.name'");
    String open =
        "{'type':'json_schema','json_schema':{'name':'x','strict':true,"
            + "'schema':{'type':'object','properties':{'a':{'type':'string'}}}}}";
    assertThat(responder(HELLO + ",'response_format':" + open).message())
        .contains("additionalProperties");
  }

  @Test
  void forcedToolsAreCalled() throws Exception {
    Answer answer =
        chat(
            "claude",
            "'messages':[{'role':'user','content':'7 apples'}],'tools':[{'type':'function',"
                + "'function':{'name':'json_tool_call','parameters':{'type':'object',"
                + "'properties':{'count':{'type':'integer'}}}}}],'tool_choice':"
                + "{'type':'function','function':{'name':'json_tool_call'}}");
    assertThat(answer.choice().path("finish_reason").asText()).isEqualTo("tool_calls");
    JsonNode message = answer.choice().path("message");
    assertThat(message.path("content").isNull()).isTrue();
    JsonNode function = message.path("tool_calls").path(0).path("function");
    assertThat(function.path("name").asText()).isEqualTo("json_tool_call");
    assertThat(function.path("arguments").asText()).isEqualTo("{\"count\":7}");
  }

  @Test
  void streamsEvents() {
    Answer answer = responder(HELLO + ",'stream':true");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("text/event-stream");
    assertThat(answer.text()).endsWith("data: [DONE]\n\n");
    List<JsonNode> chunks = chunks(answer);
    assertThat(chunks).allMatch(c -> c.path("object").asText().equals("chat.completion.chunk"));
    assertThat(chunks).noneMatch(c -> c.has("usage"));
    JsonNode first = chunks.get(0).path("choices").path(0);
    assertThat(first.path("delta").path("role").asText()).isEqualTo("assistant");
    JsonNode last = chunks.get(chunks.size() - 1).path("choices").path(0);
    assertThat(last.path("finish_reason").asText()).isEqualTo("stop");
    assertThat(text(chunks)).isEqualTo(responder(HELLO).content());
  }

  @Test
  void streamsUsageLastWhenAsked() {
    String fields = HELLO + ",'stream':true,'stream_options':{'include_usage':true}";
    List<JsonNode> chunks = chunks(responder(fields));
    JsonNode last = chunks.get(chunks.size() - 1);
    assertThat(last.path("choices").isArray()).isTrue();
    assertThat(last.path("choices")).isEmpty();
    assertThat(last.path("usage")).isEqualTo(responder(HELLO).json().path("usage"));
    assertThat(chunks.subList(0, chunks.size() - 1)).noneMatch(c -> c.has("usage"));
  }

  @Test
  void openModelsStreamUsageInEveryChunk() {
    List<JsonNode> chunks = chunks(chat("llama", HELLO + ",'stream':true"));
    assertThat(chunks).allMatch(c -> c.has("usage") && c.path("choices").size() == 1);
    assertThat(chunks.get(chunks.size() - 1).path("usage"))
        .isEqualTo(chat("llama", HELLO).json().path("usage"));
  }

  @Test
  void givesLogprobsWhenAsked() {
    String fields = HELLO + ",'max_tokens':3,'logprobs':true,'top_logprobs':1";
    JsonNode content = responder(fields).choice().path("logprobs").path("content");
    assertThat(content).hasSize(3);
    assertThat(content.path(0).path("logprob").doubleValue()).isZero();
    List<JsonNode> chunks = chunks(responder(fields + ",'stream':true"));
    assertThat(Events.joined(chunks, "/choices/0/logprobs/content/0/token"))
        .isEqualTo(responder(fields).content());
    assertThat(responder(HELLO).choice().path("logprobs").isNull()).isTrue();
    assertThat(responder(HELLO + ",'logprobs':true,'top_logprobs':21").status()).isEqualTo(400);
  }

  @Test
  void streamsEndAtMaxTokens() {
    List<JsonNode> chunks = chunks(responder(HELLO + ",'stream':true,'max_tokens':2"));
    assertThat(chunks).hasSize(3);
    assertThat(chunks.get(2).path("choices").path(0).path("finish_reason").asText())
        .isEqualTo("length");
  }

  private static Answer responder(String fields) {
    return chat("embedded-responder", fields);
  }

  private static Answer chat(String model, String fields) {
    String body = "{'model':'" + model + "'," + fields + "}";
    return CLIENT.chat(body);
  }

  private static List<JsonNode> chunks(Answer answer) {
    List<JsonNode> chunks = new ArrayList<>();
    for (String event : answer.text().split("\n\n")) {
      assertThat(event).startsWith("data: ").doesNotContain("\n");
      if (!event.equals("data: [DONE]")) {
        try {
          chunks.add(RawClient.JSON.readTree(event.substring(6)));
        } catch (IOException e) {
          throw new AssertionError(event, e);
        }
      }
    }
    return chunks;
  }

  private static String text(List<JsonNode> chunks) {
    StringBuilder text = new StringBuilder();
    chunks.forEach(
        c -> text.append(c.path("choices").path(0).path("delta").path("content").asText()));
    return text.toString();
  }
}
