package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesProtocolTest {
  private static final Message HI = Message.user("hi");
  private static final String MESSAGE =
      "{\"type\":\"message\",\"role\":\"assistant\",\"id\":\"m1\",\"content\":"
          + "[{\"type\":\"output_text\",\"text\":\"Hello\",\"annotations\":[]}]}";

  @Test
  void putsParametersInItsOwnWords() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("max_tokens", 50);
    parameters.put("temperature", 0.5);
    parameters.put("reasoning_effort", "low");
    parameters.put("reasoning", Map.of("summary", "auto"));
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", "f");
    function.put("parameters", Map.of("type", "object"));
    function.put("strict", true);
    parameters.put("tools", List.of(Map.of("type", "function", "function", function)));
    parameters.put("tool_choice", Map.of("type", "function", "function", Map.of("name", "f")));
    parameters.put(
        "response_format",
        Map.of(
            "type",
            "json_schema",
            "json_schema",
            Map.of("name", "n", "schema", Map.of("type", "object"))));
    parameters.put("parallel_tool_calls", false);
    assertThat(body(List.of(HI), parameters))
        .isEqualTo(
            Json.tryRead(
                """
                {"model":"databricks-x","input":[{"role":"user","content":"hi"}],
                 "max_output_tokens":50,"temperature":0.5,
                 "reasoning":{"effort":"low","summary":"auto"},
                 "tools":[{"type":"function","name":"f","parameters":{"type":"object"},"strict":true}],
                 "tool_choice":{"type":"function","name":"f"},
                 "text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"}}},
                 "parallel_tool_calls":false}
                """));
  }

  @Test
  void writesAConversationAsItems() {
    Map<String, Object> reasoning = new LinkedHashMap<>();
    reasoning.put("type", "reasoning");
    reasoning.put("id", "r".repeat(70));
    reasoning.put("summary", List.of());
    reasoning.put("encrypted_content", "ZW5j");
    Map<String, Object> call =
        Map.of("id", "c1", "type", "function", "function", Map.of("name", "f", "arguments", "{}"));
    List<Message> messages =
        List.of(
            Message.system("be brief"),
            new Message(
                "user",
                List.of(
                    Map.of("type", "text", "text", "what is this?"),
                    Map.of(
                        "type",
                        "image_url",
                        "image_url",
                        Map.of("url", "data:image/png;base64,xx"))),
                Map.of()),
            new Message(
                "assistant",
                List.of(reasoning, Map.of("type", "text", "text", "I look.")),
                Map.of("tool_calls", List.of(call))),
            new Message("tool", "42", Map.of("tool_call_id", "c1")));
    assertThat(body(messages, Map.of()).get("input"))
        .isEqualTo(
            Json.tryRead(
                """
                [{"role":"system","content":"be brief"},
                 {"role":"user","content":[{"type":"input_text","text":"what is this?"},
                   {"type":"input_image","image_url":"data:image/png;base64,xx"}]},
                 {"type":"reasoning","id":"%s","summary":[],"encrypted_content":"ZW5j"},
                 {"role":"assistant","content":[{"type":"output_text","text":"I look."}]},
                 {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
                 {"type":"function_call_output","call_id":"c1","output":"42"}]
                """
                    .formatted("r".repeat(64))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "top_k", "seed", "presence_penalty"})
  void refusesWhatItHasNoWordsFor(String parameter) {
    assertThatThrownBy(() -> body(List.of(HI), Map.of(parameter, 3)))
        .hasMessageContaining("parameter " + parameter)
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void readsAnAnswer() {
    ChatCompletion answer =
        Streamed.whole(
            Api.RESPONSES,
            """
            {"id":"resp_1","object":"response","created_at":1.5,"model":"gpt-x","status":"completed",
             "error":null,"output":[
              {"type":"reasoning","id":"rs_1","encrypted_content":"ZW5j",
               "summary":[{"type":"summary_text","text":"Hm."}]},
              {"type":"message","role":"assistant","id":"m1","content":[
               {"type":"output_text","text":"Hello","annotations":[{"type":"url_citation","url":"u"}]},
               {"type":"refusal","refusal":"not that"}]},
              {"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"{\\"a\\":1}"}],
             "usage":{"input_tokens":10,"output_tokens":5,"total_tokens":15,
              "input_tokens_details":{"cached_tokens":4},"output_tokens_details":{"reasoning_tokens":3}}}
            """);
    assertThat(answer.content()).isEqualTo("Hello");
    assertThat(answer.reasoning()).isEqualTo("Hm.");
    assertThat(answer.finishReason()).isEqualTo("tool_calls");
    assertThat(answer.model()).isEqualTo("gpt-x");
    assertThat(answer.usage()).isEqualTo(new Usage(10, 5, 15, 4, null, 3));
    AnswerDetails details = answer.details();
    assertThat(details.refusal()).isEqualTo("not that");
    assertThat(details.citations()).isEqualTo("[{\"type\":\"url_citation\",\"url\":\"u\"}]");
    assertThat(details.toolCalls())
        .isEqualTo(
            "[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]");
    assertThat(details.thinking()).contains("\"encrypted_content\":\"ZW5j\"");
    assertThat(details.output()).isNull();
  }

  @Test
  void sendsItsOwnAnswerBackAsItCame() {
    String reasoning =
        "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"encrypted_content\":\"ZW5j\",\"summary\":[]}";
    String call =
        "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"{}\"}";
    ChatCompletion answer =
        Streamed.whole(
            Api.RESPONSES, "{\"object\":\"response\",\"output\":[" + reasoning + "," + call + "]}");
    assertThat(body(List.of(HI, Replayed.message(answer)), Map.of()).get("input"))
        .isEqualTo(
            Json.tryRead(
                "[{\"role\":\"user\",\"content\":\"hi\"}," + reasoning + "," + call + "]"));
  }

  @ParameterizedTest
  @CsvSource({
    "completed,  ,                  stop",
    "incomplete, max_output_tokens, length",
    "incomplete, content_filter,    content_filter",
    ",           ,                  stop",
  })
  void tellsWhyItEnded(String status, String reason, String finishReason) {
    String body =
        "{\"output\":["
            + MESSAGE
            + "],\"status\":"
            + (status == null ? "null" : "\"" + status + "\"")
            + ",\"incomplete_details\":"
            + (reason == null ? "null" : "{\"reason\":\"" + reason + "\"}")
            + "}";
    assertThat(Streamed.whole(Api.RESPONSES, body).finishReason()).isEqualTo(finishReason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"object\":\"response\",\"status\":\"failed\",\"output\":[],\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}}",
        "{\"error\":{\"code\":429,\"message\":\"slow\"}}"
      })
  void takesAnErrorWithinASuccessForAnError(String body) {
    assertThatThrownBy(() -> Streamed.whole(Api.RESPONSES, body))
        .cause()
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED));
  }

  @Test
  void leavesOutCallsThatAnAgentMadeItself() {
    ChatCompletion answer =
        Streamed.whole(
            Api.RESPONSES,
            """
            {"object":"response","custom_outputs":{"k":1},"output":[
              {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
              {"type":"function_call_output","call_id":"c1","output":"42"},
              {"type":"message","role":"assistant","content":[{"type":"output_text","text":"It is 42"}]}]}
            """);
    assertThat(answer.content()).isEqualTo("It is 42");
    assertThat(answer.finishReason()).isEqualTo("stop");
    assertThat(answer.details().toolCalls()).isNull();
    assertThat(answer.details().output()).isEqualTo("{\"k\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"response.completed", "responses.completed"})
  void streams(String completed) {
    Streamed stream =
        Streamed.events(
            Api.RESPONSES,
            """
            {"type":"response.created","response":{"id":"resp_1","object":"response","model":"gpt-x","status":"in_progress","output":[]}}
            {"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[]}}
            {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"Hm"}
            {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"."}
            {"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1","encrypted_content":"ZW5j","summary":[{"type":"summary_text","text":"Hm."}]}}
            {"type":"response.output_item.added","output_index":1,"item":{"type":"message","id":"m1","role":"assistant","content":[]}}
            {"type":"response.content_part.added","output_index":1,"item_id":"m1","part":{"type":"output_text","text":""}}
            {"type":"response.output_text.delta","output_index":1,"item_id":"m1","content_index":0,"delta":"Hel"}
            {"type":"response.output_text.delta","output_index":1,"item_id":"m1","content_index":0,"delta":"lo"}
            {"type":"something.new","x":1}
            {"type":"response.output_item.done","output_index":1,"item":%s}
            {"type":"%s","response":{"id":"resp_1","object":"response","model":"gpt-x","status":"completed","usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}}
            """
                .formatted(MESSAGE, completed));
    assertThat(stream.text()).isEqualTo("Hello");
    assertThat(stream.reasoning()).isEqualTo("Hm.");
    assertThat(stream.answer().content()).isEqualTo("Hello");
    assertThat(stream.answer().reasoning()).isEqualTo("Hm.");
    assertThat(stream.answer().model()).isEqualTo("gpt-x");
    assertThat(stream.answer().usage()).isEqualTo(new Usage(1, 2, 3));
    assertThat(stream.answer().details().thinking()).contains("ZW5j");
    assertThat(stream.answer().finishReason()).isEqualTo("stop");
  }

  @Test
  void streamsCallsOfTools() {
    Streamed stream =
        Streamed.events(
            Api.RESPONSES,
            """
            {"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":""}}
            {"type":"response.function_call_arguments.delta","output_index":0,"item_id":"fc_1","delta":"{\\"a\\""}
            {"type":"response.function_call_arguments.delta","output_index":0,"item_id":"fc_1","delta":":1}"}
            {"type":"response.completed","response":{"status":"completed"}}
            """);
    assertThat(stream.answer().finishReason()).isEqualTo("tool_calls");
    assertThat(stream.answer().details().toolCalls()).contains("\"id\":\"c1\"", "{\\\"a\\\":1}");
  }

  @Test
  void streamsAgentsThatSendWholeItemsAlone() {
    Streamed stream =
        Streamed.events(
            Api.RESPONSES,
            """
            {"trace_id":"t"}
            {"type":"response.output_item.done","item":{"type":"function_call","id":"1","call_id":"c1","name":"f","arguments":"{}"}}
            {"type":"function_call_output","call_id":"c1","output":"42"}
            {"type":"response.output_text.delta","item_id":"2","delta":"It "}
            {"type":"response.output_text.delta","item_id":"2","delta":"is"}
            {"type":"response.output_item.done","item":{"type":"message","id":"2","content":[{"type":"output_text","text":"It is"}]}}
            {"type":"response.output_item.done","item":{"type":"message","id":"3","content":[{"type":"output_text","text":" 42"}]}}
            """);
    assertThat(stream.text()).isEqualTo("It is 42");
    assertThat(stream.answer().content()).isEqualTo("It is 42");
    assertThat(stream.answer().details().toolCalls()).isNull();
  }

  @Test
  void streamsMessagesThatShareAnId() {
    Streamed stream =
        Streamed.events(
            Api.RESPONSES,
            """
            {"type":"response.output_text.delta","item_id":"msg_1","delta":"one "}
            {"type":"response.output_item.done","item":{"type":"message","id":"msg_1","content":[{"type":"output_text","text":"one "}]}}
            {"type":"response.output_text.delta","item_id":"msg_1","delta":"two "}
            {"type":"response.output_item.done","item":{"type":"message","id":"msg_1","content":[{"type":"output_text","text":"two "}]}}
            {"type":"response.output_item.done","item":{"type":"message","id":"msg_1","content":[{"type":"output_text","text":"three"}]}}
            """);
    assertThat(stream.text()).isEqualTo("one two three");
    assertThat(stream.answer().content()).isEqualTo("one two three");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"id\":\"b\",", "\"id\":\"a\",", "\"id\":null,"})
  void tellsATextOnceWhateverTheIdOfItsItem(String id) {
    Streamed stream =
        Streamed.events(
            Api.RESPONSES,
            """
            {"type":"response.output_item.done","item":{"type":"reasoning","id":"r","summary":[]}}
            {"type":"response.output_text.delta","item_id":"a","output_index":1,"delta":"on"}
            {"type":"response.output_text.delta","item_id":"a","output_index":1,"delta":"e"}
            {"type":"response.output_item.done","item":{"type":"message",%s"content":[{"type":"output_text","text":"one"}]}}
            """
                .formatted(id));
    assertThat(stream.text()).isEqualTo("one");
    assertThat(stream.answer().content()).isEqualTo("one");
  }

  @Test
  void takesAnotherItemForAnother() {
    Streamed stream =
        Streamed.events(
            Api.RESPONSES,
            """
            {"type":"response.output_text.delta","item_id":"a","delta":"one"}
            {"type":"response.output_item.done","item":{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}}
            {"type":"response.output_item.done","item":{"type":"message","id":"b","content":[{"type":"output_text","text":" two"}]}}
            """);
    assertThat(stream.text()).isEqualTo("one two");
    assertThat(stream.answer().content()).isEqualTo("one two");
    assertThat(stream.answer().details().toolCalls()).contains("\"id\":\"c\"");
  }

  @Test
  void streamsMessagesThatShareAPlace() {
    Streamed stream =
        Streamed.by(
            Api.RESPONSES,
            """
            data: {"type":"response.output_text.delta","item_id":"a","output_index":0,"delta":"ha"}
            data: {"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"a","content":[{"type":"output_text","text":"ha"}]}}
            data: {"type":"response.output_text.delta","item_id":"a","output_index":0,"delta":"ha"}
            data: {"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"a","content":[{"type":"output_text","text":"ha"}]}}
            data: {"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"a","content":[{"type":"output_text","text":"!"}]}}
            """);
    assertThat(stream.text()).isEqualTo("haha!");
    assertThat(stream.answer().content()).isEqualTo("haha!");
  }

  @Test
  void takesAnItemThatIsDoneTwiceForOne() {
    Streamed stream =
        Streamed.events(
            Api.RESPONSES,
            """
            {"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"a","content":[{"type":"output_text","text":"one"}]}}
            {"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"b","content":[{"type":"output_text","text":"one"}]}}
            """);
    assertThat(stream.text()).isEqualTo("one");
    assertThat(stream.answer().content()).isEqualTo("one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"slow\",\"param\":null,\"sequence_number\":3}",
        "{\"type\":\"response.failed\",\"response\":{\"object\":\"response\",\"status\":\"failed\",\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}}}"
      })
  void takesAnErrorWithinAStreamForAnError(String event) {
    assertThatThrownBy(() -> Streamed.events(Api.RESPONSES, event))
        .cause()
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED));
  }

  @Test
  void refusesAStreamThatBreaksOff() {
    assertThatThrownBy(() ->
            Streamed.by(
                Api.RESPONSES,
                "data: {\"type\":\"response.output_text.delta\",\"item_id\":\"1\",\"delta\":\"It\"}"))
        .cause()
        .hasMessageContaining("ended before its last event");
  }

  private static JsonNode body(List<Message> messages, Map<String, Object> parameters) {
    ModelRoute route = new ModelRoute(ModelRoute.Place.SERVING, "databricks-x");
    ChatRequest request = new ChatRequest("databricks-x", messages, parameters);
    return Json.tryRead(Json.string(Protocol.of(Api.RESPONSES).encode(request, route, false)));
  }
}
