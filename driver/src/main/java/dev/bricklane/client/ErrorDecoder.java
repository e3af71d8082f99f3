package dev.bricklane.client;

import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import dev.bricklane.error.BricklaneException.RateLimit;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.Redactor;
import dev.bricklane.http.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns an answer that reports an error into an exception. The service's code name decides before
 * the HTTP status, as in the Databricks SDKs; where a code is as wide as {@code BAD_REQUEST}, the
 * message's words decide within it.
 */
final class ErrorDecoder {
  private static final int LONGEST_MESSAGE = 500;

  private static final Pattern REQUEST_ID = Pattern.compile("\\[ReqId: ?([^\\]\\s]{1,80})\\]");
  private static final Pattern INVALID_TOKEN =
      Pattern.compile(
          "invalid access token|credential was not sent|token (?:is|has) (?:expired|invalid)");
  // No sample of Databricks' own is known; these are the words of the models' makers.
  private static final Pattern CONTEXT =
      Pattern.compile(
          "context[ _-](?:length|window|limit|size)|maximum context|prompt is too long|input is too long"
              + "|too many (?:input |prompt )?tokens|reduce the length of the (?:messages|prompt|input)"
              + "|(?:input|prompt)[^.]{0,60}exceeds? the[^.]{0,40}(?:tokens?|length)"
              + "|maximum (?:input|sequence) length|input token count");
  private static final Pattern PAYLOAD =
      Pattern.compile(
          "(?:request|payload|body|entity)[^.]{0,40}too large|payload size|request size"
              + "|exceeds? the maximum (?:allowed )?(?:request|payload|content)");
  private static final Pattern GUARDRAIL =
      Pattern.compile("guardrail|content_filter|content policy");
  // Words of endpoints' states (serving API), of the SDKs' lists of transient errors, and of KServe
  // and other model servers; no sample of a cold start of Databricks' own is known.
  private static final Pattern COLD_START =
      Pattern.compile(
          "scal(?:ed|es|ing)(?: up)? (?:to|from) zero|not[ _]ready|(?:is|are) (?:still |currently )?"
              + "(?:starting|loading|warming)|warming up|cold start|deployment_(?:creating|recovering)"
              + "|clusternotready|does not have any associated worker environments");
  private static final Pattern MODEL_NOT_READY =
      Pattern.compile("^(?:the )?(?:model|endpoint)\\b[^.:]{0,80} (?:is|are) not ready");

