package dev.bricklane.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.client.Api;
import dev.bricklane.client.CallOptions;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.error.BricklaneException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the arguments of a call make of its request. */
class RequestArgumentsTest {
  private final Queries queries = new Queries();

  private ChatRequest asked(String arguments, Object... parameters) {
    queries.value("SELECT complete('m', " + arguments + ")", parameters);
    return queries.gateway.chats.get(queries.gateway.chats.size() - 1);
  }

  private Map<String, Object> fields(String arguments) {
    return asked("'p', " + arguments).parameters();
  }

  @Test
  void hasAnArgumentForEachParameterOfChatCompletions() {
    assertThat(
            fields(
                """
                max_completion_tokens => 9, presence_penalty => 0.5, frequency_penalty => -1,
                reasoning_effort => 'low', service_tier => 'priority', "user" => 'ada',
                client_request_id => 'r1', parallel_tool_calls => false,
                usage_context => '{"team": "x"}'
                """))
        .isEqualTo(
            Map.of(
                "max_completion_tokens",
                9,
                "presence_penalty",
                0.5,
                "frequency_penalty",
                -1.0,
                "reasoning_effort",
                "low",
                "service_tier",
                "priority",
                "user",
                "ada",
                "client_request_id",
                "r1",
                "parallel_tool_calls",
                false,
                "usage_context",
                Map.of("team", "x")));
  }

  @Test
  void takesThinkingAsABudgetAWordOrAnObject() {
    Map<String, Object> enabled = Map.of("type", "enabled", "budget_tokens", 2000);
    assertThat(fields("thinking => '2000'")).isEqualTo(Map.of("thinking", enabled));
    assertThat(fields("thinking => 'adaptive'"))
        .isEqualTo(Map.of("thinking", Map.of("type", "adaptive")));
    assertThat(fields("thinking => '{\"type\":\"enabled\",\"budget_tokens\":2000}'"))
        .isEqualTo(Map.of("thinking", enabled));
  }

  @Test
  void takesToolsWithAndWithoutTheirFrame() {
    Map<String, Object> function = Map.of("name", "f", "parameters", Map.of());
    Map<String, Object> tool = Map.of("type", "function", "function", function);
    String bare = "{\"name\": \"f\", \"parameters\": {}}";
    assertThat(fields("tools => '[" + bare + "]'")).isEqualTo(Map.of("tools", List.of(tool)));
    assertThat(fields("tools => '[{\"type\":\"function\",\"function\":" + bare + "}]'"))
        .isEqualTo(Map.of("tools", List.of(tool)));
  }

  @Test
  void choosesAToolByItsName() {
    assertThat(fields("tool_choice => 'required'")).isEqualTo(Map.of("tool_choice", "required"));
    assertThat(fields("tool_choice => 'f'"))
        .isEqualTo(
            Map.of("tool_choice", Map.of("type", "function", "function", Map.of("name", "f"))));
  }

  @Test
  void mergesParamsDeeplyOverTheArguments() {
    assertThat(
            fields(
                """
                max_tokens => 5, response_format => '{"type": "json_schema", "json_schema": {"schema": {}}}',
                params => '{"max_tokens": 6, "response_format": {"json_schema": {"name": "n"}}, "logprobs": true}'
                """))
        .isEqualTo(
            Map.of(
                "max_tokens",
                6,
                "logprobs",
                true,
                "response_format",
                Map.of(
                    "type",
                    "json_schema",
                    "json_schema",
                    Map.of("schema", Map.of(), "name", "n"))));
  }

  @ParameterizedTest
  @CsvSource({
    "max_token, max_tokens",
    "maxTokens, max_tokens",
    "temprature, temperature",
    "response-format, response_format"
  })
  void refusesAnUnknownNameWithTheNearest(String wrong, String meant) {
    assertThatThrownBy(() -> fields("params => '{\"" + wrong + "\": 1}'"))
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining("'" + wrong + "', which no model knows (did you mean " + meant + "?)")
        .hasMessageContaining("extra_body");
    assertThat(queries.gateway.chats).isEmpty();
  }

