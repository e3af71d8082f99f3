package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.client.ModelRoute.Place;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Text completions. The prompt is the parameter {@code prompt}, or the texts of the messages with
 * blank lines between them. A workspace takes it at {@code /{name}/invocations}, without {@code
 * model} (Foundation model REST API reference).
 */
final class CompletionsProtocol implements Protocol {
  static final Protocol INSTANCE = new CompletionsProtocol();

  private static final List<String> OF_CHAT =
      List.of("tools", "tool_choice", "response_format", "reasoning_effort", "thinking");

  private CompletionsProtocol() {}

  @Override
  public Map<String, Object> encode(ChatRequest request, ModelRoute route, boolean stream) {
    for (String parameter : OF_CHAT) {
      if (request.parameters().containsKey(parameter)) {
        throw new BricklaneException(
            ErrorCode.BAD_REQUEST,
            "The parameter " + parameter + " is not for text completions, only for chat");
      }
    }
    Map<String, Object> body = new LinkedHashMap<>();
    if (route.place() != Place.SERVING) {
      body.put("model", route.model());
    }
    body.put(
        "prompt",
        request.parameters().containsKey("prompt")
            ? request.parameters().get("prompt")
            : request.messages().stream()
                .map(ChatRequest.Message::text)
                .collect(Collectors.joining("\n\n")));
    request
        .parameters()
        .forEach((name, value) ->
            body.putIfAbsent(name.equals("max_completion_tokens") ? "max_tokens" : name, value));
    if (stream) {
      body.put("stream", true);
    }
    return body;
  }

  @Override
  public Answer decode(JsonNode body) {
    return AnyAnswer.decode(body);
  }

  @Override
  public Assembly assembly(Consumer<ChatDelta> deltas) {
    return new AnyAssembly(deltas);
  }
}
