package dev.bricklane.client;

import dev.bricklane.auth.AccessToken;
import dev.bricklane.config.Secret;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Writes a request and reads an answer, so that the classes for that are there. */
final class Rehearsal {
  private static final String ANSWER =
      """
      {"model": "", "choices": [{"message": {"content": ""}, "finish_reason": "stop"}],
       "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}}
      """;

  private Rehearsal() {}

  static void run(URI uri) {
    ModelRoute route = new ModelRoute(ModelRoute.Place.SERVING, "model");
    ChatRequest request = new ChatRequest("model", List.of(ChatRequest.Message.user("")), Map.of());
    Protocol protocol = Protocol.of(ApiChoice.of(request, route, null, null));
    Json.write(protocol.encode(request, route, false));
    HttpCall call = new HttpCall("POST", uri, Map.of(), null, Duration.ZERO);
    Answers.decode(
        protocol,
        new HttpReply(200, Map.of(), ANSWER.getBytes(StandardCharsets.UTF_8)),
        Duration.ZERO,
        new CallSite(call, null, new AccessToken(new Secret(""), null)));
  }
}
