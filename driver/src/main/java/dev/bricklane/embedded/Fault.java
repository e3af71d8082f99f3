package dev.bricklane.embedded;

import java.util.Locale;
import java.util.function.Supplier;

/**
 * The ways in which a real workspace was seen to fail, or is documented or guessed to. Each is an
 * answer for an {@link Interceptor}, and also a model: whoever calls {@link #model()} by name, on
 * either surface and in any protocol, is answered with it. The models are not listed.
 */
public enum Fault {
  /** The usual shape, with details and a line's end in the message. */
  BAD_REQUEST(() ->
      Reply.json(
          400,
          """
          {"error_code":"BAD_REQUEST","message":"Bad request: the field is wrong.\\n",\
          "details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",\
          "reason":"FIELD","domain":"databricks.com"}]}\
          """)),
  /** As OpenAI's models answer, passed through. */
  OPENAI_SHAPE(() ->
      Reply.json(
          400,
          """
          {"error":{"message":"Unsupported value: 'x'","type":"invalid_request_error",\
          "param":"x","code":"unsupported_value"}}\
          """)),
  /** The code as an integer, in OpenAI's shape. */
  OPENAI_SHAPE_INTEGER(() ->
      Reply.json(
          500,
          """
          {"error":{"message":"Internal error","type":"server_error","code":500}}\
          """)),
  /** The error is a text. */
  TEXT_ERROR(() -> Reply.json(400, "{\"error\":\"The request is wrong.\"}")),
  /** As SCIM answers. */
  SCIM(() ->
      Reply.json(
          403,
          """
          {"detail":"Not allowed.","status":"403","scimType":"forbidden"}\
          """)),
  /** No JSON: a code, a colon, words. */
  PLAIN_TEXT(() -> Reply.of(500, "text/plain", "INTERNAL_ERROR: Something broke.")),
  /** A page with the words in {@code pre}. */
  HTML_PRE(
      () -> Reply.of(502, "text/html", "<html><body><pre>Bad gateway here</pre></body></html>")),
  /** A page with the words in its title. */
  HTML_TITLE(() ->
      Reply.of(
          503,
          "text/html",
          "<html><head><title>Service Unavailable</title></head><body></body></html>")),
  /** A status and nothing else. */
  EMPTY_BODY(() -> Reply.of(500, "application/json", "")),
  /** As the OAuth server answers. */
  OAUTH(() ->
      Reply.json(
          401,
          """
          {"error":"invalid_client","error_description":"Client authentication failed"}\
          """)),
  /** As Posit Connect answers. */
  CONNECT(() ->
      Reply.json(
          400,
          """
          {"error_code":212,"error_message":"No OAuth integrations are associated"}\
          """)),
  /** To the page that tells of a problem with a private link. */
  PRIVATE_LINK(() ->
      Reply.of(302, "text/plain", "")
          .withHeader("Location", "/login.html?error=private-link-validation-error")),

  /** A token that is wrong or has expired. */
  INVALID_TOKEN(
      () -> Reply.json(403, "{\"error_code\":403,\"message\":\"Invalid access token.\"}")),
  /** No credentials. */
  NO_CREDENTIALS(() ->
      Reply.json(
          401,
          """
          {"error_code":401,"message":"Credential was not sent or was of an unsupported type \
          for this API."}\
          """)),
  /** A caller who may not query the endpoint. */
  PERMISSION_DENIED(
      named(403, "PERMISSION_DENIED", "User does not have CAN_QUERY on the endpoint.")),
  /** An endpoint that is not there. */
  ENDPOINT_NOT_FOUND(
      named(
          404,
          "ENDPOINT_NOT_FOUND",
          "The given endpoint does not exist, please retry after checking the specified model and"
              + " version deployment exists.")),
  /** The same in other words. */
  RESOURCE_DOES_NOT_EXIST(named(404, "RESOURCE_DOES_NOT_EXIST", "The resource does not exist.")),
  /** GUESS: a feature that is switched off. */
  FEATURE_DISABLED(named(404, "FEATURE_DISABLED", "The feature is disabled in this workspace.")),
  /** A surface that the workspace does not have. */
  NOT_IMPLEMENTED(named(501, "NOT_IMPLEMENTED", "Not implemented in this workspace.")),

