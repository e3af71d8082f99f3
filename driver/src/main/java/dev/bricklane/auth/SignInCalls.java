package dev.bricklane.auth;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.Transport;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Sends the calls of a sign-in and waits for them: an interrupt ends the wait and the call.
 *
 * @param timeout the longest that one call may take
 */
record SignInCalls(Transport transport, Duration timeout) {
  /** Asks for JSON. */
  HttpReply get(URI uri, Map<String, String> headers) {
    return send(new HttpCall("GET", uri, accepting(headers), null, timeout));
  }

  /** Posts a form. */
  HttpReply post(URI uri, Map<String, String> headers, Map<String, String> form) {
    Map<String, String> all = accepting(headers);
    all.put("Content-Type", "application/x-www-form-urlencoded");
    String body =
        form.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(new HttpCall("POST", uri, all, body.getBytes(StandardCharsets.UTF_8), timeout));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Map<String, String> accepting(Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Accept", "application/json");
    return all;
  }

  private HttpReply send(HttpCall call) {
    CompletableFuture<HttpReply> exchange = transport.send(call);
    try {
      return InterruptibleWait.on(exchange);
    } catch (BricklaneException e) {
      exchange.cancel(true);
      if (e.code() == ErrorCode.CANCELLED) {
        throw e;
      }
      throw new BricklaneException(
          e.code(), "Signing in failed: " + e.getMessage(), e.origin(), e.getCause());
    }
  }
}
