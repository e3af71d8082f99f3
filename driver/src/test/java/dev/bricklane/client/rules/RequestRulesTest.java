package dev.bricklane.client.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bricklane.client.AnswerDetails;
import dev.bricklane.client.Api;
import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.Usage;
import dev.bricklane.client.rules.RequestRules.Fitted;
import dev.bricklane.error.BricklaneException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule, from the facts that it has its reason in. */
class RequestRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLAUDE = "databricks-claude-sonnet-4-5";
  private static final String ADAPTIVE = "databricks-claude-opus-4-7";
  private static final String GPT = "databricks-gpt-5";
  private static final String GEMINI = "databricks-gemini-2-5-flash";

  @ParameterizedTest
  @CsvSource({
    "databricks-claude-sonnet-4-5, CLAUDE",
    "system.ai.claude-opus-5, CLAUDE",
    "databricks-gemini-3-pro, GEMINI",
    "databricks-gpt-5-1, GPT",
    "databricks-gpt-oss-120b, GPT_OSS",
    "databricks-meta-llama-3-3-70b-instruct, LLAMA",
    "databricks-qwen3-next-80b-a3b-instruct, QWEN",
    "my-endpoint, OTHER"
  })
  void tellsFamiliesByTheirNames(String model, ModelFamily family) {
    assertThat(ModelFamily.of(model)).isEqualTo(family);
  }

  @ParameterizedTest
  @CsvSource({"minimal, 1024", "low, 1024", "medium, 2048", "high, 4096", "max, 16384"})
  void thinksWithABudgetInsteadOfAnEffort(String effort, int budget) {
    assertThat(sent(CLAUDE, Map.of("reasoning_effort", effort)))
        .isEqualTo(
            json(
                """
                {"thinking": {"type": "enabled", "budget_tokens": %d}, "max_tokens": %d}
                """
                    .formatted(budget, budget + 4096)));
  }

  @Test
  void doesNotThinkForNoEffort() {
    assertThat(sent(CLAUDE, Map.of("reasoning_effort", "none"))).isEmpty();
  }

  @Test
  void refusesAnEffortThatMeansNothing() {
    assertThatThrownBy(() -> sent(CLAUDE, Map.of("reasoning_effort", "huge")))
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining("reasoning_effort must be none, minimal, low");
  }

  @Test
  void leavesTheEffortToOthers() {
    assertThat(sent(GPT, Map.of("reasoning_effort", "low")))
        .isEqualTo(Map.of("reasoning_effort", "low"));
    assertThat(sent("databricks-gpt-oss-20b", Map.of("reasoning_effort", "high")))
        .isEqualTo(Map.of("reasoning_effort", "high"));
  }

  @Test
  void keepsTheCallersOwnThinking() {
    Map<String, Object> given =
        json("{'thinking': {'type': 'enabled', 'budget_tokens': 5000}, 'max_tokens': 9000}");
    assertThat(sent(CLAUDE, given)).isEqualTo(given);
  }

  @Test
  void raisesMaxTokensAboveTheBudget() {
    assertThat(sent(CLAUDE, json("{'reasoning_effort': 'medium', 'max_tokens': 500}")))
        .containsEntry("max_tokens", 2548);
    assertThat(sent(CLAUDE, json("{'reasoning_effort': 'medium', 'max_tokens': 3000}")))
        .containsEntry("max_tokens", 3000);
  }

  @ParameterizedTest
  @CsvSource({
    "databricks-claude-opus-4-7, true",
    "system.ai.claude-opus-4-8, true",
    "claude-sonnet-5, true",
    "claude-fable-5, true",
    "databricks-claude-opus-4-6, false",
    "databricks-claude-sonnet-4-6, false",
    "databricks-claude-3-7-sonnet, false",
    "claude-sonnet-4-20250514, false",
    "databricks-gpt-5, false"
  })
  void knowsWhichModelsThinkAsTheySeeFit(String model, boolean adaptive) {
    assertThat(Thinking.isAdaptive(model)).isEqualTo(adaptive);
  }

  @Test
  void sendsAdaptiveModelsNoSampling() {
    assertThat(
            sent(
                ADAPTIVE,
                json("{'reasoning_effort': 'low', 'temperature': 0.1, 'top_p': 0.9, 'top_k': 3}")))
        .isEqualTo(json("{'thinking': {'type': 'adaptive'}}"));
    assertThat(sent(CLAUDE, json("{'temperature': 0.1, 'top_p': 0.9, 'top_k': 3}"))).hasSize(3);
  }

  @Test
  void sendsNoTemperatureWithABudget() {
    assertThat(sent(CLAUDE, json("{'reasoning_effort': 'low', 'temperature': 0.1, 'top_p': 0.97}")))
        .containsOnlyKeys("thinking", "max_tokens", "top_p");
  }

  @Test
  void writesMaxTokensByItsOldName() {
    assertThat(sent(GPT, Map.of("max_completion_tokens", 7))).isEqualTo(Map.of("max_tokens", 7));
    assertThat(sent(GPT, Map.of("max_completion_tokens", 7, "max_tokens", 9)))
        .isEqualTo(Map.of("max_tokens", 9));
  }

  @Test
  void dropsStreamOptionsForGeminiAlone() {
    Map<String, Object> given = json("{'stream_options': {'include_usage': true}}");
    assertThat(sent(GEMINI, given)).isEmpty();
    assertThat(sent(GPT, given)).isEqualTo(given);
  }

  @Test
  void leavesOfClaudesToolsNameDescriptionAndParameters() {
    Map<String, Object> given =
        json(
            """
            {"tools": [{"type": "function", "function": {"name": "f", "description": "d",
              "parameters": {"type": "object", "properties": {}}, "strict": true}}]}
            """);
    assertThat(sent(CLAUDE, given).toString())
        .contains("name=f", "description=d", "parameters=")
        .doesNotContain("strict");
    assertThat(sent(GPT, given)).isEqualTo(given);
  }

  @Test
  void dropsAnthropicsOwnFields() {
    assertThat(
            sent(
                CLAUDE,
                json("{'speed': 'fast', 'container': 'c', 'cache_control': {}, 'seed': 1}")))
        .isEqualTo(Map.of("seed", 1));
  }

  @Test
  void namesSchemasThatHaveNoNameEverywhere() {
    Map<String, Object> given =
        json("{'response_format': {'type': 'json_schema', 'json_schema': {'schema': {}}}}");
    Map<String, Object> named =
        json(
            "{'response_format': {'type': 'json_schema',"
                + " 'json_schema': {'name': 'response', 'schema': {}}}}");
    assertThat(sent(GPT, given)).isEqualTo(named);
    assertThat(fit(request(GPT, given), Destination.ELSEWHERE).request().parameters())
        .isEqualTo(named);
  }

  @Test
  void leavesServersOfOthersAlone() {
    ChatRequest request =
        request(CLAUDE, json("{'reasoning_effort': 'low', 'max_completion_tokens': 3}"));
    assertThat(fit(request, Destination.ELSEWHERE).request()).isEqualTo(request);
  }

  @ParameterizedTest
  @CsvSource({
    "https://w.example, false, SERVING",
    "https://w.example, true, GATEWAY",
    "http://localhost:4000/v1, false, ELSEWHERE",
    "https://w.example/ai-gateway/mlflow/v1, false, GATEWAY",
    "https://w.example/serving-endpoints, false, SERVING"
  })
  void tellsWhereARequestGoes(URI base, boolean gateway, Destination destination) {
    assertThat(RequestRules.destination(base, gateway)).isEqualTo(destination);
  }

  @Test
  void attributesUsageByAHeaderOnTheGateway() {
    Map<String, Object> given = json("{'usage_context': {'team': 'f\\u00fcnf'}}");
    assertThat(sent(GPT, given)).isEqualTo(given);
    ChatRequest sent = fit(request(GPT, given), Destination.GATEWAY).request();
    assertThat(sent.parameters()).isEmpty();
    assertThat(sent.options().headers())
        .isEqualTo(Map.of("Databricks-Ai-Gateway-Request-Tags", "{\"team\":\"f\\u00fcnf\"}"));
  }

  @Test
  void writesTheRoleDeveloperAsSystemInChatCompletions() {
    ChatRequest asked =
        new ChatRequest(
            "databricks-gpt-5",
            List.of(new Message("developer", "Be brief", Map.of()), Message.user("Hi")),
            Map.of());
    assertThat(RequestRules.fit(asked, Destination.SERVING, Api.CHAT).request().messages())
        .extracting(Message::role)
        .containsExactly("system", "user");
    assertThat(RequestRules.fit(asked, Destination.SERVING, Api.RESPONSES).request())
        .isEqualTo(asked);
  }

  @Test
  void putsOneSystemMessageFirst() {
    assertThat(
            messages(
                Message.user("a"), Message.system("s"), Message.user("b"), Message.system("t")))
        .containsExactly(Message.system("s\n\nt"), Message.user("a"), Message.user("b"));
  }

  @Test
  void keepsNamesOfUsersOnly() {
    Message user = new Message("user", "a", Map.of("name", "Ada"));
    assertThat(messages(user, new Message("assistant", "b", Map.of("name", "bot")), user))
        .containsExactly(user, new Message("assistant", "b"), user);
  }

  @Test
  void movesCacheControlIntoThePart() {
    Map<String, Object> control = Map.of("type", "ephemeral");
    assertThat(messages(new Message("user", "a", Map.of("cache_control", control))))
        .containsExactly(
            new Message(
                "user",
                List.of(Map.of("type", "text", "text", "a", "cache_control", control)),
                Map.of()));
  }

  @Test
  void leavesEmptyTextsOut() {
    Map<String, Object> calls = Map.of("tool_calls", List.of(Map.of("id", "1")));
    Map<String, Object> blank = Map.of("type", "text", "text", " ");
    Map<String, Object> text = Map.of("type", "text", "text", "x");
    assertThat(
            messages(
                Message.user("a"),
                new Message("assistant", "", calls),
                new Message("assistant", List.of(blank), calls),
                new Message("assistant", List.of(blank, text), Map.of())))
        .containsExactly(
            Message.user("a"),
            new Message("assistant", null, calls),
            new Message("assistant", null, calls),
            new Message("assistant", List.of(text), Map.of()));
  }

  @Test
  void sendsReasoningBackUnmodified() {
    Message thought =
        new Message(
            "assistant",
            List.of(
                Map.of(
                    "type",
                    "reasoning",
                    "summary",
                    List.of(Map.of("type", "summary_text", "text", "", "signature", "s=="))),
                Map.of("type", "text", "text", "x")),
            Map.of());
    assertThat(messages(Message.user("a"), thought, Message.user("b"))).contains(thought);
  }

  @Test
  void asksClaudeForJsonByATool() {
    Map<String, Object> schema = json("{'type': 'object', 'properties': {'x': {}}}");
    Map<String, Object> sent =
        sent(
            CLAUDE,
            Map.of(
                "response_format",
                Map.of("type", "json_schema", "json_schema", Map.of("schema", schema))));
    assertThat(sent)
        .isEqualTo(
            json(
                """
                {"tools": [{"type": "function", "function": {"name": "json_tool_call",
                   "parameters": {"type": "object", "properties": {"x": {}}}}}],
                 "tool_choice": {"type": "function", "function": {"name": "json_tool_call"}}}
                """));
    assertThat(sent(CLAUDE, json("{'response_format': {'type': 'text'}}"))).isEmpty();
  }

  @Test
  void doesNotForceTheToolOnAModelThatThinks() {
    assertThat(
            sent(
                CLAUDE,
                json("{'reasoning_effort': 'low', 'response_format': {'type': 'json_object'}}")))
        .containsKey("tools")
        .doesNotContainKeys("tool_choice", "response_format");
  }

  @Test
  void turnsTheToolsArgumentsIntoTheAnswer() {
    Fitted fitted =
        fit(
            request(CLAUDE, json("{'response_format': {'type': 'json_object'}}")),
            Destination.SERVING);
    ChatCompletion answer =
        fitted.answer(
            answer(
                "[{\"id\":\"1\",\"type\":\"function\",\"function\":"
                    + "{\"name\":\"json_tool_call\",\"arguments\":\"{\\\"x\\\":1}\"}}]"));
    assertThat(answer.content()).isEqualTo("{\"x\":1}");
    assertThat(answer.finishReason()).isEqualTo("stop");
    assertThat(answer.details().toolCalls()).isNull();
    assertThat(answer.details().message())
        .isEqualTo("{\"role\":\"assistant\",\"content\":\"{\\\"x\\\":1}\"}");
  }

  @Test
  void leavesTheCallsOfOtherTools() {
    Fitted fitted =
        fit(
            request(CLAUDE, json("{'response_format': {'type': 'json_object'}}")),
            Destination.SERVING);
    ChatCompletion other =
        answer("[{\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]");
    assertThat(fitted.answer(other)).isEqualTo(other);
    ChatCompletion plain = answer(null);
    assertThat(fitted.answer(plain)).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({"RESPONSES", "OPEN_RESPONSES", "GEMINI", "COMPLETIONS"})
  void leavesClaudesChatWordsToChat(Api api) {
    ChatRequest request =
        request(
            CLAUDE,
            json(
                """
                {"reasoning_effort": "low", "response_format": {"type": "json_object"},
                 "tools": [{"type": "function", "function": {"name": "f", "strict": true}}]}
                """));
    Fitted fitted = RequestRules.fit(request, Destination.SERVING, api);
    assertThat(fitted.request()).isEqualTo(request);
    assertThat(fitted.answeringTool()).isNull();
  }

  @Test
  void sendsAdaptiveModelsNoSamplingByAnyProtocol() {
    ChatRequest request = request(ADAPTIVE, json("{'temperature': 0.1, 'top_p': 0.9}"));
    assertThat(RequestRules.fit(request, Destination.SERVING, Api.RESPONSES).request().parameters())
        .isEmpty();
  }

  private static ChatCompletion answer(String toolCalls) {
    return new ChatCompletion(
        null,
        null,
        "tool_calls",
        "m",
        Usage.UNKNOWN,
        Duration.ZERO,
        null,
        1,
        new AnswerDetails(null, toolCalls, null, null, "{}", null, null));
  }

  private static List<Message> messages(Message... messages) {
    return fit(new ChatRequest(GPT, List.of(messages), Map.of()), Destination.SERVING)
        .request()
        .messages();
  }

  private static Map<String, Object> sent(String model, Map<String, Object> parameters) {
    return fit(request(model, parameters), Destination.SERVING).request().parameters();
  }

  private static ChatRequest request(String model, Map<String, Object> parameters) {
    return new ChatRequest(model, List.of(Message.user("hi")), parameters);
  }

  private static Fitted fit(ChatRequest request, Destination destination) {
    return RequestRules.fit(request, destination, Api.CHAT);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> json(String text) {
    try {
      return JSON.readValue(text.replace('\'', '"'), Map.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
