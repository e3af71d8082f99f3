package dev.bricklane.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.config.DriverConfig.SignIn;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.ManualScheduler;
import dev.bricklane.http.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthM2MTokenSourceTest {
  private static final String CANARY = "canary-7f3a-secret";
  private static final String TOKEN = "{\"access_token\":\"t1\",\"expires_in\":1800}";
  private static final String DISCOVERY =
      "{\"authorization_endpoint\":\"https://w.example/a\","
          + "\"token_endpoint\":\"https://login.example/token\"}";

  private final ManualScheduler scheduler = new ManualScheduler();
  private final List<HttpCall> calls = new ArrayList<>();
  private HttpReply discovery = reply(200, DISCOVERY);
  private HttpReply answer = reply(200, TOKEN);
  private URI base = URI.create("https://w.example");

  @Test
  void asksTheDiscoveredEndpointForAToken() {
    AccessToken token = source().token();
    assertThat(token.value().reveal()).isEqualTo("t1");
    assertThat(token.expiry()).isEqualTo(scheduler.now().plusSeconds(1800));
    assertThat(calls)
        .extracting(HttpCall::line)
        .containsExactly(
            "GET https://w.example/oidc/.well-known/oauth-authorization-server",
            "POST https://login.example/token");
    HttpCall post = calls.get(1);
    String basic = Base64.getEncoder().encodeToString(("client-1:" + CANARY).getBytes(UTF_8));
    assertThat(post.headers())
        .containsEntry("Authorization", "Basic " + basic)
        .containsEntry("Content-Type", "application/x-www-form-urlencoded");
    assertThat(new String(post.body(), UTF_8))
        .isEqualTo("grant_type=client_credentials&scope=all-apis+offline_access");
  }

  @Test
  void readsTheDiscoveryOnce() {
    TokenSource source = source();
    source.token();
    source.token();
    assertThat(calls).extracting(HttpCall::method).containsExactly("GET", "POST", "POST");
  }

  @Test
  void takesTheUsualEndpointWhereThereIsNoDiscovery() {
    discovery = reply(404, "");
    base = URI.create("https://gw.example/base");
    source().token();
    assertThat(calls.get(1).line()).isEqualTo("POST https://gw.example/base/oidc/v1/token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example/token",
        "http://127.0.0.1:8080/token",
        "ftp://login.example/token",
        "/token",
        "not a url",
      })
  void refusesAnEndpointThatWouldSeeTheSecretInClear(String endpoint) {
    discovery = reply(200, "{\"token_endpoint\":\"" + endpoint + "\"}");
    assertFails(ErrorCode.MALFORMED_ANSWER, "token_endpoint");
    assertThat(calls).hasSize(1);
  }

  @Test
  void staysOnLoopbackWithoutTls() {
    base = URI.create("http://127.0.0.1:9999");
    discovery = reply(200, "{\"token_endpoint\":\"http://127.0.0.1:9999/oidc/v1/token\"}");
    assertThat(source().token().value().reveal()).isEqualTo("t1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "expires_in":3600     | 3600
          "expires_in":"3600"   | 3600
          "expires_in":"junk"   | 3600
          "expires_in":null     | 3600
          "expires_in":0        | 3600
          "scope":"all-apis"    | 3600
          "expires_in":59.5     | 59
          """)
  void readsTheLifetimeLeniently(String field, long seconds) {
    answer = reply(200, "{\"access_token\":\"t1\"," + field + "}");
    assertThat(source().token().expiry()).isEqualTo(scheduler.now().plusSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | {"error":"invalid_client","error_description":"Client authentication failed"} | BAD_CREDENTIALS  | was refused: HTTP 401 invalid_client: Client authentication failed
          400 | {"errorCode":"E1","errorSummary":"No such client"}                            | BAD_CREDENTIALS  | was refused: HTTP 400 E1: No such client
          403 | <html>no</html>                                                               | BAD_CREDENTIALS  | was refused: HTTP 403
          200 | {"error":"invalid_scope"}                                                     | BAD_CREDENTIALS  | was refused: HTTP 200 invalid_scope
          429 | {}                                                                            | RATE_LIMITED     | HTTP 429
          503 | upstream                                                                      | OVERLOADED       | failed: HTTP 503
          404 | nothing here                                                                  | MALFORMED_ANSWER | is no answer of a token endpoint
          302 | {}                                                                            | MALFORMED_ANSWER | is no answer of a token endpoint
          200 | {"token_type":"Bearer"}                                                       | MALFORMED_ANSWER | holds no access_token
          200 | null                                                                          | MALFORMED_ANSWER | holds no access_token
          """)
  void saysWhySigningInFailed(int status, String body, ErrorCode code, String message) {
    answer = reply(status, body);
    assertFails(code, message);
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_client, invalid_client",
    CANARY + ", ",
    "dapi0123456789abcdef0123456789abcdef, ",
    "no such client, ",
  })
  void passesOnTheServicesCodeAndNoSecretInItsPlace(String code, String passed) {
    answer = reply(401, "{\"error\":\"" + code + "\"}");
    BricklaneException e = catchThrowableOfType(BricklaneException.class, source()::token);
    assertThat(e.origin().serviceCode()).isEqualTo(passed);
  }

  @ParameterizedTest
  @CsvSource({"503, OVERLOADED", "429, RATE_LIMITED", "403, MALFORMED_ANSWER"})
  void saysWhyDiscoveryFailed(int status, ErrorCode code) {
    discovery = reply(status, "{}");
    assertFails(code, "/oidc/.well-known/oauth-authorization-server answered HTTP " + status);
  }

  @Test
  void passesNetworkFailuresOn() {
    BricklaneException failure = new BricklaneException(ErrorCode.UNREACHABLE, "No connection");
    TokenSource source = source(call -> CompletableFuture.failedFuture(failure));
    assertThatThrownBy(source::token)
        .hasMessage("Signing in failed: No connection")
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE));
  }

  @Test
  void anInterruptCancelsTheExchange() {
    CompletableFuture<HttpReply> exchange = new CompletableFuture<>();
    TokenSource source = source(call -> exchange);
    Thread.currentThread().interrupt();
    BricklaneException e = catchThrowableOfType(BricklaneException.class, source::token);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(exchange).isCancelled();
  }

  @Test
  void neverShowsTheSecret() {
    answer = reply(401, "{\"error\":\"no\",\"error_description\":\"bad " + CANARY + "\"}");
    BricklaneException e = catchThrowableOfType(BricklaneException.class, () -> source().token());
    assertThat(e).hasMessageContaining("bad [REDACTED]").hasMessageNotContaining(CANARY);
    assertThat(source().toString()).isEqualTo("service principal client-1");
    assertThat(calls).allSatisfy(call -> assertThat(call.toString()).doesNotContain(CANARY));
  }

  @Test
  void choosesASourceForEachWayToSignIn() {
    Duration timeout = Duration.ofSeconds(30);
    SignIn pat = new SignIn.Pat(new Secret(CANARY));
    TokenSource source = TokenSources.of(pat, base, this::send, scheduler, timeout);
    assertThat(source.token().value().reveal()).isEqualTo(CANARY);
    assertThat(source.token().expiry()).isNull();
    assertThat(source.token() + " " + source).doesNotContain(CANARY);
    assertThat(TokenSources.of(principal(), base, this::send, scheduler, timeout))
        .isInstanceOf(CachedTokenSource.class);
    assertThatThrownBy(
            () -> TokenSources.of(new SignIn.None(), base, this::send, scheduler, timeout))
        .isInstanceOfSatisfying(
            BricklaneException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_CREDENTIALS));
  }

  private void assertFails(ErrorCode code, String message) {
    assertThatThrownBy(() -> source().token())
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            BricklaneException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private TokenSource source() {
    return source(this::send);
  }

  private TokenSource source(Transport transport) {
    return new OAuthM2MTokenSource(
        base, principal(), new SignInCalls(transport, Duration.ofSeconds(30)), scheduler);
  }

  private static SignIn.OAuthM2M principal() {
    return new SignIn.OAuthM2M("client-1", new Secret(CANARY), "all-apis offline_access");
  }

  private CompletableFuture<HttpReply> send(HttpCall call) {
    calls.add(call);
    return CompletableFuture.completedFuture(call.method().equals("GET") ? discovery : answer);
  }

  private static HttpReply reply(int status, String body) {
    return new HttpReply(status, Map.of(), body.getBytes(UTF_8));
  }
}
