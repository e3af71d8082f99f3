package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.client.ChatRequest.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvocationsProtocolTest {
  @Test
  void sendsMessagesWithoutAModel() {
    assertThat(sent(Map.of("max_tokens", 5)))
        .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":5}");
  }

  @ParameterizedTest
  @CsvSource({"input", "inputs", "instances", "dataframe_split", "dataframe_records"})
  void sendsTheInputThatTheEndpointWantsInstead(String parameter) {
    assertThat(sent(Map.of(parameter, List.of(1)))).isEqualTo("{\"" + parameter + "\":[1]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"predictions":["yes"]}       | yes | ["yes"]
          {"predictions":[1.50,2]}      |     | [1.50,2]
          {"predictions":{"a":true}}    |     | {"a":true}
          {"outputs":[{"text":"t"}]}    |     | [{"text":"t"}]
          {"outputs":[0.25]}            | 0.25 | [0.25]
          "plain"                       | plain | "plain"
          [1,2]                         |     | [1,2]
          {"answer":{"x":1}}            |     | {"answer":{"x":1}}
          """)
  void readsWhateverACustomModelAnswers(String body, String content, String output) {
    ChatCompletion answer = Streamed.whole(Api.INVOCATIONS, body);
    assertThat(answer.content()).isEqualTo(content);
    assertThat(Json.tryRead(answer.details().output())).isEqualTo(Json.tryRead(output));
  }

  @Test
  void readsAFoundationModel() {
    ChatCompletion answer =
        Streamed.whole(
            Api.INVOCATIONS,
            "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}");
    assertThat(answer.content()).isEqualTo("a");
    assertThat(answer.details().output()).isNull();
  }

  @Test
  void readsAnAgent() {
    ChatCompletion answer =
        Streamed.whole(
            Api.INVOCATIONS,
            """
            {"id":"1","messages":[
              {"role":"assistant","content":"","id":"a","tool_calls":[{"id":"t0","type":"function","function":{"name":"f","arguments":"{}"}}]},
              {"role":"tool","content":"42","id":"b","tool_call_id":"t0"},
              {"role":"assistant","content":"It is 42","id":"c"}]}
            """);
    assertThat(answer.content()).isEqualTo("It is 42");
    assertThat(answer.details().toolCalls()).isNull();
    assertThat(answer.details().message()).contains("It is 42");
    assertThat(answer.details().output()).contains("\"tool_call_id\":\"t0\"");
  }

  @Test
  void keepsTheCallsThatAnAgentLeavesToTheCaller() {
    ChatCompletion answer =
        Streamed.whole(
            Api.INVOCATIONS,
            """
            {"messages":[
              {"role":"assistant","content":"","id":"a","tool_calls":[
                {"id":"A","type":"function","function":{"name":"f","arguments":"{}"}},
                {"id":"B","type":"function","function":{"name":"g","arguments":"{}"}}]},
              {"role":"tool","content":"42","id":"b","tool_call_id":"A"}]}
            """);
    assertThat(answer.details().toolCalls())
        .isEqualTo(
            "[{\"id\":\"B\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"g\",\"arguments\":\"{}\"}}]");
  }

  @Test
  void readsAnAgentOfTheResponsesKind() {
    ChatCompletion answer =
        Streamed.whole(
            Api.INVOCATIONS,
            """
            {"object":"response","output":[{"type":"message","role":"assistant",
              "content":[{"type":"output_text","text":"Hello"}]}],"custom_outputs":null}
            """);
    assertThat(answer.content()).isEqualTo("Hello");
  }

  private static String sent(Map<String, Object> parameters) {
    FakeWorkspace workspace = FakeWorkspace.answering("{\"predictions\":[1]}");
    workspace
        .client()
        .chat(
            new ChatRequest(
                "my model",
                List.of(Message.user("hi")),
                parameters,
                new CallOptions(Api.INVOCATIONS, null, Map.of()),
                null))
        .join();
    assertThat(workspace.calls.get(0).uri())
        .hasToString("https://w.example/serving-endpoints/my%20model/invocations");
    return workspace.sentBody();
  }
}
