package dev.bricklane.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.auth.AccessToken;
import dev.bricklane.auth.TokenSource;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelClientTest {
  private static final String OK = "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}";

  @Test
  void sendsAChatCompletion() {
    FakeWorkspace workspace = FakeWorkspace.answering(OK);
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("max_tokens", 50);
    parameters.put("temperature", 0.5);
    parameters.put("stop", List.of("a", "b"));
    parameters.put("model", "other");
    ChatRequest request =
        new ChatRequest(
            "databricks/system.ai.m",
            List.of(Message.system("be brief"), Message.user("say \"ü\"")),
            parameters);
    workspace.client().chat(request).join();
    HttpCall call = workspace.calls.get(0);
    assertThat(call.line())
        .isEqualTo("POST https://w.example/ai-gateway/mlflow/v1/chat/completions");
    assertThat(call.timeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(call.headers())
        .containsEntry("Authorization", "Bearer " + FakeWorkspace.CANARY)
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Accept", "application/json");
    assertThat(call.headers().get("User-Agent")).startsWith("acme_bricklane/");
    assertThat(Json.tryRead(workspace.sentBody()))
        .isEqualTo(
            Json.tryRead(
                """
                {"model":"system.ai.m",
                 "messages":[{"role":"system","content":"be brief"},
                             {"role":"user","content":"say \\"ü\\""}],
                 "max_tokens":50,"temperature":0.5,"stop":["a","b"]}
                """));
  }

  @Test
  void sendsAllTextsOfAnEmbeddingInOneRequest() {
    FakeWorkspace workspace =
        FakeWorkspace.answering(
            "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[2]}]}");
    workspace.embed("a", "b").join();
    assertThat(workspace.calls).hasSize(1);
    assertThat(workspace.calls.get(0).line())
        .isEqualTo("POST https://w.example/serving-endpoints/embeddings");
    assertThat(workspace.sentBody())
        .isEqualTo("{\"model\":\"databricks-gte\",\"input\":[\"a\",\"b\"]}");
  }

  @Test
  void forcesTheSurface() {
    FakeWorkspace workspace = FakeWorkspace.answering(OK);
    workspace.surface = Surface.GATEWAY;
    workspace.chat("claude", Map.of()).join();
    assertThat(workspace.sentBody()).contains("\"model\":\"system.ai.claude\"");
  }

  @Test
  void keepsTheBasePathInFront() {
    FakeWorkspace workspace = new FakeWorkspace();
    workspace.base = URI.create("https://gw.example/team");
    workspace.chat();
    assertThat(workspace.calls.get(0).uri())
        .hasToString("https://gw.example/team/serving-endpoints/chat/completions");
  }

  @Test
  void measuresFromSendingToTheLastByte() {
    FakeWorkspace workspace = new FakeWorkspace();
    CompletableFuture<ChatCompletion> chat = workspace.chat();
    workspace.scheduler.advance(Duration.ofMillis(1234));
    workspace.answer.complete(new HttpReply(200, Map.of(), OK.getBytes(UTF_8)));
    assertThat(chat.join().latency()).isEqualTo(Duration.ofMillis(1234));
    assertThat(chat.join().attempts()).isEqualTo(1);
  }

  @Test
  void leavesARefusalForLoadToWhoKnowsTheOtherCalls() {
    FakeWorkspace workspace = FakeWorkspace.answering(429, "slow down");
    CompletableFuture<ChatCompletion> chat = workspace.chat();
    assertFails(chat, ErrorCode.RATE_LIMITED, "HTTP 429: slow down");
    assertThat(workspace.calls).hasSize(1);
  }

  @Test
  void retriesAsOftenAsItsConnectionSays() {
    FakeWorkspace workspace = FakeWorkspace.answering(502, "busy");
    workspace.http = new Http(Duration.ZERO, Duration.ofMinutes(5), 2, Optional.empty());
    CompletableFuture<ChatCompletion> chat = workspace.chat();
    workspace.scheduler.advance(Duration.ofMinutes(1));
    assertThat(workspace.calls).hasSize(3);
    assertFails(chat, ErrorCode.OVERLOADED, "HTTP 502: busy (after 3 attempts)");
  }

  @Test
  void cancellingEndsTheExchange() {
    FakeWorkspace workspace = new FakeWorkspace();
    workspace.chat().cancel(true);
    assertThat(workspace.answer).isCancelled();
  }

  @Test
  void cancellingEndsTheWaitForARetry() {
    FakeWorkspace workspace = FakeWorkspace.answering(503, "busy");
    workspace.http = new Http(Duration.ZERO, Duration.ofMinutes(5), 9, Optional.empty());
    CompletableFuture<ChatCompletion> chat = workspace.chat();
    chat.cancel(true);
    assertThat(workspace.scheduler.waiting()).isZero();
  }

  @Test
  void failsWithBricklanesExceptionAlone() {
    FakeWorkspace workspace = new FakeWorkspace();
    workspace.answer.completeExceptionally(new IllegalStateException("a bug"));
    assertFails(workspace.chat(), ErrorCode.INTERNAL, "java.lang.IllegalStateException");
    FakeWorkspace other = new FakeWorkspace();
    other.answer.cancel(true);
    assertFails(other.chat(), ErrorCode.CANCELLED, "cancelled");
  }

  @Test
  void reportsAFailedSignInByItsFuture() {
    FakeWorkspace workspace = new FakeWorkspace();
    TokenSource refusing =
        () -> {
          throw new BricklaneException(ErrorCode.BAD_CREDENTIALS, "refused");
        };
    ModelClient client =
        new ModelClient(
            workspace.base,
            workspace.surface,
            workspace.http,
            refusing,
            workspace,
            workspace.scheduler);
    assertFails(client.endpoints(), ErrorCode.BAD_CREDENTIALS, "refused");
    assertThat(workspace.calls).isEmpty();
  }

  @Test
  void reportsABadArgumentByItsFuture() {
    FakeWorkspace workspace = FakeWorkspace.answering(OK);
    assertFails(workspace.chat(" ", Map.of()), ErrorCode.BAD_REQUEST, "name is empty");
    assertFails(
        workspace.chat("m", Map.of("stream", true)), ErrorCode.BAD_REQUEST, "stream cannot be set");
    assertFails(
        workspace.chat("m", Map.of("x", new Object())), ErrorCode.BAD_REQUEST, "no JSON form");
    assertThat(workspace.calls).isEmpty();
  }

  @Test
  void drawsBackATokenThatWasRefused() {
    FakeWorkspace workspace = FakeWorkspace.answering(401, "");
    assertFails(workspace.chat(), ErrorCode.BAD_CREDENTIALS, "HTTP 401: Unauthorized");
    assertThat(workspace.invalidated)
        .extracting(AccessToken::value)
        .extracting(secret -> secret.reveal())
        .containsExactly(FakeWorkspace.CANARY);
  }

  @Test
  void pingsWithOneSignedRequestThatIsNoModelCall() {
    FakeWorkspace workspace = FakeWorkspace.answering("{}");
    workspace.client().ping(Duration.ofSeconds(3)).join();
    HttpCall call = workspace.calls.get(0);
    assertThat(call.line())
        .isEqualTo("GET https://w.example/api/2.0/serving-endpoints/bricklane-ping");
    assertThat(call.headers()).containsKey("Authorization");
    assertThat(call.timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(call.body()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 429, 501})
  void pingIsContentWithAnAnswerThatKnowsTheToken(int status) {
    FakeWorkspace workspace = FakeWorkspace.answering(status, "");
    assertThat(workspace.client().ping(Duration.ZERO)).isCompleted();
    assertThat(workspace.calls.get(0).timeout()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void pingIsContentWithAWorkspaceThatLacksTheEndpoint() {
    FakeWorkspace workspace =
        FakeWorkspace.answering(
            404,
            "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\","
                + "\"message\":\"Endpoint with name 'bricklane-ping' does not exist.\"}");
    assertThat(workspace.client().ping(Duration.ZERO)).isCompleted();
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 401, 407, 500, 503})
  void pingFailsOnOtherAnswersWithoutARetry(int status) {
    FakeWorkspace workspace = FakeWorkspace.answering(status, "");
    workspace.http = new Http(Duration.ZERO, Duration.ofMinutes(5), 9, Optional.empty());
    assertThat(workspace.client().ping(Duration.ZERO)).isCompletedExceptionally();
    assertThat(workspace.calls).hasSize(1);
  }

  @Test
  void pingFailsOnAnInvalidToken() {
    FakeWorkspace workspace =
        FakeWorkspace.answering(403, "{\"error_code\":403,\"message\":\"Invalid access token.\"}");
    assertFails(
        workspace.client().ping(Duration.ZERO), ErrorCode.BAD_CREDENTIALS, "Invalid access token.");
  }

  private static void assertFails(CompletableFuture<?> future, ErrorCode code, String message) {
    assertThatThrownBy(future::join)
        .cause()
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
