package dev.bricklane.client;

import dev.bricklane.auth.AccessToken;
import dev.bricklane.http.HttpCall;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of the service, for messages about its answer. Immutable.
 *
 * @param call the method and path
 * @param route of a model call; null for other calls
 * @param token what signed the call, to take out of messages that repeat it
 */
record CallSite(HttpCall call, @Nullable ModelRoute route, AccessToken token) {
  /** Returns the same call, signed with a token. */
  static CallSite signed(HttpCall call, @Nullable ModelRoute route, AccessToken token) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", "Bearer " + token.value().reveal());
    headers.putAll(call.headers());
    token.headers().forEach((name, value) -> headers.put(name, value.reveal()));
    return new CallSite(call.withHeaders(headers), route, token);
  }

  /** Returns the subject of a sentence about the answer. */
  String subject() {
    return route == null ? call.line() : "Model '" + route.model() + "'";
  }

  boolean onGateway() {
    return route != null && route.gateway();
  }
}
