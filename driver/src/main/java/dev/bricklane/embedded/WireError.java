package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A refusal: a status and a body in one of the shapes that the real service uses. */
final class WireError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient ObjectNode body;
  private final transient @Nullable Reply reply;
  private final transient @Nullable String field;

  private WireError(int status, ObjectNode body, @Nullable String field, String message) {
    this(status, body, field, message, null);
  }

  private WireError(
      int status, ObjectNode body, @Nullable String field, String message, @Nullable Reply reply) {
    super(message, null, false, false);
    this.reply = reply;
    this.status = status;
    this.body = body;
    this.field = field;
  }

  private static WireError named(int status, String code, @Nullable String field, String message) {
    ObjectNode body = object().put("error_code", code).put("message", message);
    return new WireError(status, body, field, message);
  }

  /** An answer that is ready made. */
  static WireError of(Reply reply) {
    return new WireError(reply.status(), object(), null, reply.toString(), reply);
  }

  /** The usual shape: {@code error_code} is a name. */
  static WireError of(int status, String code, String message) {
    return named(status, code, null, message);
  }

  /** The signing-in layer's shape: {@code error_code} is the status as an integer. */
  static WireError signIn(int status, String message) {
    ObjectNode body = object().put("error_code", status).put("message", message);
    return new WireError(status, body, null, message);
  }

  /** A field's value is refused. */
  static WireError invalid(String field, String problem) {
    return named(
        400, "INVALID_PARAMETER_VALUE", field, "Invalid value for '" + field + "': " + problem);
  }

  /** The request is refused because of a field, in words that are given. */
  static WireError badRequest(String field, String message) {
    return named(400, "BAD_REQUEST", field, message);
  }

  /** The body is not JSON, or not an object. */
  static WireError malformed(String problem) {
    return of(400, "MALFORMED_REQUEST", "Could not parse the request as a JSON object: " + problem);
  }

  /** The same 400 in OpenAI's shape, as it is passed through from OpenAI's models. */
  WireError inOpenAiShape() {
    String message = body.path("message").asText();
    String code = body.path("error_code").asText().toLowerCase(Locale.ROOT);
    ObjectNode shaped = object();
    shaped
        .putObject("error")
        .put("message", message)
        .put("type", "invalid_request_error")
        .put("param", field)
        .put("code", code);
    return new WireError(status, shaped, field, message);
  }

  int status() {
    return status;
  }

  Reply reply() {
    return reply != null ? reply : Reply.json(status, body.toString());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
