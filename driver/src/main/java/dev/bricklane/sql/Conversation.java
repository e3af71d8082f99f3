package dev.bricklane.sql;

import dev.bricklane.client.ChatRequest.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a call asks with: the system message, those of {@code messages} exactly as they
 * are given, so that reasoning can be sent back as it came, and the prompt with what lies beside
 * it.
 */
final class Conversation {
  private static final String ARGUMENT = "messages";

  private Conversation() {}

  /** Returns whether there is anything to ask. */
  static boolean isAsked(ArgumentValues arguments) {
    return arguments.text("prompt") != null || arguments.text(ARGUMENT) != null;
  }

  static List<Message> of(ArgumentValues arguments, List<Map<String, Object>> media) {
    List<Message> messages = new ArrayList<>();
    String system = arguments.text("system");
    if (system != null) {
      messages.add(Message.system(system));
    }
    List<?> given = JsonArguments.array(arguments, ARGUMENT);
    if (given != null) {
      for (int i = 0; i < given.size(); i++) {
        messages.add(message(arguments, i, given.get(i)));
      }
    }
    String prompt = arguments.text("prompt");
    if (prompt != null) {
      messages.add(asked(prompt, media));
    } else if (!media.isEmpty()) {
      throw arguments.refuse("prompt", "is missing beside images, audio or video");
    }
    if (given != null && given.isEmpty() && prompt == null) {
      throw arguments.refuse(ARGUMENT, "is empty");
    }
    return messages;
  }

  private static Message asked(String prompt, List<Map<String, Object>> media) {
    if (media.isEmpty()) {
      return Message.user(prompt);
    }
    List<Object> parts = new ArrayList<>();
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("type", "text");
    text.put("text", prompt);
    parts.add(text);
    parts.addAll(media);
    return new Message("user", parts, Map.of());
  }

  private static Message message(ArgumentValues arguments, int index, @Nullable Object value) {
    Map<String, Object> given = JsonArguments.asObject(value);
    if (given == null
        || !(given.get("role") instanceof String role)
        || !isContent(given.get("content"))) {
      throw arguments.refuse(
          ARGUMENT,
          "has no message at [%d]: an object with role, and content that is a text, a list of parts"
                  .formatted(index)
              + " or null");
    }
    Map<String, Object> fields = new LinkedHashMap<>(given);
    fields.remove("role");
    Object content = fields.remove("content");
    return new Message(role, content, fields);
  }

  private static boolean isContent(@Nullable Object content) {
    return content == null
        || content instanceof String
        || (content instanceof List<?> parts && parts.stream().allMatch(Objects::nonNull));
  }
}
