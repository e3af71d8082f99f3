package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a file of aliases makes of requests. */
class ModelAliasesTest {
  private static final String OWN =
      """
      aliases:
        fast: databricks-gpt-5-mini
        careful:
          model: databricks/databricks-claude-sonnet-4-5
          defaults: {max_tokens: 500, temperature: 0}
          fallbacks: [databricks-gpt-5, fast]
          context_fallbacks: [databricks-gemini-2-5-pro]
        shared:
          endpoints:
            - {model: team-a, weight: 3}
            - {model: team-b}
      """;

  private static final String LITELLM =
      """
      model_list:
        - model_name: gpt
          litellm_params:
            model: databricks/databricks-gpt-5
            api_key: os.environ/DATABRICKS_API_KEY
            api_base: os.environ/DATABRICKS_API_BASE
            max_tokens: 100
            rpm: 60
        - model_name: gpt
          litellm_params: {model: azure/gpt-5, api_key: sk-secret, api_base: https://elsewhere.example}
        - model_name: by-openai
          litellm_params:
            model: openai/databricks-llama-4-maverick
            api_base: https://h.example/serving-endpoints
        - model_name: claude
          litellm_params: {model: databricks/databricks-claude-sonnet-4-5}
        - model_name: foreign
          litellm_params: {model: anthropic/claude-sonnet-4-5}
        - model_name: databricks/*
          litellm_params: {model: databricks/*}
      litellm_settings:
        fallbacks: [{"gpt": ["claude", "by-openai"]}]
        context_window_fallbacks: [{"gpt": ["by-openai"]}]
        num_retries: 2
      router_settings:
        model_group_alias: {"gpt-4": "gpt"}
      general_settings: {master_key: sk-1234}
      """;

  private final Map<String, String> environment =
      new HashMap<>(Map.of("DATABRICKS_API_BASE", "https://h.example/serving-endpoints"));

  @Test
  void standsForAModel() {
    assertThat(chosen(OWN, "fast", Map.of()).model()).isEqualTo("databricks-gpt-5-mini");
    assertThat(chosen(OWN, "databricks/fast", Map.of()).model()).isEqualTo("databricks-gpt-5-mini");
    assertThat(chosen(OWN, "databricks-gpt-5", Map.of()).model()).isEqualTo("databricks-gpt-5");
  }

  @Test
  void givesDefaultsThatTheCallOverrides() {
    ChatRequest request = chosen(OWN, "careful", Map.of("max_tokens", 7));
    assertThat(request.model()).isEqualTo("databricks-claude-sonnet-4-5");
    assertThat(request.parameters())
        .containsExactlyInAnyOrderEntriesOf(Map.of("max_tokens", 7, "temperature", 0));
  }

  @Test
  void sharesRequestsByWeightAndKeepsEqualOnesTogether() {
    Map<String, Integer> shares = new HashMap<>();
    for (int i = 0; i < 4_000; i++) {
      ChatRequest request =
          new ChatRequest("shared", List.of(Message.user("prompt " + i)), Map.of());
      String model = aliases(OWN).chosen(request).model();
      assertThat(aliases(OWN).chosen(request).model()).isEqualTo(model);
      shares.merge(model, 1, Integer::sum);
    }
    assertThat(shares.get("team-a")).isBetween(2_850, 3_150);
    assertThat(shares.get("team-a") + shares.get("team-b")).isEqualTo(4_000);
  }