  /** Too many tokens of input in a minute, in the shape that was seen. */
  RATE_LIMIT_INPUT_TOKENS(limited("Exceeded workspace input tokens per minute rate limit")),
  /** Too many tokens of output in a minute. */
  RATE_LIMIT_OUTPUT_TOKENS(limited("Exceeded workspace output tokens per minute rate limit")),
  /** Too many calls. */
  RATE_LIMIT_QPS(limited("Exceeded workspace QPS rate limit")),
  /** Too many calls, and when to come again: after one second. */
  RATE_LIMIT_RETRY_AFTER(
      () -> limited("Exceeded workspace QPS rate limit").get().withHeader("Retry-After", "1")),
  /** Too many tokens, in the shape that is documented. */
  RATE_LIMIT_DOCUMENTED(Fault::documentedLimit),
  /** The documented shape, and the header: after one second. */
  RATE_LIMIT_DOCUMENTED_RETRY_AFTER(() -> documentedLimit().withHeader("Retry-After", "1")),
  /** Another name for it. */
  RESOURCE_EXHAUSTED(named(429, "RESOURCE_EXHAUSTED", "Too many requests.")),

  /** A prompt that a guardrail holds back. The list's fields were seen in part. */
  INPUT_GUARDRAIL(() -> guardrail("input_guardrail")),
  /** An answer that a guardrail holds back. GUESS: its names. */
  OUTPUT_GUARDRAIL(() -> guardrail("output_guardrail")),
  /** A prompt that is too long. GUESS: the words. */
  CONTEXT_LENGTH(
      named(
          400,
          "BAD_REQUEST",
          "This model's maximum context length is 8192 tokens, but the input has 9000 tokens."
              + " Please shorten the input.")),
  /** The same as OpenAI's models say it. */
  CONTEXT_LENGTH_OPENAI(() ->
      Reply.json(
          400,
          """
          {"error":{"message":"This model's maximum context length is 8192 tokens.",\
          "type":"invalid_request_error","param":"messages",\
          "code":"context_length_exceeded"}}\
          """)),
  /** A body that is too large. GUESS: that it is text. */
  PAYLOAD_TOO_LARGE(
      () -> Reply.of(413, "text/plain", "Request entity too large: at most 4194304 bytes")),

  /** A caller who gave up, or a page that is too large. */
  CANCELLED(named(499, "CANCELLED", "The request was cancelled.")),
  /** A failure inside. */
  INTERNAL_ERROR(named(500, "INTERNAL_ERROR", "Internal error.\n")),
  /** Too much load, or an endpoint that starts. */
  UNAVAILABLE(named(503, "TEMPORARILY_UNAVAILABLE", "The service is temporarily unavailable.")),
  /** An endpoint that scales up from zero. GUESS: the words; of the status it is known. */
  COLD_START(
      named(
          503,
          "TEMPORARILY_UNAVAILABLE",
          "The endpoint is scaled to zero and not ready yet; it is scaling up.")),
  /** An answer that took too long. */
  DEADLINE(named(504, "DEADLINE_EXCEEDED", "The request timed out.")),

  /** An error in the body of a 200. */
  ERROR_IN_200(() ->
      Reply.json(
          200,
          """
          {"id":"resp_1","object":"response","status":"failed","output":[],\
          "error":{"code":"server_error","message":"The model failed."}}\
          """)),
  /** A 200 with no JSON. */
  NOT_JSON(() -> Reply.json(200, "<html>a proxy's page</html>")),
  /** A 200 whose JSON ends too early. */
  HALF_JSON(() -> Reply.json(200, "{\"id\":\"chatcmpl_1\",\"choices\":[{\"index\":0")),
  /** A connection that is closed before the end of the answer. */
  CUT_OFF(() -> HALF_JSON.reply().cutOff()),
  /** A connection that is closed with no answer. */
  HANG_UP(Reply::hangUp),

