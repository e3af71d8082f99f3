package dev.bricklane.scripting;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a tool answered, as the model is told. Immutable and thread-safe. */
public final class ToolResult {
  private final String id;
  private final String name;
  private final String text;
  private final boolean error;

  /** Makes a result of the call with an id, of the tool with a name. */
  ToolResult(String id, String name, String text, boolean error) {
    this.id = id;
    this.name = name;
    this.text = text;
    this.error = error;
  }

  /** Makes the result of a call. */
  static ToolResult of(ToolCall call, String text) {
    // Services refuse empty texts: the JSON of one says the same.
    return new ToolResult(
        call.getId(), call.getName(), text.isBlank() ? Json.write(text) : text, false);
  }

  /** Makes the result of a call that has failed. */
  static ToolResult error(ToolCall call, String why) {
    return new ToolResult(call.getId(), call.getName(), "Error: " + why, true);
  }

  /** Returns the id of the call that this is the result of. */
  public String getId() {
    return id;
  }

  /** Returns the name of the tool; empty in a conversation that was taken up from its messages. */
  public String getName() {
    return name;
  }

  /** Returns what the model is told: a text as it was, and anything else as JSON. */
  public String getText() {
    return text;
  }

  /** Returns whether the tool was not called, has failed, or has rejected the call. */
  public boolean isError() {
    return error;
  }

  /** Returns the message on the wire. */
  String message() {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", "tool");
    message.put("tool_call_id", id);
    message.put("content", text);
    return Json.write(message);
  }

  /** Such as {@code lookup: Ada}. */
  @Override
  public String toString() {
    return name + ": " + text;
  }
}