  @Test
  void embedsWithOneOfSeveral() {
    for (int i = 0; i < 20; i++) {
      EmbeddingRequest request = new EmbeddingRequest("shared", List.of("t" + i), Map.of());
      assertThat(aliases(OWN).chosen(request).model()).isEqualTo("team-a");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RATE_LIMITED", "OVERLOADED", "DEADLINE_EXCEEDED", "NOT_RECORDED"})
  void fallsBackInOrder(ErrorCode code) {
    assertThat(order(OWN, "careful", code))
        .containsExactly("databricks-gpt-5", "databricks-gpt-5-mini");
  }

  @Test
  void fallsBackToLongerContexts() {
    assertThat(order(OWN, "careful", ErrorCode.CONTEXT_TOO_LONG))
        .containsExactly("databricks-gemini-2-5-pro");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "BAD_REQUEST",
        "PERMISSION_DENIED",
        "BAD_CREDENTIALS",
        "CANCELLED",
        "BUDGET_EXCEEDED",
        "GUARDRAIL"
      })
  void doesNotFallBackWhereAnotherModelFailsToo(ErrorCode code) {
    assertThat(order(OWN, "careful", code)).isEmpty();
  }

  @Test
  void readsLitellmsFiles() {
    ModelAliases aliases = aliases(LITELLM);
    assertThat(aliases.names()).containsExactlyInAnyOrder("gpt", "by-openai", "claude", "gpt-4");
    ChatRequest gpt = chosen(LITELLM, "gpt", Map.of());
    assertThat(gpt.model()).isEqualTo("databricks-gpt-5");
    assertThat(gpt.parameters()).containsExactlyEntriesOf(Map.of("max_tokens", 100));
    assertThat(chosen(LITELLM, "gpt-4", Map.of()).model()).isEqualTo("databricks-gpt-5");
    assertThat(chosen(LITELLM, "by-openai", Map.of()).model())
        .isEqualTo("databricks-llama-4-maverick");
    assertThat(order(LITELLM, "gpt", ErrorCode.OVERLOADED))
        .containsExactly("databricks-claude-sonnet-4-5", "databricks-llama-4-maverick");
    assertThat(order(LITELLM, "gpt", ErrorCode.CONTEXT_TOO_LONG))
        .containsExactly("databricks-llama-4-maverick");
  }

  @Test
  void leavesFallBacksOfOtherProvidersOut() {
    String yaml =
        """
        model_list:
          - {model_name: g, litellm_params: {model: databricks/m}}
          - {model_name: azure-gpt, litellm_params: {model: azure/gpt-5}}
          - {model_name: databricks/h, litellm_params: {model: databricks/n, max_tokens: 9}}
          - {model_name: gone, litellm_params: {model: azure/gpt-5}}
        litellm_settings:
          fallbacks: [{g: [azure-gpt, databricks/h, anthropic/claude, endpoint]}]
          default_fallbacks: [g, azure-gpt, databricks/h]
        """;
    assertThat(order(yaml, "g", ErrorCode.OVERLOADED)).containsExactly("n", "endpoint");
    assertThat(aliases(yaml).names()).containsExactlyInAnyOrder("g", "h", "azure-gpt", "gone");
    assertThat(chosen(yaml, "databricks/h", Map.of()).model()).isEqualTo("n");
    assertThat(order(yaml, "h", ErrorCode.OVERLOADED)).containsExactly("m");
    // Of a model that is elsewhere, the first fall-back that is here stands in its place.
    assertThat(chosen(yaml, "gone", Map.of()).model()).isEqualTo("m");
    assertThat(order(yaml, "gone", ErrorCode.OVERLOADED)).containsExactly("n");
  }

  @Test
  void standsInWithTheParametersOfTheGroup() {
    String yaml =
        """
        model_list:
          - {model_name: gone, litellm_params: {model: azure/gpt-5}}
          - {model_name: h, litellm_params: {model: databricks/n, max_tokens: 9}}
        litellm_settings: {fallbacks: [{gone: [h]}]}
        """;
    ChatRequest request = chosen(yaml, "gone", Map.of());
    assertThat(request.model()).isEqualTo("n");
    assertThat(request.parameters()).containsEntry("max_tokens", 9);
    assertThat(order(yaml, "gone", ErrorCode.OVERLOADED)).isEmpty();
  }

  @Test
  void asksNoVariableOfAnotherProviders() {
    String yaml =
        """
        model_list:
          - {model_name: g, litellm_params: {model: databricks/m}}
          - {model_name: a, litellm_params: {model: azure/gpt-4, api_base: os.environ/AZURE_API_BASE}}
        """;
    assertThat(aliases(yaml).names()).containsExactly("g");
    environment.put("AZURE_API_BASE", "https://h.example/serving-endpoints");
    assertThat(aliases(yaml).names()).containsExactly("g", "a");
  }

  @Test
  void readsWhatAnchorsStandFor() {
    String yaml =
        """
        limit: &limit 50
        model_list:
          - model_name: one
            litellm_params: &common
              model: databricks/m
              max_tokens: *limit
              temperature: 0.5
          - {model_name: two, litellm_params: *common}
          - model_name: three
            litellm_params:
              <<: *common
              temperature: 1
        """;
    assertThat(chosen(yaml, "one", Map.of()).parameters())
        .isEqualTo(Map.of("max_tokens", 50, "temperature", 0.5));
    assertThat(chosen(yaml, "two", Map.of())).isEqualTo(chosen(yaml, "one", Map.of()));
    assertThat(chosen(yaml, "three", Map.of()).parameters())
        .isEqualTo(Map.of("max_tokens", 50, "temperature", 1));
  }

  @Test
  void readsPlainScalarsAsPythonDoesButDates() {
    String yaml =
        """
        aliases:
          2024-01-02:
            model: m
            defaults: {b: 1.5e+3, c: true, d: on, e: ~, f: [1, -2.5], g: 2024-01-02, h: "1"}
        """;
    assertThat(chosen(yaml, "2024-01-02", Map.of()).parameters())
        .isEqualTo(
            Map.of(
                "b",
                1500.0,
                "c",
                true,
                "d",
                true,
                "f",
                List.of(1, -2.5),
                "g",
                "2024-01-02",
                "h",
                "1"));
  }

  @Test
  void refusesAnchorsThatHoldThemselvesOrGrowWithoutEnd() {
    assertThatThrownBy(() -> aliases("aliases: &a {x: *a}"))
        .hasMessageContaining("the file is nested too deeply");
    StringBuilder bomb = new StringBuilder("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      bomb.append("l%d: &l%d [".formatted(i, i))
          .append(("*l" + (i - 1) + ", ").repeat(10))
          .append("]\n");
    }
    assertThatThrownBy(() -> aliases(bomb + "aliases: {a: {model: m, defaults: {x: *l8}}}"))
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining("the file");
  }

  @Test
  void namesTheVariableThatIsMissing() {
    environment.clear();
    assertThatThrownBy(() -> aliases(LITELLM))
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining("model_list[0].litellm_params.api_base")
        .hasMessageContaining("DATABRICKS_API_BASE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "aliases: {a: {}} | aliases.a.model must be the name of a model",
        "aliases: {a: {model: m, wieght: 2}} | aliases.a.wieght is not one of",
        "aliases: {a: {endpoints: [{model: m, weight: 0}]}} | aliases.a.endpoints[0].weight must be",
        "aliases: {a: {endpoints: []}} | aliases.a.endpoints is empty",
        "aliases: {a: {model: m, defaults: 3}} | aliases.a.defaults must have names and values",
        "aliases: {a: {model: m, fallbacks: [{}]}} | aliases.a.fallbacks must be a list",
        "other: 1 | must have aliases or model_list",
        "{ | line 1 is not YAML",
      })
  void saysWhereAFileIsWrong(String yaml, String message) {
    assertThatThrownBy(() -> aliases(yaml.strip()))
        .isInstanceOf(BricklaneException.class)
        .hasMessageContaining(message.strip());
  }

  @Test
  void doesNotRepeatWhatAFileHolds() {
    assertThatThrownBy(() -> aliases("model_list: [{model_name: x, api_key: sk-secret"))
        .hasMessageNotContaining("sk-secret")
        .hasNoCause();
  }

  private ModelAliases aliases(String yaml) {
    return ModelAliases.parse(yaml, URI.create("https://h.example"), environment::get);
  }

  private ChatRequest chosen(String yaml, String model, Map<String, Object> parameters) {
    return aliases(yaml).chosen(request(model, parameters));
  }

  private List<String> order(String yaml, String model, ErrorCode failure) {
    List<String> order = new ArrayList<>();
    Optional<FallBackChain> chain =
        Optional.of(FallBackChain.of(aliases(yaml), request(model, Map.of())));
    while (true) {
      chain = chain.get().after(new BricklaneException(failure, "no"));
      if (chain.isEmpty()) {
        return order;
      }
      order.add(chain.get().request().model());
    }
  }

  private static ChatRequest request(String model, Map<String, Object> parameters) {
    return new ChatRequest(model, List.of(Message.user("p")), parameters);
  }
}
