package dev.bricklane.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One chat completion to ask for. Immutable; equal requests ask for the same.
 *
 * @param model the endpoint or model service, such as {@code databricks-claude-sonnet-4-5}; a
 *     prefix {@code databricks/} is allowed
 * @param messages the conversation, in order; not empty
 * @param parameters further fields of the request body by their wire name, such as {@code
 *     max_tokens}; values are strings, numbers, booleans, lists and maps of these
 * @param sample which of several answers to the same question is asked for, or null; never sent
 */
public record ChatRequest(
    String model, List<Message> messages, Map<String, Object> parameters, @Nullable Long sample) {
  /** Asks for the one answer to a question. */
  public ChatRequest(String model, List<Message> messages, Map<String, Object> parameters) {
    this(model, messages, parameters, null);
  }

  public ChatRequest {
    messages = List.copyOf(messages);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("messages is empty");
    }
  }

  /**
   * One turn.
   *
   * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
   * @param content the text
   */
  public record Message(String role, String content) {
    /** Makes a system message. */
    public static Message system(String content) {
      return new Message("system", content);
    }

    /** Makes a user message. */
    public static Message user(String content) {
      return new Message("user", content);
    }
  }
}