  @Test
  void letsExtraBodyAndCustomModelsHaveAnyField() {
    assertThat(fields("extra_body => '{\"zzz\": {\"a\": 1}}'"))
        .isEqualTo(Map.of("zzz", Map.of("a", 1)));
    assertThat(fields("api => 'invocations', params => '{\"my_input\": 1}'"))
        .isEqualTo(Map.of("my_input", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "params => '{\"model\": \"x\"}' | params has model, which the arguments",
        "params => '{\"n\": 2}' | params asks for n other than 1",
        "params => '[1]' | params must be a JSON object",
        "params => '{' | params of complete is not JSON at line 1",
        "tools => '{}' | tools of complete must be a JSON array",
        "usage_context => '{\"a\": 1}' | usage_context of complete must be a JSON object whose",
        "thinking => '\"x\"' | thinking of complete must be adaptive",
        "api => 'soap' | api of complete must be one of these: chat, completions",
        "surface => 'x' | surface of complete must be one of these: auto, serving, gateway",
        "headers => '{\"authorization\": \"x\"}' | headers of complete must not have authorization",
        "headers => '{\"a b\": \"x\"}' | headers of complete has a name that is no header's",
        "headers => '{\"X-A\": \"x\\ny\"}' | headers of complete has a value of X-A",
        "images => 'http://x.example/a.png' | images of complete holds a URL that is not https",
        "images => 'data:text/plain;base64,AA' | images of complete holds a data URI of something",
        "images => 'a.png' | the property files names no folder",
        "images => x'00010203' | in no format that is known"
      })
  void saysWhatIsWrongWithAnArgumentBeforeTheCall(String argument, String problem) {
    assertThatThrownBy(() -> fields(argument))
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining(
            problem
                .replace("params has", "params of complete has")
                .replace("params asks", "params of complete asks")
                .replace("params must", "params of complete must"));
    assertThat(queries.gateway.chats).isEmpty();
  }

  @Test
  void saysOfARowsArgumentsWhatItSaysOfItsCall() {
    assertThat(
            queries.rows(
                "SELECT x, complete('m', x, images => i, on_error => 'null')"
                    + " FROM (VALUES ('a', 'gone.png'), ('b', CAST(NULL AS VARCHAR))) t(x, i)"))
        .extracting(row -> row.get(1))
        .containsExactly(null, "B");
  }

  @Test
  void sendsOptionsWithTheCall() {
    assertThat(
            asked(
                    "'p', api => 'open-responses', surface => 'gateway', headers => '{\"X-A\": \"b\"}'")
                .options())
        .isEqualTo(new CallOptions(Api.OPEN_RESPONSES, Surface.GATEWAY, Map.of("X-A", "b")));
    assertThat(asked("'p'").options()).isEqualTo(CallOptions.USUAL);
  }

  @Test
  void asksAgainWhereOnlyTheOptionsDiffer() {
    queries.rows(
        "SELECT complete('m', 'p', headers => '{\"X-A\": \"b\"}'),"
            + " complete('m', 'p', headers => '{\"X-A\": \"c\"}'), complete('m', 'p'),"
            + " complete('m', 'p', surface => 'gateway')");
    assertThat(queries.gateway.chats).hasSize(4);
  }

  @Test
  void sendsAConversationAsItIsGiven() {
    String thought =
        "[{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"t\","
            + "\"signature\":\"s==\"}]},{\"type\":\"text\",\"text\":\"4\"}]";
    ChatRequest request =
        asked(
            "'and now?', system => 'be brief', messages => '[{\"role\":\"user\",\"content\":\"2+2\"},"
                + "{\"role\":\"assistant\",\"content\":"
                + thought
                + ",\"tool_calls\":[{\"id\":\"1\"}]}]'");
    assertThat(request.messages())
        .containsExactly(
            Message.system("be brief"),
            Message.user("2+2"),
            new Message(
                "assistant",
                List.of(
                    Map.of(
                        "type",
                        "reasoning",
                        "summary",
                        List.of(Map.of("type", "summary_text", "text", "t", "signature", "s=="))),
                    Map.of("type", "text", "text", "4")),
                Map.of("tool_calls", List.of(Map.of("id", "1")))),
            Message.user("and now?"));
  }

  @Test
  void needsNoPromptBesideAConversation() {
    assertThat(
            queries.value(
                "SELECT complete('m', messages => '[{\"role\":\"user\",\"content\":\"hi\"}]')"))
        .isEqualTo("HI");
    assertThatThrownBy(() -> queries.value("SELECT complete('m', max_tokens => 3)"))
        .hasMessageContaining("complete lacks prompt");
    assertThatThrownBy(() -> queries.value("SELECT complete('m', messages => '[]')"))
        .hasMessageContaining("messages of complete is empty");
    assertThatThrownBy(() -> queries.value("SELECT complete('m', messages => '[{\"a\":1}]')"))
        .hasMessageContaining("has no message at [0]");
  }

  @Test
  void sendsSeveralImagesBesideThePrompt() {
    String png = "x'89504E470D0A1A0A00000000'";
    assertThat(
            asked("'p', images => " + png + ", audio => 'data:audio/mp3;base64,AA=='").messages())
        .containsExactly(
            new Message(
                "user",
                List.of(
                    Map.of("type", "text", "text", "p"),
                    Map.of(
                        "type",
                        "image_url",
                        "image_url",
                        Map.of("url", "data:image/png;base64,iVBORw0KGgoAAAAA")),
                    Map.of(
                        "type",
                        "audio_url",
                        "audio_url",
                        Map.of("url", "data:audio/mp3;base64,AA=="))),
                Map.of()));
    assertThat(
            asked("'p', images => ARRAY['https://x.example/a.png', 'https://x.example/b.png']")
                .messages()
                .get(0)
                .content())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(3);
    assertThat(asked("'p', images => ARRAY[" + png + ", " + png + "]").messages().get(0).content())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(3);
  }

  @Test
  void takesBytesAndTextsAsParametersAndColumns() {
    byte[] gif = "GIF89a....".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(asked("'p', images => ?", (Object) gif).messages().toString())
        .contains("data:image/gif;base64,");
    assertThat(asked("'p', images => ?", "https://x.example/a.png").messages().toString())
        .contains("https://x.example/a.png");
    queries.rows(
        "SELECT complete('m', x, images => b) FROM (VALUES ('q', x'FFD8FFE000')) AS t(x, b)");
    assertThat(queries.gateway.chats.get(2).messages().toString())
        .contains("data:image/jpeg;base64,");
  }

  @Test
  void givesEmbeddingsParamsToo() {
    queries.value("SELECT embed('e', 'abc', params => '{\"input_type\": \"query\"}')");
    assertThat(queries.gateway.embeddings.get(0).parameters())
        .isEqualTo(Map.of("input_type", "query"));
    assertThatThrownBy(
            () -> queries.value("SELECT embed('e', 'x', params => '{\"dimension\": 3}')"))
        .hasMessageContaining("did you mean dimensions?");
    assertThatThrownBy(() ->
            queries.value("SELECT embed('e', 'x', params => '{\"encoding_format\": \"base64\"}')"))
        .hasMessageContaining("can only be float");
  }

  @Test
  void showsEachPartOfAnAnswer() {
    assertThat(
            queries.rows(
                "SELECT refusal, tool_calls, thinking, citations, message, output, cached_tokens,"
                    + " cache_write_tokens, reasoning_tokens, served_model, logprobs"
                    + " FROM complete('detailed', 'x')"))
        .containsExactly(
            List.of("no", "[1]", "[2]", "[3]", "{\"a\":4}", "[5]", 2, 1, 4, "served-1", "{}"));
  }
}
