package dev.bricklane.client.rules;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import java.util.List;
import java.util.Map;

/**
 * Blank texts are left out: Claude refuses empty text blocks, which answers that only call tools
 * have when they are sent back. LiteLLM leaves the field away, and so is it done here for all
 * messages but those of users and the system, where an empty text is the caller's own to mend.
 */
final class NoEmptyContent implements RequestRule {
  @Override
  public ChatRequest apply(ChatRequest request) {
    return Edits.eachMessage(request, NoEmptyContent::cleaned);
  }

  private static Message cleaned(Message message) {
    boolean asked = message.role().equals("user") || message.role().equals("system");
    if (message.content() instanceof List<?> parts) {
      List<?> kept = parts.stream().filter(part -> !isBlank(part)).toList();
      if (kept.size() == parts.size() || (kept.isEmpty() && asked)) {
        return message;
      }
      return Edits.with(message, kept.isEmpty() ? null : kept);
    }
    return !asked && message.content() instanceof String text && text.isBlank()
        ? Edits.with(message, null)
        : message;
  }

  private static boolean isBlank(Object part) {
    return part instanceof Map<?, ?> map
        && "text".equals(map.get("type"))
        && !map.containsKey("citations")
        && (map.get("text") == null || map.get("text").toString().isBlank());
  }
}
