package dev.bricklane.error;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that Bricklane's own packages throw; the JDBC layer turns it into an {@code
 * SQLException}.
 *
 * <p>Its message says what happened and where; {@link ErrorCode#advice()} says what to do. Whoever
 * makes one sees to it that no secret is in the message. Immutable.
 */
public final class BricklaneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final Origin origin;

  /** Makes an exception that no HTTP answer caused. */
  public BricklaneException(ErrorCode code, String message) {
    this(code, message, Origin.NONE, null);
  }

  /**
   * Makes an exception that another one caused; the cause's own message may be shown, so it holds
   * no secret.
   */
  public BricklaneException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, Origin.NONE, cause);
  }

  /** Makes an exception for an answer of the service. */
  public BricklaneException(
      ErrorCode code, String message, Origin origin, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.origin = origin;
  }

  /** Returns the entry of the catalogue. */
  public ErrorCode code() {
    return code;
  }

  /** Returns where the error came from; {@link Origin#NONE} if not from an HTTP answer. */
  public Origin origin() {
    return origin;
  }

  /** Returns the same error for a request that was sent several times. */
  public BricklaneException afterAttempts(int attempts) {
    return attempts <= 1
        ? this
        : new BricklaneException(
            code,
            getMessage() + " (after " + attempts + " attempts)",
            origin.withAttempts(attempts),
            getCause());
  }

  /**
   * Returns the message, followed by the service's id of the request, if there is one, and the
   * catalogue's advice, as users see it.
   */
  public String fullMessage() {
    String message = withRequestId(String.valueOf(getMessage()));
    boolean ended =
        !message.isEmpty() && ".?!\n".indexOf(message.charAt(message.length() - 1)) >= 0;
    return ended ? message + " " + code.advice() : message + ". " + code.advice();
  }

  private String withRequestId(String message) {
    String id = origin.requestId();
    if (id == null || message.contains(id)) {
      return message;
    }
    String open = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    return open + " (request id " + id + ")";
  }

  /**
   * The HTTP answer behind an error.
   *
   * @param httpStatus the status, or 0 if there was no answer
   * @param serviceCode the service's own code, such as {@code REQUEST_LIMIT_EXCEEDED}, or null
   * @param requestId the service's id of the request, or null
   * @param attempts how often the request was sent; 0 if it never was
   * @param retryAfter how long the service asks to be left alone, or null
   * @param limit which rate limit was met, if the service says, or null
   */
  public record Origin(
      int httpStatus,
      @Nullable String serviceCode,
      @Nullable String requestId,
      int attempts,
      @Nullable Duration retryAfter,
      @Nullable RateLimit limit)
      implements Serializable {
    /** No HTTP answer. */
    public static final Origin NONE = new Origin(0, null, null, 0);

    /** Describes an answer that says nothing of limits. */
    public Origin(
        int httpStatus, @Nullable String serviceCode, @Nullable String requestId, int attempts) {
      this(httpStatus, serviceCode, requestId, attempts, null, null);
    }

    /** Returns the same with another count of attempts. */
    public Origin withAttempts(int count) {
      return new Origin(httpStatus, serviceCode, requestId, count, retryAfter, limit);
    }
  }

  /**
   * A rate limit as the service names it.
   *
   * @param type such as {@code input_tokens_per_minute}
   * @param amount how much it allows; 0 if it does not say
   */
  public record RateLimit(String type, long amount) implements Serializable {}
}
