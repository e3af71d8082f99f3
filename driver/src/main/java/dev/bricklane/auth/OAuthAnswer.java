package dev.bricklane.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.Redactor;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an identity provider answered: a token, a discovery document, or an error. Immutable. */
final class OAuthAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration USUAL_LIFETIME = Duration.ofHours(1);
  private static final int LONGEST_TEXT = 300;
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,80}");

  private final HttpReply reply;
  private final JsonNode body;

  private OAuthAnswer(HttpReply reply, JsonNode body) {
    this.reply = reply;
    this.body = body;
  }

  static OAuthAnswer parse(HttpReply reply) {
    JsonNode body;
    try {
      body = JSON.readTree(reply.body());
    } catch (JsonProcessingException e) {
      body = MissingNode.getInstance();
    } catch (IOException e) {
      throw new AssertionError("reading bytes does no I/O", e);
    }
    return new OAuthAnswer(reply, body == null ? MissingNode.getInstance() : body);
  }

  /** Whether there is no such document. */
  boolean isAbsent() {
    return reply.status() == 404;
  }

  @Nullable String accessToken() {
    return text("access_token");
  }

  /** What gives the next token, where the answer holds it. */
  @Nullable String refreshToken() {
    return text("refresh_token");
  }

  /** Whether what was given for a token is no good, and not merely its endpoint unable just now. */
  boolean refusesGrant() {
    return isError() && reply.status() >= 400 && reply.status() <= 403;
  }

  /** The token's life: a number, also as text; an hour if missing, as Databricks gives. */
  Duration lifetime() {
    JsonNode seconds = body.path("expires_in");
    long value = seconds.isTextual() ? parse(seconds.asText()) : seconds.asLong(0);
    return value > 0 ? Duration.ofSeconds(Math.min(value, 10L * 365 * 86_400)) : USUAL_LIFETIME;
  }

  boolean isError() {
    return code() != null;
  }

  /**
   * Returns the token, with the end of its life.
   *
   * @param now when the answer came
   * @param endpoint who answered
   * @param who signs in, for messages
   * @param hint what to look at when that is refused; empty for nothing
   * @param secrets what was sent, and may be said back
   * @throws BricklaneException if the answer is no token
   */
  AccessToken token(Instant now, URI endpoint, String who, String hint, String... secrets) {
    String token = accessToken();
    if (reply.status() != 200 || isError()) {
      throw refusal(endpoint, who, hint, secrets);
    }
    if (token == null || token.isBlank()) {
      throw malformed(endpoint, "holds no access_token");
    }
    return new AccessToken(BearerText.check(token, HttpCall.bare(endpoint)), now.plus(lifetime()));
  }

  /** The token endpoint said no, or was not able to answer. */
  BricklaneException refusal(URI endpoint, String who, String hint, String... secrets) {
    int status = reply.status();
    String at = "Signing in " + who + " at " + HttpCall.bare(endpoint);
    String said = said(secrets);
    if (status == 429) {
      return error(ErrorCode.RATE_LIMITED, at + " met a rate limit: HTTP 429" + said, secrets);
    }
    if (status >= 500) {
      return error(ErrorCode.OVERLOADED, at + " failed: HTTP " + status + said, secrets);
    }
    if (!isError() && (status < 400 || status == 404 || status == 405)) {
      return malformed(endpoint, "is no answer of a token endpoint");
    }
    return error(
        ErrorCode.BAD_CREDENTIALS,
        at
            + " was refused: HTTP "
            + status
            + said
            + (hint.isEmpty() ? "" : said.endsWith(".") ? " " + hint : ". " + hint),
        secrets);
  }

  BricklaneException discoveryError(URI discovery) {
    int status = reply.status();
    String message = HttpCall.bare(discovery) + " answered HTTP " + status + said();
    return error(
        status == 429
            ? ErrorCode.RATE_LIMITED
            : status >= 500 ? ErrorCode.OVERLOADED : ErrorCode.MALFORMED_ANSWER,
        "Signing in failed: " + message);
  }

  BricklaneException malformed(URI where, String what) {
    return error(
        ErrorCode.MALFORMED_ANSWER,
        "Signing in failed: the answer of "
            + HttpCall.bare(where)
            + " (HTTP "
            + reply.status()
            + ") "
            + what);
  }

  /** {@code error} with most, {@code errorCode} with some, {@code error_code} at Posit Connect. */
  private @Nullable String code() {
    return first("error", "errorCode", "error_code");
  }

  /** What stands in a code's place and is none may be anything, also what was sent. */
  private @Nullable String shownCode(String... secrets) {
    String code = code();
    return code != null
            && CODE.matcher(code).matches()
            && Redactor.redact(code, secrets).equals(code)
        ? code
        : null;
  }

  private String said(String... secrets) {
    String code = code();
    String description = first("error_description", "errorSummary", "error_message", "message");
    StringBuilder said = new StringBuilder();
    if (code != null) {
      said.append(' ').append(code);
    }
    if (description != null) {
      said.append(": ").append(description.strip());
    }
    String shown = Redactor.redact(said.toString(), secrets).replaceAll("\\s+", " ");
    return shown.length() > LONGEST_TEXT ? shown.substring(0, LONGEST_TEXT) + "…" : shown;
  }

  private BricklaneException error(ErrorCode code, String message, String... secrets) {
    return new BricklaneException(
        code,
        message,
        new Origin(reply.status(), shownCode(secrets), reply.requestId(), reply.attempts()),
        null);
  }

  private @Nullable String first(String... fields) {
    for (String field : fields) {
      String text = text(field);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** Returns the text of a field, or null. */
  @Nullable String text(String field) {
    JsonNode value = body.path(field);
    return value.isValueNode() && !value.isNull() ? value.asText() : null;
  }

  private static long parse(String seconds) {
    try {
      return (long) Double.parseDouble(seconds.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
