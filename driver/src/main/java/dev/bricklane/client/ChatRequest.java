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
 * @param parameters further fields of the request body by their name in chat completions, such as
 *     {@code max_tokens}; values are strings, numbers, booleans, lists and maps of these
 * @param options how it is sent
 * @param sample which of several answers to the same question is asked for, or null; never sent
 */
public record ChatRequest(
    String model,
    List<Message> messages,
    Map<String, Object> parameters,
    CallOptions options,
    @Nullable Long sample) {
  /** Asks for the one answer to a question, in the usual way. */
  public ChatRequest(String model, List<Message> messages, Map<String, Object> parameters) {
    this(model, messages, parameters, CallOptions.USUAL, null);
  }

  /** Asks in the usual way. */
  public ChatRequest(
      String model, List<Message> messages, Map<String, Object> parameters, @Nullable Long sample) {
    this(model, messages, parameters, CallOptions.USUAL, sample);
  }

  public ChatRequest {
    messages = List.copyOf(messages);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("messages is empty");
    }
  }

  /** Returns the same request with other messages. */
  public ChatRequest withMessages(List<Message> others) {
    return new ChatRequest(model, others, parameters, options, sample);
  }

  /** Returns the same request with other parameters. */
  public ChatRequest withParameters(Map<String, Object> others) {
    return new ChatRequest(model, messages, others, options, sample);
  }

  /** Returns the same request, sent in another way. */
  public ChatRequest withOptions(CallOptions others) {
    return new ChatRequest(model, messages, parameters, others, sample);
  }

  /**
   * One turn.
   *
   * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
   * @param content a text, or a list of parts, each a map as chat completions have it; null where
   *     an assistant only called tools
   * @param fields further fields by their wire name, such as {@code tool_calls} and {@code
   *     tool_call_id}
   */
  public record Message(String role, @Nullable Object content, Map<String, Object> fields) {
    /** Makes a turn of text. */
    public Message(String role, String content) {
      this(role, content, Map.of());
    }

    public Message {
      if (content instanceof List<?> parts) {
        content = List.copyOf(parts);
      }
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Makes a system message. */
    public static Message system(String content) {
      return new Message("system", content);
    }

    /** Makes a user message. */
    public static Message user(String content) {
      return new Message("user", content);
    }

    /** Returns the text, that of its parts joined; empty if there is none. */
    public String text() {
      if (content instanceof List<?> parts) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
          if (part instanceof Map<?, ?> map && map.get("text") instanceof String piece) {
            text.append(piece);
          }
        }
        return text.toString();
      }
      return content == null ? "" : content.toString();
    }
  }
}
