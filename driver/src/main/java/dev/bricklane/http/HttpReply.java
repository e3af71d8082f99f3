package dev.bricklane.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP answer, whatever its status. Immutable, as long as nobody writes into {@code body};
 * {@code toString} shows neither headers nor body.
 *
 * @param status the HTTP status
 * @param headers name to first value; look-ups ignore case
 * @param body empty if there is none
 * @param attempts how often the request was sent to get this answer; at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares replies
public record HttpReply(int status, Map<String, String> headers, byte[] body, int attempts) {
  /** Where services write the id of a request; the first one present is taken. */
  private static final List<String> REQUEST_ID_HEADERS =
      List.of("x-request-id", "x-databricks-request-id", "request-id", "x-amzn-requestid");

  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:/+=@,-]{1,200}");

  public HttpReply {
    Map<String, String> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ignoringCase.putAll(headers);
    headers = Collections.unmodifiableMap(ignoringCase);
  }

  /** Makes the answer to a request that was sent once. */
  public HttpReply(int status, Map<String, String> headers, byte[] body) {
    this(status, headers, body, 1);
  }

  /** Returns the same answer with another count of attempts. */
  public HttpReply withAttempts(int count) {
    return count == attempts ? this : new HttpReply(status, headers, body, count);
  }

  /** Returns the same answer with another body. */
  public HttpReply withBody(byte[] other) {
    return new HttpReply(status, headers, other, attempts);
  }

  /** Returns a header's value by its name in any case, or null. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /**
   * Returns the service's id of the request, or null. It is shown in logs, errors and tables, so a
   * header that holds anything else, such as an echo of what was sent, is passed over.
   */
  public @Nullable String requestId() {
    for (String name : REQUEST_ID_HEADERS) {
      String value = headers.get(name);
      if (value != null && REQUEST_ID.matcher(value).matches()) {
        return mayHoldSecret(value) ? Redactor.redact(value) : value;
      }
    }
    return null;
  }

  /** Every pattern of {@link Redactor}'s that such a value can match needs one of these. */
  private static boolean mayHoldSecret(String id) {
    return id.indexOf(':') >= 0
        || id.indexOf('=') >= 0
        || id.contains("dapi")
        || id.contains("eyJ");
  }

  /** Returns the body read as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "HTTP " + status + ", " + body.length + " bytes";
  }
}
