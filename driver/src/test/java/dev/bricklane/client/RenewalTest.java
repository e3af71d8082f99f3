package dev.bricklane.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bricklane.auth.TokenSource;
import dev.bricklane.auth.TokenSources;
import dev.bricklane.client.ChatRequest.Message;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.ManualScheduler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A token that the workspace refuses in the middle of a query, with a service principal's. */
class RenewalTest {
  private static final String OK = "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}";
  private static final URI BASE = URI.create("https://w.example");

  private final ManualScheduler scheduler = new ManualScheduler();
  private final List<HttpCall> signIns = new ArrayList<>();
  private final List<HttpCall> calls = new ArrayList<>();
  private final List<CompletableFuture<HttpReply>> answers = new ArrayList<>();
  private final SignIn principal = new SignIn.OAuthM2M("c", new Secret("canary-s"), "all-apis");
  private int signInStatus = 200;
  private String signInAnswer = "{\"access_token\":\"token-%d\",\"expires_in\":3600}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 |
          401 | {"error_code":"UNAUTHENTICATED","message":"Token has expired"}
          403 | {"error_code":403,"message":"Invalid access token."}
          403 | {"message":"Invalid access token. [TraceId: 00]"}
          """)
  void signsInAgainAndRepeatsTheCall(int status, String body) {
    CompletableFuture<ChatCompletion> chat = chat(client(principal));
    answer(0, status, body == null ? "" : body);
    scheduler.runBackground();
    answer(1, 200, OK);
    assertThat(chat.join().content()).isEqualTo("hi");
    assertThat(chat.join().attempts()).isEqualTo(2);
    assertThat(tokensSent()).containsExactly("Bearer token-1", "Bearer token-2");
    assertThat(signIns).hasSize(2);
    assertThat(calls.get(1).body()).isEqualTo(calls.get(0).body());
  }

  @Test
  void doesSoOnceOnly() {
    CompletableFuture<ChatCompletion> chat = chat(client(principal));
    answer(0, 401, "");
    scheduler.runBackground();
    answer(1, 401, "{\"message\":\"bad token-2\"}");
    scheduler.runBackground();
    assertThat(calls).hasSize(2);
    BricklaneException error = failure(chat, ErrorCode.BAD_CREDENTIALS, "(after 2 attempts)");
    assertThat(error.origin().attempts()).isEqualTo(2);
    assertThat(error).hasMessageNotContaining("token-2");
  }

  @Test
  void doesNotDoSoWithoutPermission() {
    CompletableFuture<ChatCompletion> chat = chat(client(principal));
    answer(0, 403, "{\"error_code\":\"PERMISSION_DENIED\",\"message\":\"no CAN QUERY\"}");
    failure(chat, ErrorCode.PERMISSION_DENIED, "no CAN QUERY");
    assertThat(signIns).hasSize(1);
  }

  @Test
  void aPersonalAccessTokenIsNotRenewed() {
    CompletableFuture<ChatCompletion> chat =
        chat(client(new SignIn.Pat(new Secret("dapi-canary"))));
    answer(0, 401, "");
    failure(chat, ErrorCode.BAD_CREDENTIALS, "HTTP 401: Unauthorized");
    assertThat(calls).hasSize(1);
  }

  @Test
  void allCallsThatAreRefusedWaitForOneSignIn() {
    ModelClient client = client(principal);
    List<CompletableFuture<ChatCompletion>> chats =
        IntStream.range(0, 20).mapToObj(i -> chat(client)).toList();
    IntStream.range(0, 15).forEach(i -> answer(i, 401, ""));
    assertThat(scheduler.runBackground()).isEqualTo(1);
    // These learn of it when the new token is there already.
    IntStream.range(15, 20).forEach(i -> answer(i, 401, ""));
    assertThat(scheduler.runBackground()).isZero();
    IntStream.range(20, 40).forEach(i -> answer(i, 200, OK));
    assertThat(chats).allSatisfy(chat -> assertThat(chat.join().attempts()).isEqualTo(2));
    assertThat(signIns).hasSize(2);
    assertThat(calls).hasSize(40);
  }

  @Test
  void givesTheSameTokenNoSecondTry() {
    signInAnswer = "{\"access_token\":\"token-1\"}";
    CompletableFuture<ChatCompletion> chat = chat(client(principal));
    answer(0, 401, "");
    scheduler.runBackground();
    failure(chat, ErrorCode.BAD_CREDENTIALS, "HTTP 401: Unauthorized");
    assertThat(calls).hasSize(1);
  }

  @Test
  void saysWhySigningInAgainFailed() {
    CompletableFuture<ChatCompletion> chat = chat(client(principal));
    signInStatus = 401;
    signInAnswer = "{\"error\":\"invalid_client\",\"error_description\":\"canary-s is wrong\"}";
    answer(0, 401, "");
    scheduler.runBackground();
    BricklaneException error = failure(chat, ErrorCode.BAD_CREDENTIALS, "invalid_client");
    assertThat(error).hasMessageNotContaining("canary-s");
  }

  @Test
  void cancellingEndsTheWaitForASignInButNotTheSignIn() {
    ModelClient client = client(principal);
    CompletableFuture<ChatCompletion> cancelled = chat(client);
    CompletableFuture<ChatCompletion> other = chat(client);
    answer(0, 401, "");
    answer(1, 401, "");
    cancelled.cancel(true);
    scheduler.runBackground();
    assertThat(calls).hasSize(3);
    answer(2, 200, OK);
    assertThat(other.join().attempts()).isEqualTo(2);
    assertThat(scheduler.waiting()).isZero();
  }

  @Test
  void theTimeLimitHoldsForAllOfIt() {
    CompletableFuture<ChatCompletion> chat = chat(client(principal));
    scheduler.advance(Duration.ofSeconds(20));
    answer(0, 401, "");
    scheduler.advance(Duration.ofSeconds(15));
    scheduler.runBackground();
    assertThat(calls.get(1).timeout()).isEqualTo(Duration.ofSeconds(25));
    assertThat(chat).isNotDone();
  }

  @Test
  void aSignInThatTakesLongerThanTheCallMayEndsIt() {
    CompletableFuture<ChatCompletion> chat = chat(client(principal));
    answer(0, 401, "");
    scheduler.advance(Duration.ofSeconds(60));
    failure(chat, ErrorCode.DEADLINE_EXCEEDED, "signing in again took longer");
    scheduler.runBackground();
    assertThat(calls).hasSize(1);
  }

  @Test
  void aPingIsRepeatedToo() {
    CompletableFuture<?> ping = client(principal).ping(Duration.ZERO);
    scheduler.runBackground();
    answer(0, 401, "");
    scheduler.runBackground();
    answer(1, 200, "{}");
    assertThat(ping).isCompleted();
  }

  private CompletableFuture<ChatCompletion> chat(ModelClient client) {
    CompletableFuture<ChatCompletion> chat =
        client.chat(new ChatRequest("databricks-x", List.of(Message.user("hi")), Map.of()));
    scheduler.runBackground();
    return chat;
  }

  private ModelClient client(SignIn signIn) {
    TokenSource tokens =
        TokenSources.of(signIn, BASE, this::send, scheduler, Duration.ofSeconds(9));
    Http http = new Http(Duration.ofSeconds(5), Duration.ofSeconds(60), 0, Optional.empty());
    return new ModelClient(BASE, Surface.AUTO, http, tokens, this::send, scheduler);
  }

  private CompletableFuture<HttpReply> send(HttpCall call) {
    if (call.uri().getPath().endsWith("/oauth-authorization-server")) {
      return CompletableFuture.completedFuture(reply(404, ""));
    }
    if (call.uri().getPath().startsWith("/oidc")) {
      signIns.add(call);
      return CompletableFuture.completedFuture(
          reply(signInStatus, signInAnswer.formatted(signIns.size())));
    }
    calls.add(call);
    CompletableFuture<HttpReply> answer = new CompletableFuture<>();
    answers.add(answer);
    return answer;
  }

  private void answer(int call, int status, String body) {
    answers.get(call).complete(reply(status, body));
  }

  private List<String> tokensSent() {
    return calls.stream().map(call -> call.headers().get("Authorization")).toList();
  }

  private static HttpReply reply(int status, String body) {
    return new HttpReply(status, Map.of(), body.getBytes(UTF_8));
  }

  private static BricklaneException failure(
      CompletableFuture<?> future, ErrorCode code, String message) {
    assertThat(future).isCompletedExceptionally();
    BricklaneException[] seen = new BricklaneException[1];
    assertThatThrownBy(future::join)
        .cause()
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            BricklaneException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              seen[0] = e;
            });
    return seen[0];
  }
}
