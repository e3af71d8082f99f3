package dev.bricklane.scripting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model's wish that a tool be called. Immutable and thread-safe. */
public final class ToolCall {
  private final String id;
  private final String name;
  private final String json;

  private ToolCall(String id, String name, String json) {
    this.id = id;
    this.name = name;
    this.json = json;
  }

  /** Reads the {@code tool_calls} of a message; empty if there are none. */
  static List<ToolCall> of(@Nullable Object wire) {
    List<ToolCall> calls = new ArrayList<>();
    if (wire instanceof List<?> list) {
      for (Object entry : list) {
        if (entry instanceof Map<?, ?> call && call.get("function") instanceof Map<?, ?> function) {
          String name = text(function.get("name"));
          String id = text(call.get("id"));
          Object arguments = function.get("arguments");
          // Gemini's calls have the function's name for an id.
          calls.add(
              new ToolCall(
                  id.isEmpty() ? name : id,
                  name,
                  arguments instanceof Map<?, ?> ? Json.write(arguments) : text(arguments)));
        }
      }
    }
    return List.copyOf(calls);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /** Returns the call's id, which its result goes back with. */
  public String getId() {
    return id;
  }

  /** Returns the name of the tool. */
  public String getName() {
    return name;
  }

  /**
   * Returns the arguments as the model wrote them, unchecked; empty if there are none.
   *
   * @throws IllegalArgumentException if they are not the JSON of an object
   */
  @SuppressWarnings("unchecked") // The JSON of an object.
  public Map<String, Object> getArguments() {
    Object value = json.isBlank() ? null : Json.read(json);
    if (value != null && !(value instanceof Map<?, ?>)) {
      throw new IllegalArgumentException(
          "The arguments are no JSON object: " + Json.beginning(json));
    }
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  /** Such as {@code lookup({"id":7})}. */
  @Override
  public String toString() {
    return name + "(" + json + ")";
  }
}