  /** A chat's stream whose connection breaks. */
  STREAM_BREAKS(() -> Reply.events(Chunks.TWO).cutOff()),
  /** A chat's stream that goes silent. */
  STREAM_STALLS(() -> Reply.events(Chunks.TWO).stalled()),
  /** A chat's stream that ends well, but too early: no finish reason and no {@code [DONE]}. */
  STREAM_ENDS_EARLY(() -> Reply.events(Chunks.TWO)),
  /** A whole chat's stream without {@code [DONE]}. */
  STREAM_WITHOUT_DONE(() -> Reply.events(Chunks.TWO + Chunks.END)),
  /** A whole chat's stream whose lines lack {@code data: }. */
  STREAM_WITHOUT_PREFIX(
      () -> Reply.events((Chunks.TWO + Chunks.END + "data: [DONE]\n\n").replace("data: ", ""))),
  /** A stream with an error that is a text. */
  STREAM_ERROR_TEXT(() -> Reply.events(Chunks.TWO + "data: {\"error\":\"The agent failed.\"}\n\n")),
  /** A stream with an error as an event. */
  STREAM_ERROR_EVENT(() ->
      Reply.events(
          Chunks.TWO
              + """
              data: {"type":"error","code":"server_error","message":"The model failed.",\
              "param":null,"sequence_number":3}

              """)),
  /** A stream with an error in OpenAI's shape. GUESS. */
  STREAM_ERROR_OBJECT(() ->
      Reply.events(
          Chunks.TWO
              + """
              data: {"error":{"message":"The model failed.","type":"server_error","code":500}}

              """)),
  /** A stream with an event that is not JSON. */
  STREAM_NOT_JSON(() -> Reply.events(Chunks.TWO + "data: {\"choices\":[\n\n"));

  private static final String PREFIX = "embedded-fault-";

  private final Supplier<Reply> reply;

  Fault(Supplier<Reply> reply) {
    this.reply = reply;
  }

  /** Returns the answer; {@link Reply} can delay it or add headers. */
  public Reply reply() {
    return reply.get();
  }

  /**
   * Returns the name of the model that always fails like this, such as {@code
   * embedded-fault-rate-limit-qps}; on the gateway with {@code system.ai.} before it.
   */
  public String model() {
    return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  WireError error() {
    return WireError.of(reply());
  }

  /** Fails if a model's name is that of a fault. */
  static void throwIfNamed(String model) {
    if (model.startsWith(PREFIX)) {
      for (Fault fault : values()) {
        if (fault.model().equals(model)) {
          throw fault.error();
        }
      }
    }
  }

  private static Supplier<Reply> named(int status, String code, String message) {
    return () -> WireError.of(status, code, message).reply();
  }

  private static Supplier<Reply> limited(String what) {
    String message =
        "REQUEST_LIMIT_EXCEEDED: "
            + what
            + " for the model. Please retry later, or request a higher FMAPI rate limit tier.";
    return named(429, "REQUEST_LIMIT_EXCEEDED", message);
  }

  private static Reply documentedLimit() {
    return Reply.json(
        429,
        """
        {"error":{"message":"Rate limit exceeded","type":"rate_limit_exceeded","code":429,\
        "limit_type":"input_tokens_per_minute","limit":200000,"current":200150,\
        "retry_after":1}}\
        """);
  }

  private static Reply guardrail(String name) {
    return Reply.json(
        400,
        """
        {"error_code":"BAD_REQUEST","message":"The %s blocked the request.",\
        "%s":[{"flagged":true,"categories":{"privacy":true}}],\
        "finish_reason":"%s_triggered"}\
        """
            .formatted(name, name, name));
  }

  /** The chunks of a chat that breaks. */
  private static final class Chunks {
    static final String TWO =
        chunk("\"content\":\"Hello\"", "null") + chunk("\"content\":\" you\"", "null");
    static final String END = chunk("\"content\":\"\"", "\"stop\"");

    private static String chunk(String delta, String finish) {
      return """
      data: {"id":"chatcmpl_1","object":"chat.completion.chunk","created":1,\
      "model":"embedded-fault","choices":[{"index":0,"delta":{%s},"finish_reason":%s}]}

      """
          .formatted(delta, finish);
    }
  }
}
