package dev.bricklane.client;

import dev.bricklane.client.ChatRequest.Message;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the next turn's message of an answer. */
final class Replayed {
  private Replayed() {}

  static Message message(ChatCompletion answer) {
    Object plain = Json.plain(Json.tryRead(answer.details().message()));
    Map<String, Object> fields = new LinkedHashMap<>();
    ((Map<?, ?>) plain).forEach((key, value) -> fields.put(String.valueOf(key), value));
    Object role = fields.remove("role");
    Object content = fields.remove("content");
    return new Message(String.valueOf(role), content, fields);
  }
}
