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
import org.junit.jupiter.params.provider.CsvSource;

class FamiliesIT {
  private static final String HELLO = "'messages':[{'role':'user','content':'Say hello'}]";
  private static final String IMAGE =
      "'messages':[{'role':'user','content':[{'type':'text','text':'Look'},"
          + "{'type':'image_url','image_url':{'url':'%s'}}]}]";
  private static final String THINK = ",'thinking':{'type':'enabled','budget_tokens':1024}";

  @RegisterExtension static final RunningWorkspace RUNNING = new RunningWorkspace(described());

  private static final RawClient CLIENT = RUNNING.client;

  private static EmbeddedWorkspace.Builder described() {
    ServedEndpoint codex = new ServedEndpoint("codex", Task.CHAT, Family.GPT, "no chat", true);
    ServedEndpoint sparse = new ServedEndpoint("sparse", Task.CHAT, Family.OPEN, "few", true);
    return EmbeddedWorkspace.builder()
        .endpoint(codex.with(Trait.RESPONSES_ONLY))
        .endpoint(sparse.with(Trait.SPARSE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "claude|'reasoning_effort':'low'|Extra inputs are not permitted",
        "claude|'response_format':{'type':'text'}|Extra inputs are not permitted",
        "claude|'parallel_tool_calls':true|Extra inputs are not permitted",
        "claude|'cache_control':{'type':'ephemeral'}|Extra inputs are not permitted",
        "claude|'thinking':{'type':'enabled','budget_tokens':1000}|1024",
        "claude|'thinking':{'type':'enabled','budget_tokens':2000},'max_tokens':2000|max_tokens",
        "claude|'thinking':{'type':'enabled'}|budget_tokens",
        "gemini|'stream_options':{'include_usage':true}|stream_options",
        "gemini|'store':true|Extra inputs are not permitted",
        "gpt|'reasoning_effort':'huge'|reasoning_effort",
        "gpt|'thinking':{'type':'adaptive'}|Extra inputs are not permitted",
        "gpt|'response_format':{'type':'json_schema','json_schema':{'schema':{}}}|"
            + "Missing required parameter: 'response_format.json_schema.name'",
        "gpt|'response_format':{'type':'json_schema','json_schema':{'name':'a','strict':true,"
            + "'schema':{'type':'object','properties':{}}}}|additionalProperties",
      })
  void refuses(String family, String field, String words) {
    Answer answer = chat(family, HELLO + "," + field);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains(words);
  }

  @Test
  void openModelsIgnoreWhatTheyDoNotKnow() {
    assertThat(chat("open", HELLO + ",'store':true,'magic':1").status()).isEqualTo(200);
  }

  @Test
  void geminisRefusalHasItsOwnCode() {
    assertThat(chat("gemini", HELLO + ",'stream_options':{}").errorCode())
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void geminiAnswersInPartsAndStreamsUsageUnasked() {
    JsonNode content = chat("gemini", HELLO).choice().path("message").path("content");
    assertThat(content.path(0).path("type").asText()).isEqualTo("text");
    List<JsonNode> events = Events.of(chat("gemini", HELLO + ",'stream':true"));
    assertThat(events.get(events.size() - 1).path("usage").path("total_tokens").isInt()).isTrue();
    assertThat(events).filteredOn(event -> event.has("usage")).hasSize(1);
  }

  @Test
  void claudeThinksWithASignature() {
    JsonNode content =
        chat("claude", HELLO + THINK + ",'max_tokens':3000")
            .choice()
            .path("message")
            .path("content");
    JsonNode summary = content.at("/0/summary/0");
    assertThat(content.at("/0/type").asText()).isEqualTo("reasoning");
    assertThat(summary.path("type").asText()).isEqualTo("summary_text");
    assertThat(summary.path("signature").asText()).isNotEmpty();
    assertThat(content.at("/1/text").asText()).contains("Say hello");
  }

  @Test
  void claudeStreamsThoughtsThenTheSignatureThenText() {
    List<JsonNode> events = Events.of(chat("claude", HELLO + THINK + ",'stream':true"));
    assertThat(events.get(0).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    String thought = Events.joined(events, "/choices/0/delta/content/0/summary/0/text");
    String signature = Events.joined(events, "/choices/0/delta/content/0/summary/0/signature");
    JsonNode whole = chat("claude", HELLO + THINK).choice().at("/message/content/0/summary/0");
    assertThat(thought).isEqualTo(whole.path("text").asText());
    assertThat(signature).isEqualTo(whole.path("signature").asText());
    assertThat(Events.joined(events, "/choices/0/delta/content")).contains("Say hello");
  }

  @Test
  void claudeTakesItsThoughtsBackOnlyUnchanged() {
    JsonNode content = chat("claude", HELLO + THINK).choice().at("/message/content");
    String body =
        "'messages':[{'role':'user','content':'Say hello'},{'role':'assistant','content':%s},"
            + "{'role':'user','content':'again'}]";
    assertThat(chat("claude", body.formatted(content)).status()).isEqualTo(200);
    String changed = content.toString().replace("do not think", "think");
    Answer refused = chat("claude", body.formatted(changed));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).contains("signature");
  }

  @Test
  void claudeCountsCachedTokensApart() {
    String cached =
        "'messages':[{'role':'user','content':[{'type':'text','text':'a long prompt to keep',"
            + "'cache_control':{'type':'ephemeral'}}]}]";
    JsonNode first = chat("claude", cached).json().path("usage");
    JsonNode second = chat("claude", cached).json().path("usage");
    assertThat(first.path("cache_creation_input_tokens").intValue()).isPositive();
    assertThat(first.path("prompt_tokens").intValue()).isZero();
    assertThat(second.path("cache_read_input_tokens"))
        .isEqualTo(first.path("cache_creation_input_tokens"));
    assertThat(second.path("cache_creation_input_tokens").intValue()).isZero();
  }

  @Test
  void theReasonerShowsReadableAndEncryptedReasoning() {
    Answer answer = chat("reasoner", HELLO);
    JsonNode content = answer.choice().at("/message/content");
    assertThat(content.at("/0/summary/0/type").asText()).isEqualTo("summary_text");
    assertThat(content.at("/1/summary/0/type").asText()).isEqualTo("summary_encrypted_text");
    assertThat(content.at("/1/summary/0/data").asText()).isNotEmpty();
    assertThat(content.at("/2/type").asText()).isEqualTo("text");
    assertThat(answer.json().at("/usage/reasoning_tokens").intValue()).isPositive();
  }

  @Test
  void citesRefusesAndFilters() {
    JsonNode cited = chat("citing", HELLO).choice().at("/message/content/0");
    assertThat(cited.at("/citations/0/type").asText()).isEqualTo("char_location");
    assertThat(cited.at("/citations/0/cited_text").asText()).isEqualTo("Say hello");
    Answer refused = chat("refusing", HELLO);
    assertThat(refused.choice().at("/message/refusal").asText()).contains("refuses");
    assertThat(refused.choice().at("/message/content").isNull()).isTrue();
    assertThat(chat("filtering", HELLO).choice().path("finish_reason").asText())
        .isEqualTo("content_filter");
    List<JsonNode> events = Events.of(chat("citing", HELLO + ",'stream':true"));
    assertThat(Events.joined(events, "/choices/0/delta/content/0/citations/0/cited_text"))
        .isEqualTo("Say hello");
  }

  @Test
  void describesTheMediaItReceives() {
    String png = "data:image/png;base64,iVBORw0KGgo=";
    for (String family : new String[] {"responder", "claude", "gpt", "open"}) {
      assertThat(chat(family, IMAGE.formatted(png)).content()).contains("image/png of 8 bytes");
    }
    Answer video =
        chat(
            "responder",
            "'messages':[{'role':'user','content':[{'type':'text','text':'Look'},"
                + "{'type':'video_url','video_url':{'url':'https://example.com/v'}},"
                + "{'type':'audio_url','audio_url':{'url':'data:audio/mp3;base64,AAAA'}}]}]");
    assertThat(video.content()).contains("video by address, not fetched", "audio/mp3 of 3 bytes");
  }

  @Test
  void checksMedia() {
    for (String url :
        new String[] {
          "data:image/png;base64,!!!",
          "data:text/plain;base64,AAAA",
          "data:image/png,AAAA",
          "data:image/png;base64,",
          "file:///etc/passwd",
          ""
        }) {
      assertThat(chat("responder", IMAGE.formatted(url)).status()).as(url).isEqualTo(400);
    }
    assertThat(chat("gpt", IMAGE.formatted("https://example.com/a.png")).status()).isEqualTo(200);
    assertThat(chat("claude", IMAGE.formatted("https://example.com/a.png")).message())
        .isEqualTo("Http data URLs are not supported by Claude");
    String audio =
        "'messages':[{'role':'user','content':[{'type':'audio_url',"
            + "'audio_url':{'url':'data:audio/mp3;base64,AAAA'}}]}]";
    assertThat(chat("claude", audio).status()).isEqualTo(400);
    assertThat(chat("gemini", audio).status()).isEqualTo(200);
  }

  @Test
  void openModelsTakeAtMostFiveImages() {
    String image = ",{'type':'image_url','image_url':{'url':'https://example.com/a.png'}}";
    String six =
        "'messages':[{'role':'user','content':[{'type':'text','text':'x'}"
            + image.repeat(6)
            + "]}]";
    assertThat(chat("open", six).message()).contains("at most 5 images");
    assertThat(chat("gpt", six).status()).isEqualTo(200);
    String three = "{'role':'user','content':[{'type':'text','text':'x'}" + image.repeat(3) + "]}";
    String twice = "'messages':[" + three + "," + three + "]";
    assertThat(chat("open", twice).message()).as("in all messages").contains("at most 5 images");
    String responses =
        "{'model':'embedded-open-like','input':[{'role':'user','content':["
            + "{'type':'input_image','image_url':'https://example.com/a.png'},".repeat(5)
            + "{'type':'input_image','image_url':'https://example.com/a.png'}]}]}";
    assertThat(CLIENT.post("/serving-endpoints/open-responses", responses).message())
        .contains("at most 5 images");
  }

  @Test
  void filesAreNoImages() {
    String file = ",{'type':'file'}";
    String files =
        "'messages':[{'role':'user','content':[{'type':'text','text':'x'}" + file.repeat(6) + "]}]";
    assertThat(chat("open", files).status()).isEqualTo(200);
  }

  @Test
  void someModelsTakeNoChats() {
    Answer answer = CLIENT.chat("{'model':'codex'," + HELLO + "}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("does not match any known API type");
    assertThat(
            CLIENT.post("/serving-endpoints/responses", "{'model':'codex','input':'x'}").status())
        .isEqualTo(200);
  }

  @Test
  void someAnswersAreSparse() {
    JsonNode json = CLIENT.chat("{'model':'sparse'," + HELLO + "}").json();
    assertThat(json.path("id").isNull()).isTrue();
    assertThat(json.has("model") || json.has("created") || json.has("usage")).isFalse();
    assertThat(json.at("/choices/0/message/content").asText()).contains("Say hello");
  }

  @Test
  void gptEndsWithAnEmptyDeltaAndNullUsages() {
    String fields = HELLO + ",'stream':true,'stream_options':{'include_usage':true}";
    List<JsonNode> events = Events.of(chat("gpt", fields));
    JsonNode end = events.get(events.size() - 2);
    assertThat(end.at("/choices/0/delta")).isEmpty();
    assertThat(end.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(events.subList(0, events.size() - 1))
        .allMatch(event -> event.has("usage") && event.path("usage").isNull());
    assertThat(events.get(events.size() - 1).at("/usage/total_tokens").isInt()).isTrue();
  }

  private static Answer chat(String name, String fields) {
    String model =
        List.of("claude", "gpt", "gemini", "open").contains(name)
            ? "embedded-" + name + "-like"
            : "embedded-" + name;
    return CLIENT.chat("{'model':'" + model + "'," + fields + "}");
  }
}
