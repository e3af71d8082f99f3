package dev.bricklane.client.rules;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes to requests, which leave the original as it is. */
final class Edits {
  private Edits() {}

  static ChatRequest without(ChatRequest request, Set<String> names) {
    if (request.parameters().keySet().stream().noneMatch(names::contains)) {
      return request;
    }
    Map<String, Object> parameters = copy(request);
    parameters.keySet().removeAll(names);
    return request.withParameters(parameters);
  }

  static ChatRequest with(ChatRequest request, String name, Object value) {
    Map<String, Object> parameters = copy(request);
    parameters.put(name, value);
    return request.withParameters(parameters);
  }

  /** Puts a parameter in the place of another. */
  static ChatRequest replacing(ChatRequest request, String old, String name, Object value) {
    return with(without(request, Set.of(old)), name, value);
  }

  static ChatRequest eachMessage(ChatRequest request, UnaryOperator<Message> change) {
    return request.withMessages(request.messages().stream().map(change).toList());
  }

  static Message with(Message message, @Nullable Object content) {
    return new Message(message.role(), content, message.fields());
  }

  static Message without(Message message, String field) {
    if (!message.fields().containsKey(field)) {
      return message;
    }
    Map<String, Object> fields = new LinkedHashMap<>(message.fields());
    fields.remove(field);
    return new Message(message.role(), message.content(), fields);
  }

  /** Returns a content as parts, a text being one. */
  static List<Object> parts(@Nullable Object content) {
    if (content instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    List<Object> parts = new ArrayList<>();
    if (content != null) {
      parts.add(textPart(content.toString()));
    }
    return parts;
  }

  static Map<String, Object> textPart(String text) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("type", "text");
    part.put("text", text);
    return part;
  }

  private static Map<String, Object> copy(ChatRequest request) {
    return new LinkedHashMap<>(request.parameters());
  }
}
