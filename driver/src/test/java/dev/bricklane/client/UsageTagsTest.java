package dev.bricklane.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The connection's tags, on both surfaces (public notes of August 2026). */
class UsageTagsTest {
  private static final String HEADER = "Databricks-Ai-Gateway-Request-Tags";
  private static final String CHAT = "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}";

  private final FakeWorkspace workspace = FakeWorkspace.answering(CHAT);

  @Test
  void areAFieldOnServing() {
    tagged();
    workspace.chat("databricks-x", Map.of()).join();
    assertThat(body()).contains("\"usage_context\":{\"team\":\"bi\"}");
    assertThat(workspace.calls.get(0).headers()).doesNotContainKey(HEADER);
  }

  @Test
  void areAHeaderOnTheGateway() {
    tagged();
    workspace.chat("system.ai.x", Map.of()).join();
    assertThat(body()).doesNotContain("usage_context");
    assertThat(workspace.calls.get(0).headers()).containsEntry(HEADER, "{\"team\":\"bi\"}");
  }

  @Test
  void yieldToTheCallsOwn() {
    tagged();
    workspace.chat("databricks-x", Map.of("usage_context", Map.of("team", "ml"))).join();
    assertThat(body()).contains("\"usage_context\":{\"team\":\"ml\"}");
  }

  @Test
  void goWithEmbeddingsToo() {
    tagged();
    embed("databricks-gte");
    assertThat(body()).contains("\"usage_context\":{\"team\":\"bi\"}");
    workspace.calls.clear();
    embed("system.ai.gte");
    assertThat(body()).doesNotContain("usage_context");
    assertThat(workspace.calls.get(0).headers()).containsEntry(HEADER, "{\"team\":\"bi\"}");
  }

  @Test
  void stayBehindWhereNobodyKnowsThem() {
    tagged();
    workspace.base = URI.create("http://localhost:4000/v1");
    workspace.chat("gpt", Map.of()).join();
    assertThat(body()).doesNotContain("usage_context");
    assertThat(workspace.calls.get(0).headers()).doesNotContainKey(HEADER);
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT, true",
    "COMPLETIONS, true",
    "RESPONSES, false",
    "OPEN_RESPONSES, false",
    "GEMINI, false",
    "INVOCATIONS, false"
  })
  void areAFieldWhereChatIsSpoken(Api api, boolean sent) {
    tagged();
    chat("databricks-x", api);
    assertThat(body().contains("usage_context")).isEqualTo(sent);
    assertThat(workspace.calls.get(0).headers()).doesNotContainKey(HEADER);
  }

  @ParameterizedTest
  @CsvSource({"CHAT", "COMPLETIONS", "RESPONSES", "OPEN_RESPONSES", "GEMINI"})
  void areAHeaderOfEveryProtocolOfTheGateway(Api api) {
    tagged();
    chat("system.ai.x", api);
    assertThat(body()).doesNotContain("usage_context");
    assertThat(workspace.calls.get(0).headers()).containsEntry(HEADER, "{\"team\":\"bi\"}");
  }

  @Test
  void areAHeaderOnTheGatewaysNativePathsToo() {
    tagged();
    workspace.base = URI.create("https://w.example/ai-gateway/openai/v1");
    chat("system.ai.x", Api.RESPONSES);
    embed("system.ai.gte");
    assertThat(workspace.calls)
        .hasSize(2)
        .allSatisfy(call -> assertThat(call.headers()).containsEntry(HEADER, "{\"team\":\"bi\"}"))
        .noneSatisfy(call -> assertThat(new String(call.body(), UTF_8)).contains("usage_context"));
  }

  private void chat(String model, Api api) {
    // Only what is sent counts.
    workspace
        .client()
        .chat(
            new ChatRequest(
                model,
                List.of(ChatRequest.Message.user("hi")),
                Map.of(),
                new CallOptions(api, null, Map.of()),
                null));
  }

  private void tagged() {
    workspace.http =
        new Http(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            0,
            Optional.empty(),
            Wire.USUAL,
            Map.of("team", "bi"));
  }

  private void embed(String model) {
    workspace.client().embed(new EmbeddingRequest(model, List.of("a"), Map.of()));
  }

  private String body() {
    return workspace.sentBody();
  }
}
