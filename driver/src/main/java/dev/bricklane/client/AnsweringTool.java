package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;

/**
 * Hands on the arguments of one tool as text while they come, where calling it is how a model gives
 * its answer. Arguments that begin as {@code "{}"} begin empty when more follow, as {@link
 * ToolCallAssembly} has it.
 */
final class AnsweringTool implements Protocol.Assembly {
  private static final String EMPTY = "{}";

  private final Protocol.Assembly assembly;
  private final String tool;
  private final Consumer<ChatDelta> deltas;
  private final ToolCallAssembly calls = new ToolCallAssembly();
  private int told;

  AnsweringTool(Protocol.Assembly assembly, String tool, Consumer<ChatDelta> deltas) {
    this.assembly = assembly;
    this.tool = tool;
    this.deltas = deltas;
  }

  @Override
  public void accept(String name, JsonNode event) {
    assembly.accept(name, event);
    for (JsonNode choice : event.path("choices")) {
      if (choice.path("index").asInt(0) == 0) {
        JsonNode message =
            choice.path("delta").isObject() ? choice.get("delta") : choice.path("message");
        message.path("tool_calls").forEach(calls::accept);
      }
    }
    CharSequence arguments = calls.arguments(tool);
    if (arguments != null && !EMPTY.contentEquals(arguments)) {
      tell(arguments);
    }
  }

  private void tell(CharSequence arguments) {
    if (arguments.length() > told) {
      deltas.accept(new ChatDelta(arguments.subSequence(told, arguments.length()).toString(), ""));
      told = arguments.length();
    }
  }

  @Override
  public JsonNode whole(boolean ended) {
    JsonNode whole = assembly.whole(ended);
    CharSequence arguments = calls.arguments(tool);
    if (arguments != null) {
      tell(arguments.length() == 0 ? EMPTY : arguments);
    }
    return whole;
  }
}
