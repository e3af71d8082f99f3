package dev.bricklane.scripting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation: what one side said. Immutable and thread-safe. Its text is {@code
 * turn.text}; it prints with who said it.
 */
public final class Turn {
  private final String role;
  private final String text;
  private final List<String> wire;
  private final List<ToolCall> toolCalls;
  private final List<ToolResult> toolResults;
  private final @Nullable Completion completion;

  private Turn(
      String role,
      String text,
      List<String> wire,
      List<ToolCall> toolCalls,
      List<ToolResult> toolResults,
      @Nullable Completion completion) {
    this.role = role;
    this.text = text;
    this.wire = List.copyOf(wire);
    this.toolCalls = List.copyOf(toolCalls);
    this.toolResults = List.copyOf(toolResults);
    this.completion = completion;
  }

  /** Makes a turn of text alone. */
  static Turn of(String role, CharSequence text) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", role);
    message.put("content", text.toString());
    return of(Json.write(message));
  }

  /**
   * Makes a turn of a message.
   *
   * @param json as chat completions have it
   * @throws IllegalArgumentException if it is none
   */
  static Turn of(String json) {
    if (!(Json.read(json) instanceof Map<?, ?> message)
        || !(message.get("role") instanceof String role)) {
      throw new IllegalArgumentException(
          "A message is an object with role and content, not " + Json.beginning(json));
    }
    String text = text(message.get("content"));
    List<ToolResult> results =
        role.equals("tool")
            ? List.of(new ToolResult(String.valueOf(message.get("tool_call_id")), "", text, false))
            : List.of();
    return new Turn(
        role, text, List.of(json), ToolCall.of(message.get("tool_calls")), results, null);
  }

  /** Returns the same with another text. */
  Turn saying(String other) {
    if (other.equals(text)) {
      return this;
    }
    Map<String, Object> message = new LinkedHashMap<>(getMessages().get(0));
    if (message.get("content") instanceof List<?> parts) {
      List<Object> all = new ArrayList<>(List.of(Map.of("type", "text", "text", other)));
      parts.stream()
          .filter(part -> !(part instanceof Map<?, ?> map && "text".equals(map.get("type"))))
          .forEach(all::add);
      message.put("content", all);
    } else {
      message.put("content", other);
    }
    return of(Json.write(message));
  }

  /** Makes the turn of a model that has answered; its message goes back to it unchanged. */
  static Turn of(Completion answer) {
    String message =
        answer.getDetails().get("message") instanceof String json
            ? json
            : Json.write(Map.of("role", "assistant", "content", answer.toString()));
    return new Turn(
        "assistant",
        answer.toString(),
        List.of(message),
        ToolCall.of(answer.getToolCalls()),
        List.of(),
        answer);
  }

  /** Makes the turn of tools, with their results in the order of the calls. */
  static Turn of(List<ToolResult> results) {
    return new Turn(
        "tool",
        String.join("\n", results.stream().map(ToolResult::getText).toList()),
        results.stream().map(ToolResult::message).toList(),
        List.of(),
        results,
        null);
  }

  /** Returns the same turn of one message with another text; what lies beside it stays. */
  Turn withText(String said) {
    Map<String, Object> message = new LinkedHashMap<>(getMessages().get(0));
    if (message.get("content") instanceof List<?> parts) {
      List<Object> others = new ArrayList<>(parts);
      others.removeIf(part -> part instanceof Map<?, ?> map && map.get("text") != null);
      others.add(0, Map.of("type", "text", "text", said));
      message.put("content", others);
    } else {
      message.put("content", said);
    }
    return of(Json.write(message));
  }

  /** Writes the messages of turns as the JSON that goes on the wire. */
  static String json(List<Turn> turns) {
    List<String> messages = new ArrayList<>();
    turns.forEach(turn -> messages.addAll(turn.wire));
    return "[" + String.join(",", messages) + "]";
  }

  private static String text(@Nullable Object content) {
    if (!(content instanceof List<?> parts)) {
      return content == null ? "" : content.toString();
    }
    StringBuilder text = new StringBuilder();
    for (Object part : parts) {
      if (part instanceof Map<?, ?> map && map.get("text") instanceof String piece) {
        text.append(piece);
      }
    }
    return text.toString();
  }

  /** Returns who speaks: {@code system}, {@code user}, {@code assistant} or {@code tool}. */
  public String getRole() {
    return role;
  }

  /** Returns what is said in words; empty if nothing, as where a model only calls tools. */
  public String getText() {
    return text;
  }

  /** Returns the tools that the model wants to be called; empty if none. */
  public List<ToolCall> getToolCalls() {
    return toolCalls;
  }

  /** Returns what tools answered, in the order of their calls; empty but in their own turn. */
  public List<ToolResult> getToolResults() {
    return toolResults;
  }

  /** Returns the answer that this turn is; null if no model gave it here. */
  public @Nullable Completion getCompletion() {
    return completion;
  }

  /** Returns the tokens that this turn's answer took; none if no model gave it here. */
  public Usage getUsage() {
    return completion == null ? Usage.NONE : completion.getUsage();
  }

  /** Returns the messages on the wire: one, or one for each result of tools. */
  @SuppressWarnings("unchecked") // The JSON of objects.
  public List<Map<String, Object>> getMessages() {
    return (List<Map<String, Object>>) (List<?>) wire.stream().map(Json::read).toList();
  }

  /** Such as {@code user: What is this? [image]} or {@code assistant: [calls lookup({"id":7})]}. */
  @Override
  public String toString() {
    StringBuilder shown = new StringBuilder(role).append(':');
    if (role.equals("tool")) {
      toolResults.forEach(result -> shown.append(" [").append(result).append(']'));
      return shown.toString();
    }
    if (!text.isEmpty()) {
      shown.append(' ').append(text);
    }
    if (getMessages().get(0).get("content") instanceof List<?> parts) {
      for (Object part : parts) {
        if (part instanceof Map<?, ?> map && String.valueOf(map.get("type")).endsWith("_url")) {
          shown
              .append(" [")
              .append(String.valueOf(map.get("type")).replace("_url", ""))
              .append(']');
        }
      }
    }
    toolCalls.forEach(call -> shown.append(" [calls ").append(call).append(']'));
    return shown.toString();
  }
}