  /** A code; whatever else stands in its place may be anything. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,80}");

  private static final Pattern NO_PATH = Pattern.compile("invalid path|no api found|not enabled");

  private ErrorDecoder() {}

  static BricklaneException decode(HttpReply reply, CallSite site) {
    ErrorBody body = ErrorBody.parse(reply);
    if (reply.status() >= 300 && reply.status() < 400) {
      return redirected(reply, site);
    }
    String message = body.message() == null ? "" : body.message();
    ErrorCode code = classify(reply.status(), body, message.toLowerCase(Locale.ROOT), site);
    String name =
        body.codes().stream()
            .filter(given -> NAME.matcher(given).matches() && given.equals(safe(given, site)))
            .findFirst()
            .orElse(null);
    return exception(
        code,
        name,
        describe(code, name, reply, body, message, site),
        reply,
        message,
        body.limit(),
        site);
  }

  private static ErrorCode classify(int status, ErrorBody body, String words, CallSite site) {
    if (body.guardrail() != null) {
      return ErrorCode.GUARDRAIL;
    }
    ErrorCode code = named(status, body, words, site);
    boolean cold =
        (code == ErrorCode.OVERLOADED && COLD_START.matcher(words).find())
            // Some model servers say it with 400; what is said of a prompt does not count.
            || (code == ErrorCode.BAD_REQUEST && MODEL_NOT_READY.matcher(words).find());
    return cold ? ErrorCode.COLD_START : code;
  }

  private static ErrorCode named(int status, ErrorBody body, String words, CallSite site) {
    for (String code : body.codes()) {
      ErrorCode named = isNumber(code) ? null : byName(code, words, site);
      if (named != null) {
        return named;
      }
    }
    int number = status;
    for (String code : body.codes()) {
      // An error within a 200 has only the number in its body.
      if (isNumber(code) && status < 400) {
        number = Integer.parseInt(code);
      }
    }
    return byStatus(number, words, site);
  }

  private static @Nullable ErrorCode byName(String name, String words, CallSite site) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "UNAUTHENTICATED", "UNAUTHORIZED", "INVALID_API_KEY", "AUTHENTICATION_ERROR" ->
          ErrorCode.BAD_CREDENTIALS;
      case "PERMISSION_DENIED", "FORBIDDEN", "PERMISSION_ERROR" -> byStatus(403, words, site);
      case "REQUEST_LIMIT_EXCEEDED",
          "RESOURCE_EXHAUSTED",
          "TOO_MANY_REQUESTS",
          "RATE_LIMIT_EXCEEDED",
          "RATE_LIMIT_ERROR",
          "INSUFFICIENT_QUOTA" ->
          ErrorCode.RATE_LIMITED;
      // On the gateway this means that the path, not the model, is unknown (LiteLLM,
      // ai_gateway.py).
      case "ENDPOINT_NOT_FOUND" ->
          site.onGateway() ? ErrorCode.SURFACE_ABSENT : notFound(words, site);
      case "RESOURCE_DOES_NOT_EXIST", "NOT_FOUND", "NOT_FOUND_ERROR", "MODEL_NOT_FOUND" ->
          notFound(words, site);
      case "FEATURE_DISABLED", "NOT_IMPLEMENTED" -> ErrorCode.SURFACE_ABSENT;
      case "CONTEXT_LENGTH_EXCEEDED" -> ErrorCode.CONTEXT_TOO_LONG;
      case "CONTENT_FILTER", "CONTENT_POLICY_VIOLATION" -> ErrorCode.GUARDRAIL;
      case "REQUEST_TOO_LARGE", "PAYLOAD_TOO_LARGE" -> ErrorCode.PAYLOAD_TOO_LARGE;
      case "BAD_REQUEST",
          "INVALID_PARAMETER_VALUE",
          "MALFORMED_REQUEST",
          "INVALID_STATE",
          "INVALID_ARGUMENT",
          "INVALID_REQUEST_ERROR" ->
          byStatus(400, words, site);
      case "TEMPORARILY_UNAVAILABLE",
          "SERVICE_UNAVAILABLE",
          "INTERNAL_ERROR",
          "INTERNAL",
          "UNAVAILABLE",
          "OVERLOADED_ERROR",
          "UNKNOWN",
          "DATA_LOSS",
          "DEADLINE_EXCEEDED" ->
          ErrorCode.OVERLOADED;
      default -> null;
    };
  }

  private static ErrorCode byStatus(int status, String words, CallSite site) {
    return switch (status) {
      case 401 -> ErrorCode.BAD_CREDENTIALS;
      case 403 ->
          INVALID_TOKEN.matcher(words).find()
              ? ErrorCode.BAD_CREDENTIALS
              : ErrorCode.PERMISSION_DENIED;
      case 404 ->
          // Without a name or such words, it is some server that does not know the path.
          words.contains("exist") ? notFound(words, site) : ErrorCode.SURFACE_ABSENT;
      case 407 -> ErrorCode.PROXY_CREDENTIALS;
      case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
      case 429 -> ErrorCode.RATE_LIMITED;
      case 501 -> ErrorCode.SURFACE_ABSENT;
      case 408, 499 -> ErrorCode.OVERLOADED;
      default -> {
        if (status < 400 || status >= 500) {
          yield ErrorCode.OVERLOADED;
        }
        if (GUARDRAIL.matcher(words).find()) {
          yield ErrorCode.GUARDRAIL;
        }
        if (CONTEXT.matcher(words).find()) {
          yield ErrorCode.CONTEXT_TOO_LONG;
        }
        yield PAYLOAD.matcher(words).find() ? ErrorCode.PAYLOAD_TOO_LARGE : ErrorCode.BAD_REQUEST;
      }
    };
  }

  private static ErrorCode notFound(String words, CallSite site) {
    return site.route() == null || NO_PATH.matcher(words).find()
        ? ErrorCode.SURFACE_ABSENT
        : ErrorCode.MODEL_NOT_FOUND;
  }

  /** Redirects are not followed, as they could carry the token away. */
  private static BricklaneException redirected(HttpReply reply, CallSite site) {
    String location = reply.header("Location");
    String to = location == null ? "" : location.replaceAll("[?#].*", "");
    if (location != null && location.contains("private-link-validation-error")) {
      return exception(
          ErrorCode.UNREACHABLE,
          null,
          site.call().uri().getHost() + " is reached by a private link only, not from this network",
          reply,
          "",
          null,
          site);
    }
    return exception(
        ErrorCode.MALFORMED_ANSWER,
        null,
        site.call().line()
            + " answered HTTP "
            + reply.status()
            + ", a redirect"
            + (to.isEmpty() ? "" : " to " + safe(to, site))
            + ", which is not followed",
        reply,
        "",
        null,
        site);
  }

