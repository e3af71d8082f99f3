package dev.bricklane.client.rules;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A conversation has one system message at most, and that comes first (Databricks, Foundation model
 * REST API reference): several become one, in their order.
 */
final class OneSystemMessageFirst implements RequestRule {
  @Override
  public ChatRequest apply(ChatRequest request) {
    List<Message> system = request.messages().stream().filter(this::isSystem).toList();
    boolean first = isSystem(request.messages().get(0));
    if (system.isEmpty() || (system.size() == 1 && first)) {
      return request;
    }
    List<Message> messages = new ArrayList<>();
    messages.add(joined(system));
    request.messages().stream().filter(message -> !isSystem(message)).forEach(messages::add);
    return request.withMessages(messages);
  }

  private boolean isSystem(Message message) {
    return message.role().equals("system");
  }

  private static Message joined(List<Message> messages) {
    if (messages.size() == 1) {
      return messages.get(0);
    }
    if (messages.stream().allMatch(message -> message.content() instanceof String)) {
      return Message.system(
          messages.stream().map(Message::text).collect(Collectors.joining("\n\n")));
    }
    List<Object> parts = new ArrayList<>();
    messages.forEach(message -> parts.addAll(Edits.parts(message.content())));
    return Edits.with(messages.get(0), parts);
  }
}
