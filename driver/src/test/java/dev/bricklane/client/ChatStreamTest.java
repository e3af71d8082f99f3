package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatStreamTest {
  private static final String GREETING =
      """
      {"id":"c1","model":"llama","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"},"finish_reason":null}],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}}
      {"id":"c1","model":"llama","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":null}],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}
      {"id":"c1","model":"llama","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}}
      """;

  @Test
  void givesWhatTheWholeAnswerWouldHaveGiven() {
    Streamed stream = Streamed.events(Api.CHAT, GREETING);
    assertThat(stream.text()).isEqualTo("Hello");
    assertThat(stream.pieces()).isEqualTo(2);
    assertThat(stream.answer())
        .isEqualTo(
            Streamed.whole(
                Api.CHAT,
                """
                {"id":"c1","model":"llama",
                 "choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},
                   "finish_reason":"stop"}],
                 "usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}}
                """));
    assertThat(stream.answer().usage()).isEqualTo(new Usage(5, 3, 8));
  }

  @Test
  void joinsTheProbabilitiesOfAllChunks() {
    Streamed stream =
        Streamed.events(
            Api.CHAT,
            """
            {"choices":[{"index":0,"delta":{"content":"a"},"logprobs":{"content":[{"token":"a","logprob":-1}]}}]}
            {"choices":[{"index":0,"delta":{"content":"b"},"logprobs":{"content":[{"token":"b","logprob":-2}]}}]}
            {"choices":[{"index":0,"delta":{},"finish_reason":"stop","logprobs":null}]}
            """);
    assertThat(stream.answer().details().logprobs())
        .isEqualTo(
            "{\"content\":[{\"token\":\"a\",\"logprob\":-1},{\"token\":\"b\",\"logprob\":-2}]}");
  }

  @Test
  void asksForAStreamWithUsage() {
    Streamed stream = Streamed.events(Api.CHAT, GREETING);
    assertThat(stream.workspace().sentBody())
        .contains("\"stream\":true", "\"stream_options\":{\"include_usage\":true}");
    assertThat(stream.workspace().calls.get(0).headers().get("Accept"))
        .contains("text/event-stream");
  }

  @Test
  void leavesOutStreamOptionsThatGeminiRefuses() {
    FakeWorkspace workspace =
        FakeWorkspace.answering(200, "data: " + GREETING.lines().toList().get(2), Map.of());
    Streamed.of(workspace, Api.CHAT, "databricks-gemini-2-5-pro");
    assertThat(workspace.sentBody()).contains("\"stream\":true").doesNotContain("stream_options");
  }

  @Test
  void takesUsageOutOfAChunkWithoutChoices() {
    Streamed stream =
        Streamed.events(
            Api.CHAT,
            """
            {"choices":[{"index":0,"delta":{"content":"a"}}],"usage":null}
            {"choices":[{"index":0,"delta":{},"finish_reason":"length"}]}
            {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11,"completion_tokens_details":{"reasoning_tokens":1}}}
            {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":null}}
            """);
    assertThat(stream.answer().usage()).isEqualTo(new Usage(9, 2, 11, null, null, 1));
    assertThat(stream.answer().finishReason()).isEqualTo("length");
  }

  @Test
  void gathersReasoningThatComesAsLists() {
    Streamed stream =
        Streamed.events(
            Api.CHAT,
            """
            {"choices":[{"index":0,"delta":{"role":"assistant","content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"Let me ","signature":""}]}]}}]}
            {"choices":[{"index":0,"delta":{"content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"think.","signature":""}]}]}}]}
            {"choices":[{"index":0,"delta":{"content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"","signature":"c2ln"}]}]}}]}
            {"choices":[{"index":0,"delta":{"content":[{"type":"reasoning","summary":[{"type":"summary_encrypted_text","data":"ZW5j"}]}]}}]}
            {"choices":[{"index":0,"delta":{"content":"It "}}]}
            {"choices":[{"index":0,"delta":{"content":"is."},"finish_reason":"stop"}]}
            """);
    assertThat(stream.reasoning()).isEqualTo("Let me think.");
    assertThat(stream.text()).isEqualTo("It is.");
    assertThat(stream.answer())
        .isEqualTo(
            Streamed.whole(
                Api.CHAT,
                """
                {"choices":[{"message":{"role":"assistant","content":[
                  {"type":"reasoning","summary":[
                    {"type":"summary_text","text":"Let me think.","signature":"c2ln"},
                    {"type":"summary_encrypted_text","data":"ZW5j"}]},
                  {"type":"text","text":"It is."}]},"finish_reason":"stop"}]}
                """));
  }

  @Test
  void gathersTheReasoningOfOtherGateways() {
    Streamed stream =
        Streamed.events(
            Api.CHAT,
            """
            {"choices":[{"delta":{"reasoning_content":"a"}}]}
            {"choices":[{"delta":{"reasoning_content":"b"}}]}
            {"choices":[{"delta":{"content":"c"},"finish_reason":"stop"}]}
            """);
    assertThat(stream.reasoning()).isEqualTo("ab");
    assertThat(stream.answer().reasoning()).isEqualTo("ab");
    assertThat(stream.answer().content()).isEqualTo("c");
  }

  @Test
  void joinsTheThinkingBlocksOfLiteLlm() {
    Streamed stream =
        Streamed.events(
            Api.CHAT,
            """
            {"choices":[{"delta":{"reasoning_content":"I ","thinking_blocks":[{"type":"thinking","thinking":"I ","signature":null}]}}]}
            {"choices":[{"delta":{"reasoning_content":"think","thinking_blocks":[{"type":"thinking","thinking":"think","signature":""}]}}]}
            {"choices":[{"delta":{"thinking_blocks":[{"type":"thinking","thinking":"","signature":"SIG"}]}}]}
            {"choices":[{"delta":{"thinking_blocks":[{"type":"redacted_thinking","data":"ZW5j"}]}}]}
            {"choices":[{"delta":{"thinking_blocks":[{"type":"thinking","thinking":"more","signature":null}]}}]}
            {"choices":[{"delta":{"thinking_blocks":[{"type":"thinking","thinking":"","signature":"SIG2"}]}}]}
            {"choices":[{"delta":{"content":"hi"},"finish_reason":"stop"}]}
            """);
    assertThat(stream.reasoning()).isEqualTo("I think");
    assertThat(Json.tryRead(stream.answer().details().thinking()))
        .isEqualTo(
            Json.tryRead(
                """
                [{"type":"thinking","thinking":"I think","signature":"SIG"},
                 {"type":"redacted_thinking","data":"ZW5j"},
                 {"type":"thinking","thinking":"more","signature":"SIG2"}]
                """));
  }

  @Test
  void givesNoTextBesideARefusal() {
    Streamed stream =
        Streamed.events(
            Api.CHAT,
            """
            {"choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null}}]}
            {"choices":[{"index":0,"delta":{"refusal":"I may "}}]}
            {"choices":[{"index":0,"delta":{"refusal":"not."},"finish_reason":"stop"}]}
            """);
    assertThat(stream.answer().content()).isNull();
    assertThat(stream.answer().details().refusal()).isEqualTo("I may not.");
  }

  @Test
  void gathersCitations() {
    Streamed stream =
        Streamed.events(
            Api.CHAT,
            """
            {"choices":[{"delta":{"content":"The sky "}}]}
            {"choices":[{"delta":{"content":[{"type":"text","text":"","citations":[{"type":"char_location","cited_text":"sky"}]}]}}]}
            {"choices":[{"delta":{"content":"is blue."},"finish_reason":"stop"}]}
            """);
    assertThat(stream.answer().content()).isEqualTo("The sky is blue.");
    assertThat(stream.answer().details().citations())
        .isEqualTo("[{\"type\":\"char_location\",\"cited_text\":\"sky\"}]");
  }

  @Test
  void gathersToolCallsFromFragments() {
    Streamed stream =
        Streamed.events(
            Api.CHAT,
            """
            {"choices":[{"delta":{"content":null,"tool_calls":[{"index":0,"id":"t0","type":"function","function":{"name":"f","arguments":"{}"}}]}}]}
            {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"a\\""}}]}}]}
            {"choices":[{"delta":{"tool_calls":[{"index":1,"id":"t1","type":"function","function":{"name":"g","arguments":""}}]}}]}
            {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}}]}
            {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}
            """);
    assertThat(Json.tryRead(stream.answer().details().toolCalls()))
        .isEqualTo(
            Json.tryRead(
                """
                [{"id":"t0","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}},
                 {"id":"t1","type":"function","function":{"name":"g","arguments":"{}"}}]
                """));
    assertThat(stream.answer().content()).isNull();
  }

  @Test
  void keepsTheSignatureOfAGeminiCall() {
    Streamed stream =
        Streamed.events(
            Api.CHAT,
            """
            {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"f","type":"function","thoughtSignature":"sig","function":{"name":"f","arguments":"{\\"a\\":1}"}}]},"finish_reason":"tool_calls"}]}
            """);
    assertThat(stream.answer().details().toolCalls()).contains("\"thoughtSignature\":\"sig\"");
    assertThat(stream.answer().details().message()).contains("\"thoughtSignature\":\"sig\"");
  }

  @Test
  void readsTheChunksOfAgents() {
    Streamed stream =
        Streamed.events(
            Api.CHAT,
            """
            {"trace_id":"t"}
            {"id":"m1","delta":{"role":"assistant","content":"","id":"m1","tool_calls":[{"index":0,"id":"t0","type":"function","function":{"name":"f","arguments":"{}"}}]},"choices":[]}
            {"delta":{"role":"tool","content":"42","id":"m2","name":"f","tool_call_id":"t0"}}
            {"delta":{"role":"assistant","content":"It is ","id":"m3"}}
            {"delta":{"content":"42","id":"m3"}}
            {"custom_outputs":{"k":1},"delta":{"content":".","id":"m3"}}
            """);
    assertThat(stream.text()).isEqualTo("It is 42.");
    assertThat(stream.answer().content()).isEqualTo("It is 42.");
    assertThat(stream.answer().details().toolCalls()).isNull();
    assertThat(stream.answer().details().output()).isEqualTo("{\"k\":1}");
  }

  @Test
  void readsTextCompletions() {
    Streamed stream =
        Streamed.events(
            Api.COMPLETIONS,
            """
            {"choices":[{"index":0,"text":"one "}]}
            {"choices":[{"index":0,"text":"two","finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}
            """);
    assertThat(stream.text()).isEqualTo("one two");
    assertThat(stream.answer().content()).isEqualTo("one two");
    assertThat(stream.workspace().calls.get(0).uri().getPath())
        .isEqualTo("/serving-endpoints/databricks-x/invocations");
    assertThat(stream.workspace().sentBody()).isEqualTo("{\"prompt\":\"hi\",\"stream\":true}");
  }

  @Test
  void doesWithoutDoneWhereAReasonWasGiven() {
    Streamed stream =
        Streamed.by(
            Api.CHAT,
            "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}");
    assertThat(stream.answer().content()).isEqualTo("a");
  }

  @Test
  void readsAWholeAnswerWhereOneComesInstead() {
    FakeWorkspace workspace =
        FakeWorkspace.answering(
            200,
            "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}",
            Map.of("Content-Type", "application/json"));
    Streamed stream = Streamed.of(workspace, Api.CHAT, "m");
    assertThat(stream.text()).isEqualTo("a");
    assertThat(stream.answer().content()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n",
        "",
        ": nothing\n\n",
        "data: [DONE]\n\n",
        "data: {\"choices\":[{\n\n"
      })
  void refusesAStreamThatEndsEarly(String body) {
    assertFails(body, ErrorCode.MALFORMED_ANSWER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"error\":{\"message\":\"slow down\",\"code\":429}}\n\n",
        "data: {\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_exceeded\"}}\n\n",
        "event: error\ndata: {\"error_code\":\"REQUEST_LIMIT_EXCEEDED\",\"message\":\"slow down\"}\n\n",
        "data: {\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"slow down\"}\n\n",
      })
  void takesAnErrorWithinAStreamForAnError(String body) {
    assertFails(
        "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n" + body, ErrorCode.RATE_LIMITED);
  }

  @Test
  void failsWithTheErrorOfAReader() {
    FakeWorkspace workspace =
        FakeWorkspace.answering(200, "data: " + GREETING.lines().toList().get(0), Map.of());
    ChatRequest request = new ChatRequest("m", List.of(ChatRequest.Message.user("hi")), Map.of());
    assertThatThrownBy(() ->
            workspace.client().stream(
                    request,
                    delta -> {
                      throw new IllegalStateException("no");
                    })
                .join())
        .cause()
        .hasMessageContaining("reader of a stream failed");
  }

  private static void assertFails(String body, ErrorCode code) {
    assertThatThrownBy(() -> Streamed.by(Api.CHAT, body))
        .cause()
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
