package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** OpenAI's chat completions, the same on both surfaces. */
final class ChatProtocol implements Protocol {
  static final Protocol INSTANCE = new ChatProtocol();

  private ChatProtocol() {}

  @Override
  public Map<String, Object> encode(ChatRequest request, ModelRoute route, boolean stream) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", route.model());
    body.put("messages", request.messages().stream().map(ChatProtocol::message).toList());
    request.parameters().forEach(body::putIfAbsent);
    if (stream) {
      body.put("stream", true);
    }
    return body;
  }

  static Map<String, Object> message(ChatRequest.Message message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("role", message.role());
    if (message.content() != null) {
      fields.put("content", message.content());
    }
    message.fields().forEach(fields::putIfAbsent);
    return fields;
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
