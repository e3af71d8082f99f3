package dev.bricklane.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorDecoderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # each shape that the service is known to use
          400 | {"error_code":"BAD_REQUEST","message":"Bad thing.\\n"}                                       | BAD_REQUEST       | HTTP 400 BAD_REQUEST: Bad thing.
          403 | {"error_code":403,"message":"Invalid access token."}                                         | BAD_CREDENTIALS   | HTTP 403: Invalid access token.
          429 | {"error":{"message":"Slow","type":"rate_limit_error","code":"rate_limit_exceeded"}}          | RATE_LIMITED      | HTTP 429 rate_limit_exceeded: Slow
          400 | {"error":{"message":"Odd","type":"invalid_request_error","code":400,"param":"x"}}            | BAD_REQUEST       | HTTP 400 invalid_request_error: Odd (field: x)
          400 | {"error":{"message":"Unsupported value: 'x'","param":"x"}}                                   | BAD_REQUEST       | Unsupported value: 'x'
          400 | {"error":{"code":400,"message":"Bad","details":[{"fieldViolations":[{"field":"contents"}]}]}} | BAD_REQUEST      | Bad (field: contents)
          400 | {"error":{"code":400,"message":"Gem","status":"INVALID_ARGUMENT"}}                           | BAD_REQUEST       | HTTP 400 INVALID_ARGUMENT: Gem
          400 | [{"error":{"code":400,"message":"Gem","status":"INVALID_ARGUMENT"}}]                         | BAD_REQUEST       | HTTP 400 INVALID_ARGUMENT: Gem
          400 | {"error":"plain words","message":"hidden"}                                                   | BAD_REQUEST       | HTTP 400: plain words
          403 | {"detail":"no","status":"403","scimType":"sensitive"}                                        | PERMISSION_DENIED | HTTP 403 SCIM_403: no
          400 | MALFORMED_REQUEST: no model                                                                  | BAD_REQUEST       | HTTP 400 MALFORMED_REQUEST: no model
          500 | <html><body><pre>Boom &amp; bust</pre></body></html>                                         | OVERLOADED        | HTTP 500: Boom & bust
          502 | <html><head><title>502 Bad Gateway</title></head></html>                                     | OVERLOADED        | HTTP 502: 502 Bad Gateway
          503 | upstream connect error                                                                       | OVERLOADED        | HTTP 503: upstream connect error
          503 | ~~                                                                                           | OVERLOADED        | HTTP 503: Service Unavailable
          401 | {"error":"invalid_client","error_description":"unknown"}                                     | BAD_CREDENTIALS   | HTTP 401 invalid_client: unknown
          400 | {"errorCode":"E7","errorSummary":"nope"}                                                     | BAD_REQUEST       | HTTP 400 E7: nope
          400 | {"error_code":212,"error_message":"No OAuth integrations"}                                   | BAD_REQUEST       | HTTP 400: No OAuth integrations
          400 | "just text"                                                                                  | BAD_REQUEST       | HTTP 400: just text
          400 | {"message":"INVALID_STATE: is stopped"}                                                      | BAD_REQUEST       | HTTP 400 INVALID_STATE: is stopped
          418 | {}                                                                                           | BAD_REQUEST       | HTTP 418
          418 | 7                                                                                            | BAD_REQUEST       | HTTP 418: 7
          400 | {"error_code":null,"message":null}                                                           | BAD_REQUEST       | HTTP 400: Bad Request
          400 | {"error_code":"X","message":{"a":1},"details":[{"reason":"R"},null]}                         | BAD_REQUEST       | HTTP 400 X: Bad Request
          # what each status and code means
          401 | {"error_code":401,"message":"Credential was not sent or was of an unsupported type"}         | BAD_CREDENTIALS   | Credential was not sent
          403 | {"error_code":"PERMISSION_DENIED","message":"Invalid access token. [ReqId: q-7]"}            | BAD_CREDENTIALS   | Invalid access token.
          403 | {"error_code":"PERMISSION_DENIED","message":"User lacks CAN_QUERY"}                          | PERMISSION_DENIED | User lacks CAN_QUERY
          403 | {"error_code":403,"message":"Source IP address is blocked"}                                  | PERMISSION_DENIED | Source IP
          404 | {"error_code":"ENDPOINT_NOT_FOUND","message":"The given endpoint does not exist"}            | MODEL_NOT_FOUND   | ENDPOINT_NOT_FOUND: The given
          404 | {"error_code":"RESOURCE_DOES_NOT_EXIST","message":"gone"}                                    | MODEL_NOT_FOUND   | gone
          404 | {"error_code":"NOT_FOUND","message":"'system.ai.x' does not exist"}                          | MODEL_NOT_FOUND   | 'system.ai.x' does not exist
          404 | {"error_code":"NOT_FOUND","message":"Invalid path: /x"}                                      | SURFACE_ABSENT    | Invalid path
          404 | {"error_code":"FEATURE_DISABLED","message":"off"}                                            | SURFACE_ABSENT    | off
          404 | <html><title>Not here</title></html>                                                         | SURFACE_ABSENT    | Not here
          501 | {"error_code":"NOT_IMPLEMENTED","message":"no"}                                              | SURFACE_ABSENT    | no
          501 | ~~                                                                                           | SURFACE_ABSENT    | Not Implemented
          413 | too big                                                                                      | PAYLOAD_TOO_LARGE | too big
          400 | {"error_code":"BAD_REQUEST","message":"Request body is too large: 5 MB"}                     | PAYLOAD_TOO_LARGE | too large
          400 | {"error":{"message":"x","code":"context_length_exceeded"}}                                   | CONTEXT_TOO_LONG  | context_length_exceeded
          400 | {"error_code":"BAD_REQUEST","message":"This model's maximum context length is 8192 tokens"}  | CONTEXT_TOO_LONG  | 8192
          400 | {"error_code":"INVALID_PARAMETER_VALUE","message":"prompt is too long: 200001 tokens"}       | CONTEXT_TOO_LONG  | 200001
          400 | {"error_code":"BAD_REQUEST","message":"max_tokens must be at least 1"}                       | BAD_REQUEST       | max_tokens must be
          400 | {"error_code":"BAD_REQUEST","message":"m","input_guardrail":[{"flagged":true,"categories":{"privacy":true,"hate":false}}]} | GUARDRAIL | (guardrail: privacy)
          400 | {"error_code":"BAD_REQUEST","message":"Blocked by input_guardrail"}                          | GUARDRAIL         | Blocked
          400 | {"error":{"message":"m","output_guardrail":[{"flagged":true}]}}                              | GUARDRAIL         | m
          429 | {"error_code":"REQUEST_LIMIT_EXCEEDED","message":"REQUEST_LIMIT_EXCEEDED: Exceeded workspace input tokens per minute rate limit for m."} | RATE_LIMITED | HTTP 429 REQUEST_LIMIT_EXCEEDED: Exceeded workspace input tokens per minute
          429 | {"error":{"message":"m","type":"rate_limit_exceeded","code":429,"limit_type":"input_tokens_per_minute","limit":200000,"current":200150}} | RATE_LIMITED | (limit: input_tokens_per_minute, 200150 of 200000)
          403 | {"error_code":"RESOURCE_EXHAUSTED","message":"the code's name wins"}                         | RATE_LIMITED      | wins
          503 | {"error_code":"TEMPORARILY_UNAVAILABLE","message":"The endpoint is scaled to zero."}         | COLD_START        | scaled to zero
          503 | {"error_code":"TEMPORARILY_UNAVAILABLE","message":"Deployment state: DEPLOYMENT_CREATING"}   | COLD_START        | DEPLOYMENT_CREATING
          504 | {"error_code":"DEADLINE_EXCEEDED","message":"The model is still loading"}                    | COLD_START        | loading
          500 | {"error_code":"INTERNAL_ERROR","message":"ClusterNotReadyException: x"}                      | COLD_START        | ClusterNotReady
          400 | {"error":"Model sklearn-iris is not ready yet."}                                             | COLD_START        | not ready yet
          400 | {"error_code":"BAD_REQUEST","message":"Bad prompt: the model is not ready"}                  | BAD_REQUEST       | Bad prompt
          407 | {}                                                                                           | PROXY_CREDENTIALS | HTTP 407: Proxy Auth
          400 | {"error_code":"TEMPORARILY_UNAVAILABLE","message":"starting"}                                | OVERLOADED        | starting
          500 | {"error_code":"INTERNAL_ERROR","message":"x"}                                                | OVERLOADED        | x
          504 | {"error_code":"DEADLINE_EXCEEDED","message":"x"}                                             | OVERLOADED        | x
          499 | ~~                                                                                           | OVERLOADED        | HTTP 499
          """)
  void readsEveryShapeAndMeaning(int status, String body, ErrorCode code, String message) {
    BricklaneException e = error(FakeWorkspace.answering(status, body).chat());
    assertThat(e.code()).isEqualTo(code);
    assertThat(e)
        .hasMessageStartingWith("Model 'databricks-x' answered HTTP " + status)
        .hasMessageContaining(message);
    assertThat(e.origin().httpStatus()).isEqualTo(status);
    assertThat(e.origin().requestId()).isEqualTo("r-1");
    assertThat(e.origin().attempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "404, ENDPOINT_NOT_FOUND,      SURFACE_ABSENT",
    "404, NOT_FOUND,               MODEL_NOT_FOUND",
    "404, RESOURCE_DOES_NOT_EXIST, MODEL_NOT_FOUND",
  })
  void knowsAnAbsentGatewayFromAnAbsentModel(int status, String name, ErrorCode code) {
    String body = "{\"error_code\":\"" + name + "\",\"message\":\"it does not exist\"}";
    assertThat(error(FakeWorkspace.answering(status, body).chat("main.llm.x", Map.of())).code())
        .isEqualTo(code);
  }

  @Test
  void keepsTheServicesCode() {
    String body = "{\"error_code\":\"ENDPOINT_NOT_FOUND\",\"message\":\"x\"}";
    assertThat(error(FakeWorkspace.answering(404, body).chat()).origin().serviceCode())
        .isEqualTo("ENDPOINT_NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource({"x-request-id", "X-Databricks-Request-Id", "REQUEST-ID"})
  void takesTheRequestIdFromItsHeader(String header) {
    FakeWorkspace workspace = FakeWorkspace.answering(500, "", Map.of(header, "id-5"));
    assertThat(error(workspace.chat()).origin().requestId()).isEqualTo("id-5");
  }

  @Test
  void takesTheRequestIdFromTheMessageOtherwise() {
    FakeWorkspace workspace =
        FakeWorkspace.answering(
            401, "{\"error_code\":401,\"message\":\"no [ReqId: 12-ab]\"}", Map.of());
    assertThat(error(workspace.chat()).origin().requestId()).isEqualTo("12-ab");
  }

  @Test
  void boundsAndFlattensTheServicesWords() {
    String body = "{\"message\":\"a\\n\\tb " + "x".repeat(5_000) + "\"}";
    BricklaneException e = error(FakeWorkspace.answering(400, body).chat());
    assertThat(e.getMessage()).contains("HTTP 400: a b xxx").endsWith("x…").hasSizeLessThan(600);
  }

  @Test
  void takesSecretsOutOfTheServicesWords() {
    String body =
        "{\"message\":\"token "
            + FakeWorkspace.CANARY
            + " and dapi0123456789abcdef0123456789abcdef are wrong\"}";
    assertThat(error(FakeWorkspace.answering(400, body).chat()))
        .hasMessageEndingWith("token [REDACTED] and [REDACTED_PAT] are wrong");
  }

  /** A service may put anything anywhere; what is no code and no id is not taken for one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"error":{"code":"no header %s here","message":"x"}}
          {"error":{"code":"%s","message":"x"}}
          {"error_code":"BAD_REQUEST","message":"x [ReqId: %s]"}
          {"error":"%s","error_description":"x"}
          """)
  void takesSecretsOutOfCodesAndIdsToo(String body) {
    BricklaneException e =
        error(FakeWorkspace.answering(400, body.formatted(FakeWorkspace.CANARY), Map.of()).chat());
    assertThat(e.getMessage() + e.origin()).doesNotContain(FakeWorkspace.CANARY);
  }

  @Test
  void takesWhatACallsOwnHeadersHoldOutOfTheServicesWords() {
    FakeWorkspace workspace =
        FakeWorkspace.answering(400, "{\"message\":\"the key own-canary-1 is unknown\"}");
    ChatRequest request =
        new ChatRequest("databricks-x", List.of(ChatRequest.Message.user("hi")), Map.of())
            .withOptions(new CallOptions(null, null, Map.of("x-key", "own-canary-1")));
    assertThat(error(workspace.client().chat(request)))
        .hasMessageEndingWith("the key [REDACTED] is unknown");
  }

  @Test
  void doesNotFollowRedirectsButNamesThem() {
    BricklaneException e =
        error(
            FakeWorkspace.answering(
                    302, "", Map.of("Location", "https://sso.example/login?code=abc"))
                .chat());
    assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_ANSWER);
    assertThat(e)
        .hasMessageContaining("a redirect to https://sso.example/login, which")
        .hasMessageNotContaining("abc");
  }

  @Test
  void knowsAWorkspaceBehindAPrivateLink() {
    BricklaneException e =
        error(
            FakeWorkspace.answering(
                    302,
                    "",
                    Map.of(
                        "Location",
                        "https://w.example/login.html?error=private-link-validation-error:1"))
                .chat());
    assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE);
    assertThat(e).hasMessageContaining("private link");
  }

  @Test
  void namesTheCallWhereThereIsNoModel() {
    BricklaneException e = error(FakeWorkspace.answering(403, "no").client().endpoints());
    assertThat(e)
        .hasMessage("GET https://w.example/api/2.0/serving-endpoints answered HTTP 403: no");
  }

  private static BricklaneException error(CompletableFuture<?> future) {
    CompletionException e = catchThrowableOfType(CompletionException.class, future::join);
    return (BricklaneException) e.getCause();
  }
}
