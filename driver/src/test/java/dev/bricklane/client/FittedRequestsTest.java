package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of a model's family, as a workspace meets them. */
class FittedRequestsTest {
  private static final String JSON_ANSWER =
      """
      {"choices": [{"message": {"role": "assistant", "content": "plain"},
        "finish_reason": "stop"}]}
      """;

  @Test
  void sendsWhatTheFamilyTakes() {
    FakeWorkspace workspace = FakeWorkspace.answering(JSON_ANSWER);
    workspace.chat("databricks-claude-sonnet-4-5", Map.of("reasoning_effort", "low")).join();
    assertThat(workspace.sentBody())
        .contains("\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}")
        .contains("\"max_tokens\":5120")
        .doesNotContain("reasoning_effort");
  }

  @Test
  void leavesServersOfOthersAlone() {
    FakeWorkspace workspace = FakeWorkspace.answering(JSON_ANSWER);
    workspace.base = URI.create("http://localhost:4000/v1");
    workspace.chat("claude-sonnet-4-5", Map.of("reasoning_effort", "low")).join();
    assertThat(workspace.sentBody()).contains("\"reasoning_effort\":\"low\"");
  }

  @ParameterizedTest
  @CsvSource({"RESPONSES", "OPEN_RESPONSES"})
  void asksClaudeInTheWordsOfResponses(Api api) {
    FakeWorkspace workspace = FakeWorkspace.answering("{\"object\":\"response\",\"output\":[]}");
    workspace
        .client()
        .chat(
            new ChatRequest(
                "databricks-claude-sonnet-4-5",
                List.of(ChatRequest.Message.user("hi")),
                Map.of("reasoning_effort", "low"),
                new CallOptions(api, null, Map.of()),
                null))
        .join();
    assertThat(Json.tryRead(workspace.sentBody()))
        .isEqualTo(
            Json.tryRead(
                """
                {"model":"databricks-claude-sonnet-4-5","input":[{"role":"user","content":"hi"}],
                 "reasoning":{"effort":"low"}}
                """));
  }

  @Test
  void sendsWhatTheFamilyTakesByInvocationsToo() {
    FakeWorkspace workspace = FakeWorkspace.answering(JSON_ANSWER);
    workspace
        .client()
        .chat(
            new ChatRequest(
                "databricks-claude-sonnet-4-5",
                List.of(ChatRequest.Message.user("hi")),
                Map.of("reasoning_effort", "low"),
                new CallOptions(Api.INVOCATIONS, null, Map.of()),
                null))
        .join();
    assertThat(workspace.sentBody()).contains("\"thinking\":{", "\"max_tokens\":5120");
  }

  @Test
  void asksGeminiForStreamOptionsElsewhere() {
    FakeWorkspace workspace =
        FakeWorkspace.answering(200, JSON_ANSWER, Map.of("Content-Type", "application/json"));
    workspace.base = URI.create("http://localhost:4000/v1");
    Streamed.of(workspace, Api.CHAT, "gemini-2.5-pro");
    assertThat(workspace.sentBody()).contains("\"stream_options\":{\"include_usage\":true}");
  }

  @Test
  void streamsTheArgumentsOfTheToolThatClaudeAnswersBy() {
    FakeWorkspace workspace =
        events(
            """
            {"choices":[{"delta":{"content":null,"tool_calls":[{"index":0,"id":"t0","type":"function","function":{"name":"json_tool_call","arguments":"{}"}}]}}]}
            {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"a\\""}}]}}]}
            {"choices":[{"delta":{"tool_calls":[{"index":1,"id":"t1","type":"function","function":{"name":"f","arguments":"{\\"b\\":1}"}}]}}]}
            {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}}]}
            {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}
            """);
    assertThat(pieces(workspace)).containsExactly("{\"a\"", ":1}");
    assertThat(workspace.sentBody()).contains("json_tool_call");
  }

  @Test
  void streamsAnEmptyAnswerByTool() {
    FakeWorkspace workspace =
        events(
            """
            {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"t0","function":{"name":"json_tool_call","arguments":"{}"}}]}}]}
            {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}
            """);
    assertThat(pieces(workspace)).containsExactly("{}");
  }

  @Test
  void marksWhatClaudeSaysBeforeItAnswersByTool() {
    FakeWorkspace workspace =
        events(
            """
            {"choices":[{"delta":{"content":"Let me see."}}]}
            {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"t0","function":{"name":"json_tool_call","arguments":"{}"}}]}}]}
            {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}
            """);
    List<ChatDelta> deltas = new CopyOnWriteArrayList<>();
    assertThat(answer(workspace, deltas).content()).isEqualTo("{}");
    assertThat(deltas)
        .containsExactly(new ChatDelta("Let me see.", "", true), new ChatDelta("{}", ""));
  }

  @Test
  void handsOnTheArgumentsOfAToolThatComesWhole() {
    FakeWorkspace workspace =
        FakeWorkspace.answering(
            200,
            """
            {"choices":[{"message":{"role":"assistant","content":null,"tool_calls":[
              {"id":"t0","type":"function","function":{"name":"json_tool_call","arguments":"{\\"a\\":1}"}}]},
              "finish_reason":"tool_calls"}]}
            """,
            Map.of("Content-Type", "application/json"));
    assertThat(pieces(workspace)).containsExactly("{\"a\":1}");
  }

  private static FakeWorkspace events(String events) {
    StringBuilder body = new StringBuilder();
    events.lines().forEach(line -> body.append("data: ").append(line).append("\n\n"));
    return FakeWorkspace.answering(
        200,
        body.append("data: [DONE]\n\n").toString(),
        Map.of("Content-Type", "text/event-stream"));
  }

  /** Asks Claude for JSON; the pieces must be the answer. */
  private static List<String> pieces(FakeWorkspace workspace) {
    List<ChatDelta> deltas = new CopyOnWriteArrayList<>();
    ChatCompletion answer = answer(workspace, deltas);
    List<String> pieces = deltas.stream().map(ChatDelta::text).toList();
    assertThat(String.join("", pieces)).isEqualTo(answer.content());
    return pieces;
  }

  private static ChatCompletion answer(FakeWorkspace workspace, List<ChatDelta> deltas) {
    return workspace.client().stream(
            new ChatRequest(
                "databricks-claude-sonnet-4-5",
                List.of(ChatRequest.Message.user("hi")),
                Map.of("response_format", Map.of("type", "json_object"))),
            deltas::add)
        .join();
  }
}
