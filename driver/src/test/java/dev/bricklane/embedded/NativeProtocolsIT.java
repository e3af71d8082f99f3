package dev.bricklane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.RawClient.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gemini's and Anthropic's own protocols. */
class NativeProtocolsIT {
  private static final String GEMINI =
      "/ai-gateway/gemini/v1beta/models/system.ai.embedded-gemini-like";
  private static final String CLAUDE = "/ai-gateway/anthropic/v1/messages";

  @RegisterExtension
  static final RunningWorkspace RUNNING = new RunningWorkspace(EmbeddedWorkspace.builder());

  private static final RawClient CLIENT = RUNNING.client;

  @Test
  void geminiGeneratesContent() {
    Answer gateway = CLIENT.post(GEMINI + ":generateContent", contents("hi", ""));
    Answer serving =
        CLIENT.post(
            "/serving-endpoints/gemini/v1beta/models/embedded-gemini-like:generateContent",
            contents("hi", ""));
    for (Answer answer : List.of(gateway, serving)) {
      JsonNode json = answer.json();
      assertThat(json.at("/candidates/0/content/role").asText()).isEqualTo("model");
      assertThat(json.at("/candidates/0/content/parts/0/text").asText()).contains("\"hi\"");
      assertThat(json.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
      JsonNode usage = json.path("usageMetadata");
      assertThat(usage.path("totalTokenCount").intValue())
          .isEqualTo(
              usage.path("promptTokenCount").intValue()
                  + usage.path("candidatesTokenCount").intValue());
    }
  }

  @Test
  void geminiThinksCutsAndFills() {
    JsonNode thought =
        CLIENT
            .post(
                GEMINI + ":generateContent",
                contents("hi", ",'generationConfig':{'thinkingConfig':{'includeThoughts':true}}"))
            .json();
    assertThat(thought.at("/candidates/0/content/parts/0/thought").asBoolean()).isTrue();
    assertThat(thought.at("/usageMetadata/thoughtsTokenCount").intValue()).isPositive();
    JsonNode cut =
        CLIENT
            .post(
                GEMINI + ":generateContent",
                contents("hi", ",'generationConfig':{'maxOutputTokens':2}"))
            .json();
    assertThat(cut.at("/candidates/0/finishReason").asText()).isEqualTo("MAX_TOKENS");
    JsonNode filled =
        CLIENT
            .post(
                GEMINI + ":generateContent",
                contents(
                    "It is 7",
                    ",'generationConfig':{'responseMimeType':'application/json','responseSchema':"
                        + "{'type':'OBJECT','properties':{'n':{'type':'INTEGER'}}}}"))
            .json();
    assertThat(filled.at("/candidates/0/content/parts/0/text").asText()).isEqualTo("{\"n\":7}");
  }

  @Test
  void geminiCallsFunctionsAndWantsItsSignatureBack() {
    String tools =
        ",'tools':[{'functionDeclarations':[{'name':'weather','parameters':{'type':'OBJECT',"
            + "'properties':{'city':{'type':'STRING'}}}}]}]";
    JsonNode part =
        CLIENT
            .post(GEMINI + ":generateContent", contents("weather city: Oslo", tools))
            .json()
            .at("/candidates/0/content/parts/0");
    assertThat(part.at("/functionCall/args/city").asText()).isEqualTo("Oslo");
    String history =
        "{'contents':[{'role':'user','parts':[{'text':'x'}]},{'role':'model','parts':[%s]},"
            + "{'role':'user','parts':[{'functionResponse':{'name':'weather',"
            + "'response':{'t':4}}}]}]}";
    Answer relayed = CLIENT.post(GEMINI + ":generateContent", history.formatted(part));
    assertThat(relayed.json().at("/candidates/0/content/parts/0/text").asText())
        .contains("weather answered");
    Answer refused =
        CLIENT.post(
            GEMINI + ":generateContent",
            history.formatted("{'functionCall':{'name':'weather','args':{}}}"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.errorCode()).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void geminiStreamsEventsOrAList() {
    String whole =
        CLIENT
            .post(GEMINI + ":generateContent", contents("hi", ""))
            .json()
            .at("/candidates/0/content/parts/0/text")
            .asText();
    Answer answer = CLIENT.post(GEMINI + ":streamGenerateContent?alt=sse", contents("hi", ""));
    assertThat(answer.text()).doesNotContain("[DONE]");
    List<JsonNode> events = Events.of(answer);
    assertThat(Events.joined(events, "/candidates/0/content/parts/0/text")).isEqualTo(whole);
    assertThat(events.get(events.size() - 1).at("/candidates/0/finishReason").asText())
        .isEqualTo("STOP");
    Answer list = CLIENT.post(GEMINI + ":streamGenerateContent", contents("hi", ""));
    assertThat(list.json()).hasSize(events.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'contents':[{'role':'assistant','parts':[{'text':'x'}]}]}",
        "{'contents':[{'parts':[{}]}]}",
        "{'contents':[{'parts':[{'text':'x'}]}],'messages':[]}",
        "{'contents':[{'parts':[{'inlineData':{'mimeType':'image/png','data':'!'}}]}]}",
      })
  void geminiRefusesOtherShapes(String body) {
    assertThat(CLIENT.post(GEMINI + ":generateContent", body).status()).isEqualTo(400);
  }

  @Test
  void claudeAnswersMessages() {
    JsonNode json = claude("'max_tokens':100,'messages':[{'role':'user','content':'hi'}]").json();
    assertThat(json.path("type").asText()).isEqualTo("message");
    assertThat(json.at("/content/0/text").asText()).contains("\"hi\"");
    assertThat(json.path("stop_reason").asText()).isEqualTo("end_turn");
    assertThat(json.at("/usage/output_tokens").intValue()).isPositive();
    assertThat(
            CLIENT
                .post(
                    "/serving-endpoints/anthropic/v1/messages",
                    "{'model':'embedded-claude-like','max_tokens':9,"
                        + "'messages':[{'role':'user','content':'hi'}]}")
                .json()
                .path("stop_reason")
                .asText())
        .isEqualTo("max_tokens");
  }

  @Test
  void claudeStreamsThoughtsAndToolInput() {
    List<JsonNode> thought =
        Events.of(
            claude(
                "'max_tokens':3000,'stream':true,'thinking':{'type':'enabled',"
                    + "'budget_tokens':1024},'messages':[{'role':'user','content':'hi'}]"));
    assertThat(Events.joined(thought, "/delta/thinking")).isNotEmpty();
    assertThat(Events.joined(thought, "/delta/signature")).isNotEmpty();
    assertThat(Events.joined(thought, "/delta/text")).contains("\"hi\"");
    assertThat(thought.get(thought.size() - 1).path("type").asText()).isEqualTo("message_stop");
    List<JsonNode> call =
        Events.of(
            claude(
                "'max_tokens':100,'stream':true,'tools':[{'name':'weather','input_schema':"
                    + "{'type':'object','properties':{'city':{'type':'string'}}}}],"
                    + "'tool_choice':{'type':'any'},"
                    + "'messages':[{'role':'user','content':'city: Oslo'}]"));
    assertThat(Events.joined(call, "/delta/partial_json")).isEqualTo("{\"city\":\"Oslo\"}");
    assertThat(Events.joined(call, "/delta/stop_reason")).isEqualTo("tool_use");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'messages':[{'role':'user','content':'hi'}]",
        "'max_tokens':9,'messages':[{'role':'system','content':'hi'}]",
        "'max_tokens':9,'messages':[{'role':'user','content':''}]",
        "'max_tokens':9,'messages':[{'role':'user','content':'hi'}],'stop':'x'",
        "'max_tokens':9,'messages':[{'role':'user','content':[{'type':'image','source':"
            + "{'type':'url','url':'https://example.com/a.png'}}]}]",
        "'max_tokens':9,'messages':[{'role':'user','content':[{'type':'tool_result',"
            + "'tool_use_id':'t9','content':'x'}]}]",
      })
  void claudeRefusesOtherShapes(String fields) {
    assertThat(claude(fields).status()).isEqualTo(400);
  }

  @Test
  void claudeListsItsModels() {
    JsonNode json = CLIENT.get("/ai-gateway/anthropic/v1/models").json();
    assertThat(json.at("/data").findValuesAsText("id"))
        .contains("system.ai.embedded-claude-like")
        .doesNotContain("system.ai.embedded-gpt-like");
  }

  private static String contents(String text, String more) {
    return "{'contents':[{'role':'user','parts':[{'text':'" + text + "'}]}]" + more + "}";
  }

  private static Answer claude(String fields) {
    return CLIENT.post(CLAUDE, "{'model':'system.ai.embedded-claude-like'," + fields + "}");
  }
}
