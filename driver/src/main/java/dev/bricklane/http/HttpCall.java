package dev.bricklane.http;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request. Immutable, as long as nobody writes into {@code body}; {@code toString} shows
 * neither headers nor body nor query.
 *
 * @param method such as {@code POST}
 * @param uri absolute
 * @param headers name to value
 * @param body null for none
 * @param timeout the longest the whole call may take, retries and reading the answer included; zero
 *     for no limit
 * @param secrets what it carries beside the token that messages and logs must not show
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares calls
public record HttpCall(
    String method,
    URI uri,
    Map<String, String> headers,
    byte @Nullable [] body,
    Duration timeout,
    List<String> secrets) {
  /** Makes a call with no secret beside the token. */
  public HttpCall(
      String method,
      URI uri,
      Map<String, String> headers,
      byte @Nullable [] body,
      Duration timeout) {
    this(method, uri, headers, body, timeout, List.of());
  }

  public HttpCall {
    secrets = List.copyOf(secrets);
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Returns the same call with another time limit. */
  public HttpCall withTimeout(Duration limit) {
    return new HttpCall(method, uri, headers, body, limit, secrets);
  }

  /** Returns the same call with other headers. */
  public HttpCall withHeaders(Map<String, String> others) {
    return new HttpCall(method, uri, others, body, timeout, secrets);
  }

  /** Returns the method and the URI without its query, for messages and logs. */
  public String line() {
    return method + " " + bare(uri);
  }

  /** Returns a URI without user info, query and fragment, which may hold secrets. */
  public static String bare(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getScheme() + "://" + uri.getHost() + port + path;
  }

  @Override
  public String toString() {
    return line();
  }
}
