package dev.bricklane.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.config.DriverConfig.Wire;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpReply;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {
  private static final String OK = "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}";
  private static final String ABSENT =
      "{\"error_code\":\"ENDPOINT_NOT_FOUND\",\"message\":\"The given endpoint does not exist\"}";

  private final FakeWorkspace workspace = FakeWorkspace.answering(OK);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          404 | {"error_code":"ENDPOINT_NOT_FOUND","message":"x"}
          404 | {"message":"Invalid path /ai-gateway"}
          501 | {"error_code":"NOT_IMPLEMENTED","message":"x"}
          501 | ~~
          """)
  void asksServingWhereThereIsNoGateway(int status, String body) {
    workspace.before(status, body);
    ChatCompletion answer = workspace.chat("system.ai.claude-x", Map.of()).join();
    assertThat(answer.content()).isEqualTo("hi");
    assertThat(answer.attempts()).isEqualTo(2);
    assertThat(paths())
        .containsExactly(
            "/ai-gateway/mlflow/v1/chat/completions", "/serving-endpoints/chat/completions");
    assertThat(new String(workspace.calls.get(1).body(), UTF_8))
        .contains("\"model\":\"databricks-claude-x\"");
  }

  private static final String RESPONSE =
      "{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"role\":\"assistant\",\"content\":"
          + "[{\"type\":\"output_text\",\"text\":\"hi\"}]}]}";
  private static final String REFUSED =
      "{\"error_code\":\"BAD_REQUEST\",\"message\":\"this path takes llm/v1/chat\"}";

  @Test
  void looksUpWhatAnEndpointIsThatRefusesChatAndAsksItInItsWords() {
    workspace.before(400, REFUSED);
    workspace.before(200, "{\"endpoints\":[{\"name\":\"mine\",\"task\":\"agent/v1/responses\"}]}");
    workspace.before(200, RESPONSE);
    ChatCompletion answer = workspace.chat("mine", Map.of()).join();
    assertThat(answer.content()).isEqualTo("hi");
    assertThat(answer.attempts()).isEqualTo(2);
    workspace.before(200, RESPONSE);
    workspace.chat("mine", Map.of()).join();
    assertThat(paths())
        .containsExactly(
            "/serving-endpoints/chat/completions",
            "/api/2.0/serving-endpoints",
            "/serving-endpoints/responses",
            "/serving-endpoints/responses");
  }

  /** Somebody may have read what has come, and it would come again. */
  @Test
  void asksAgainInOtherWordsOnlyWhereNothingHasCome() {
    workspace.before(
        200,
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half\"}}]}\n\n"
            + "data: "
            + REFUSED
            + "\n\n");
    workspace.before(200, "{\"endpoints\":[{\"name\":\"mine\",\"task\":\"agent/v1/responses\"}]}");
    workspace.before(200, RESPONSE);
    StringBuilder come = new StringBuilder();
    ChatRequest request = new ChatRequest("mine", List.of(Message.user("hi")), Map.of());
    assertThatThrownBy(
            () -> workspace.client().stream(request, piece -> come.append(piece.text())).join())
        .hasMessageContaining("this path takes");
    assertThat(come).hasToString("half");
    assertThat(paths()).containsExactly("/serving-endpoints/chat/completions");
  }

  /** A wrong parameter is refused too, and what a model is need not be asked for each row. */
  @Test
  void looksUpOnceAMinuteAndLetsTheRefusalStand() {
    workspace.before(400, REFUSED);
    workspace.before(200, "{\"endpoints\":[]}");
    workspace.before(400, REFUSED);
    ModelClient client = workspace.client();
    ChatRequest request = new ChatRequest("mine", List.of(Message.user("hi")), Map.of());
    assertThatThrownBy(() -> client.chat(request).join()).hasMessageContaining("this path takes");
    assertThatThrownBy(() -> client.chat(request).join()).hasMessageContaining("this path takes");
    assertThat(paths())
        .containsExactly(
            "/serving-endpoints/chat/completions",
            "/api/2.0/serving-endpoints",
            "/serving-endpoints/chat/completions");
  }

  @Test
  void looksNothingUpOfDatabricksOwnModels() {
    workspace.before(400, REFUSED);
    assertThatThrownBy(() -> workspace.chat("databricks-x", Map.of()).join())
        .hasMessageContaining("this path takes");
    assertThat(workspace.calls).hasSize(1);
  }

  /** The gateway may have no path for a protocol and be there all the same. */
  @Test
  void learnsNothingOfTheGatewayFromAPathThatItMayLack() {
    workspace.before(404, "{\"message\":\"Invalid path /ai-gateway/mlflow/v1/completions\"}");
    workspace.before(200, "{\"choices\":[{\"text\":\"hi\"}]}");
    workspace
        .client()
        .chat(
            new ChatRequest("system.ai.x", List.of(Message.user("hi")), Map.of())
                .withOptions(new CallOptions(Api.COMPLETIONS, null, Map.of())))
        .join();
    workspace.chat("system.ai.x", Map.of()).join();
    assertThat(paths()).hasSize(3).endsWith("/ai-gateway/mlflow/v1/chat/completions");
  }

  @Test
  void remembersThatForAnHour() {
    workspace.before(404, ABSENT);
    workspace.chat("system.ai.x", Map.of()).join();
    workspace.scheduler.advance(Duration.ofMinutes(59));
    workspace.chat("system.ai.y", Map.of()).join();
    assertThat(paths()).hasSize(3).endsWith("/serving-endpoints/chat/completions");
    workspace.scheduler.advance(Duration.ofMinutes(2));
    workspace.chat("system.ai.y", Map.of()).join();
    assertThat(paths()).hasSize(4).endsWith("/ai-gateway/mlflow/v1/chat/completions");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          400 | {"error_code":"BAD_REQUEST","message":"endpoint does not exist"}
          404 | {"error_code":"NOT_FOUND","message":"'system.ai.x' does not exist"}
          404 | ~~
          403 | {"error_code":"PERMISSION_DENIED","message":"x"}
          500 | {"error_code":"INTERNAL_ERROR","message":"x"}
          """)
  void asksNobodyElseOtherwise(int status, String body) {
    workspace.before(status, body);
    assertThat(workspace.chat("system.ai.x", Map.of())).isCompletedExceptionally();
    assertThat(paths()).hasSize(1);
  }

  @Test
  void asksNobodyElseWhereTheGatewayWasAskedFor() {
    workspace.before(404, ABSENT);
    workspace.surface = Surface.GATEWAY;
    assertThat(workspace.chat("system.ai.x", Map.of())).isCompletedExceptionally();
    assertThat(paths()).hasSize(1);
  }

  @Test
  void asksNobodyElseForAModelThatServingHasNoNameFor() {
    workspace.before(404, ABSENT);
    assertThat(workspace.chat("main.llm.support", Map.of())).isCompletedExceptionally();
    assertThat(paths()).hasSize(1);
  }

  @Test
  void countsBothAttemptsInAnError() {
    workspace.before(404, ABSENT);
    workspace.before(404, ABSENT);
    assertThatThrownBy(() -> workspace.chat("system.ai.x", Map.of()).join())
        .cause()
        .isInstanceOfSatisfying(
            BricklaneException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
              assertThat(e.origin().attempts()).isEqualTo(2);
            });
    assertThat(paths()).hasSize(2);
  }

  @Test
  void fallsBackForStreamsAndEmbeddingsToo() {
    workspace.before(501, "");
    assertThat(Streamed.of(workspace, Api.CHAT, "system.ai.x").text()).isEqualTo("hi");
    FakeWorkspace other = FakeWorkspace.answering("{\"data\":[{\"index\":0,\"embedding\":[1]}]}");
    other.before(501, "");
    Embeddings embeddings =
        other.client().embed(new EmbeddingRequest("system.ai.gte", List.of("a"), Map.of())).join();
    assertThat(embeddings.attempts()).isEqualTo(2);
    assertThat(other.calls.get(1).uri().getPath()).isEqualTo("/serving-endpoints/embeddings");
  }

  @Test
  void cancellingEndsTheSecondCall() {
    workspace.before(501, "");
    workspace.answer = new CompletableFuture<>();
    workspace.chat("system.ai.x", Map.of()).cancel(true);
    assertThat(workspace.answer).isCancelled();
  }

  @ParameterizedTest
  @CsvSource({
    "databricks-gpt-5-1-codex-max,     false, /serving-endpoints/responses",
    "system.ai.gpt-5-1-codex-mini,     false, /ai-gateway/openai/v1/responses",
    "databricks-gpt-5-4,               true,  /serving-endpoints/responses",
    "databricks-gpt-5-4,               false, /serving-endpoints/chat/completions",
    "databricks-gpt-5,                 true,  /serving-endpoints/chat/completions",
    "agent-a,                          false, /serving-endpoints/responses",
    "agent-b,                          false, /serving-endpoints/agent-b/invocations",
    "old,                              false, /serving-endpoints/old/invocations",
  })
  void choosesTheProtocolByFamilyAndTask(String model, boolean tools, String path) {
    workspace.memory.learn(
        List.of(
            endpoint("agent-a", "agent/v1/responses"),
            endpoint("agent-b", "agent/v2/chat"),
            endpoint("old", "llm/v1/completions")));
    workspace.chat(model, tools ? Map.of("tools", List.of(Map.of("type", "function"))) : Map.of());
    assertThat(paths()).containsExactly(path);
  }

  @Test
  void aCallCountsBeforeTheConnection() {
    workspace.http = http(new Wire(Optional.of("responses"), Map.of(), Map.of()));
    workspace.chat();
    workspace
        .client()
        .chat(
            new ChatRequest(
                "m",
                List.of(Message.user("hi")),
                Map.of(),
                new CallOptions(Api.CHAT, Surface.GATEWAY, Map.of()),
                null));
    assertThat(paths())
        .containsExactly("/serving-endpoints/responses", "/ai-gateway/mlflow/v1/chat/completions");
  }

  @Test
  void learnsTasksFromAListing() {
    workspace.before(200, "{\"endpoints\":[{\"name\":\"a\",\"task\":\"agent/v1/responses\"}]}");
    workspace.client().endpoints().join();
    workspace.chat("a", Map.of());
    assertThat(paths()).endsWith("/serving-endpoints/responses");
  }

  @Test
  void addsHeadersAndFieldsOfTheConnectionAndTheCall() {
    workspace.http =
        http(
            new Wire(
                Optional.empty(),
                Map.of("x-team", "a", "x-other", "b"),
                Map.of("metadata", Map.of("k", 1, "team", "a"), "max_tokens", 9)));
    workspace
        .client()
        .chat(
            new ChatRequest(
                "m",
                List.of(Message.user("hi")),
                Map.of("max_tokens", 5, "metadata", Map.of("k", 2)),
                new CallOptions(null, null, Map.of("X-Team", "c")),
                null));
    assertThat(workspace.calls.get(0).headers()).containsEntry("x-other", "b");
    assertThat(workspace.calls.get(0).headers().get("x-team")).isEqualTo("c");
    assertThat(Json.tryRead(workspace.sentBody()))
        .isEqualTo(
            Json.tryRead(
                """
                {"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":5,
                 "metadata":{"k":2,"team":"a"}}
                """));
  }

  @Test
  void refusesToSetAuthorization() {
    CompletableFuture<ChatCompletion> chat =
        workspace
            .client()
            .chat(
                new ChatRequest(
                    "m",
                    List.of(Message.user("hi")),
                    Map.of(),
                    new CallOptions(null, null, Map.of("authorization", "Bearer x")),
                    null));
    assertThatThrownBy(chat::join).cause().hasMessageContaining("header Authorization");
    assertThat(workspace.calls).isEmpty();
  }

  @Test
  void asksASurfaceOfItsOwn() {
    workspace.base = URI.create("http://localhost:4000/v1");
    workspace.chat("databricks/x", Map.of()).join();
    assertThat(workspace.calls.get(0).uri())
        .hasToString("http://localhost:4000/v1/chat/completions");
    assertThat(workspace.sentBody()).contains("\"model\":\"databricks/x\"");
  }

  @Test
  void listsTheModelsOfASurfaceOfItsOwn() {
    FakeWorkspace ollama =
        FakeWorkspace.answering(
            "{\"object\":\"list\",\"data\":[{\"id\":\"qwen\",\"object\":\"model\",\"created\":7,\"owned_by\":\"library\"}]}");
    ollama.base = URI.create("http://localhost:11434/v1");
    List<ServingEndpoint> models = ollama.client().endpoints().join();
    assertThat(ollama.calls.get(0).uri()).hasToString("http://localhost:11434/v1/models");
    assertThat(models).hasSize(1);
    assertThat(models.get(0).name()).isEqualTo("qwen");
    assertThat(models.get(0).creator()).isEqualTo("library");
    assertThat(models.get(0).ready()).isTrue();
  }

  @Test
  void asksAnAgentThatIsAnAppWhereItIs() {
    String app = "{\"name\":\"my-agent\",\"url\":\"https://my-agent-1.aws.databricksapps.com\"}";
    workspace.before(200, app);
    workspace.before(200, "{\"object\":\"response\",\"output\":[]}");
    workspace.chat("apps/my-agent", Map.of()).join();
    workspace.chat("apps/my-agent", Map.of());
    assertThat(workspace.calls)
        .extracting(call -> call.uri().toString())
        .containsExactly(
            "https://w.example/api/2.0/apps/my-agent",
            "https://my-agent-1.aws.databricksapps.com/responses",
            "https://my-agent-1.aws.databricksapps.com/responses");
  }

  @Test
  void leavesAnAppTheTimeThatItsLookUpLeft() {
    CompletableFuture<HttpReply> lookUp = workspace.answer = new CompletableFuture<>();
    workspace.chat("apps/my-agent", Map.of());
    assertThat(workspace.calls.get(0).timeout()).isEqualTo(Duration.ofSeconds(60));
    workspace.scheduler.advance(Duration.ofSeconds(45));
    workspace.answer = new CompletableFuture<>();
    lookUp.complete(
        new HttpReply(
            200,
            Map.of(),
            "{\"url\":\"https://my-agent-1.aws.databricksapps.com\"}".getBytes(UTF_8)));
    assertThat(workspace.calls.get(1).timeout()).isEqualTo(Duration.ofSeconds(15));
  }

  @ParameterizedTest
  @CsvSource({
    "http://my-agent.aws.databricksapps.com",
    "https://databricksapps.com.evil.example",
    "https://evil.example/.databricksapps.com",
    "https://evil@my.databricksapps.com",
    "https://127.0.0.1",
    "':'",
  })
  void sendsItsTokenToNoOtherAddress(String url) {
    workspace.before(200, "{\"url\":\"" + url + "\"}");
    assertThatThrownBy(() -> workspace.chat("apps/my-agent", Map.of()).join())
        .cause()
        .hasMessageContaining("not one of Databricks Apps");
    assertThat(workspace.calls).hasSize(1);
  }

  private static ServingEndpoint endpoint(String name, String task) {
    return new ServingEndpoint(name, task, true, null, null, null);
  }

  private static Http http(Wire wire) {
    return new Http(Duration.ZERO, Duration.ofSeconds(60), 0, Optional.empty(), wire, Map.of());
  }

  private List<String> paths() {
    return workspace.calls.stream().map(call -> call.uri().getPath()).toList();
  }
}
