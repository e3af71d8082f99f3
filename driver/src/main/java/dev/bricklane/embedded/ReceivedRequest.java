package dev.bricklane.embedded;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request as the workspace received it, without its secrets: credentials in headers, form
 * fields and bodies read {@code ***}. Immutable.
 *
 * @param order 1 for the first request that was received whole, 2 for the next, and so on
 * @param method such as {@code POST}
 * @param path the raw path, without the query
 * @param headers by lower-case name; repeated headers joined by a comma and a space
 * @param body the text; empty if there was none or it was larger than the workspace allows
 */
public record ReceivedRequest(
    long order, String method, String path, Map<String, String> headers, String body) {
  public ReceivedRequest {
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
  }

  /** Returns a header's value, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