  private static String describe(
      ErrorCode code,
      @Nullable String name,
      HttpReply reply,
      ErrorBody body,
      String message,
      CallSite site) {
    StringBuilder text = new StringBuilder(site.subject());
    text.append(" answered HTTP ").append(reply.status());
    if (name != null) {
      text.append(' ').append(name);
    }
    String said = message.isBlank() ? reason(reply.status()) : safe(message, site);
    if (name != null && said.startsWith(name + ": ")) {
      said = said.substring(name.length() + 2);
    }
    if (!said.isEmpty()) {
      text.append(": ").append(said);
    }
    if (body.field() != null && !said.contains(body.field())) {
      text.append(" (field: ").append(safe(body.field(), site)).append(')');
    }
    RateLimit limit = body.limit();
    if (limit != null) {
      text.append(" (limit: ").append(safe(limit.type(), site));
      if (body.current() != null && limit.amount() > 0) {
        text.append(", ").append(safe(body.current(), site)).append(" of ").append(limit.amount());
      }
      text.append(')');
    }
    if (code == ErrorCode.GUARDRAIL && body.guardrail() != null && !body.guardrail().isEmpty()) {
      text.append(" (guardrail: ").append(safe(body.guardrail(), site)).append(')');
    }
    if (reply.attempts() > 1) {
      text.append(" (after ").append(reply.attempts()).append(" attempts)");
    }
    return text.toString();
  }

  private static BricklaneException exception(
      ErrorCode code,
      @Nullable String name,
      String text,
      HttpReply reply,
      String message,
      @Nullable RateLimit limit,
      CallSite site) {
    String requestId = reply.requestId();
    Matcher tail = REQUEST_ID.matcher(message);
    if (requestId == null && tail.find()) {
      requestId = tail.group(1);
    }
    requestId = requestId == null ? null : safe(requestId, site);
    Duration retryAfter = RetryAfter.of(reply, Instant.now());
    return new BricklaneException(
        code,
        text,
        new Origin(reply.status(), name, requestId, reply.attempts(), retryAfter, limit),
        null);
  }

  private static String[] secrets(CallSite site) {
    return Stream.of(
            site.call().secrets().stream(),
            Stream.of(site.token().value().reveal()),
            site.token().headers().values().stream().map(Secret::reveal))
        .flatMap(Function.identity())
        .toArray(String[]::new);
  }

  /** One line, without secrets, bounded. */
  private static String safe(String text, CallSite site) {
    String line = Redactor.redact(text, secrets(site)).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
  }

  private static boolean isNumber(String code) {
    return code.matches("\\d{1,5}");
  }

  private static String reason(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 407 -> "Proxy Authentication Required";
      case 408 -> "Request Timeout";
      case 413 -> "Payload Too Large";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> "";
    };
  }
}
