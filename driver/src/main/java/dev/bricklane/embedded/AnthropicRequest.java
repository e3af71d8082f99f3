package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.ServedEndpoint.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads Anthropic's public Messages request. GUESS: that Databricks passes it on. */
final class AnthropicRequest {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "system",
          "max_tokens",
          "stop_sequences",
          "stream",
          "temperature",
          "top_p",
          "top_k",
          "tools",
          "tool_choice",
          "thinking",
          "metadata");

  private AnthropicRequest() {}

  static Ask read(Surface surface, ServedEndpoint endpoint, Fields fields) {
    fields.refuseOthers(KNOWN, surface);
    if (fields.positive("max_tokens").isEmpty()) {
      throw WireError.badRequest("max_tokens", "max_tokens: Field required");
    }
    fields.range("temperature", 0, true, 1);
    fields.range("top_p", 0, false, 1);
    ToolUse tools = tools(fields);
    ChatFields.checkThinking(endpoint.family(), fields);
    boolean thinks = ChatFields.wantsReasoning(endpoint.family(), fields);
    if (thinks && tools.mode() == ToolUse.Mode.REQUIRED) {
      throw WireError.badRequest(
          "tool_choice", "Thinking may not be enabled when tool_choice forces tool use.");
    }
    AnthropicMessages messages = AnthropicMessages.read(endpoint.family(), fields);
    return new Ask(
        messages.conversation(),
        AnswerFormat.TEXT,
        tools,
        new Sampling(
            fields.positive("max_tokens"),
            fields.strings("stop_sequences"),
            fields.flag("stream"),
            false),
        thinks || endpoint.has(Trait.REASONS),
        messages.cached());
  }

  private static ToolUse tools(Fields fields) {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode tool : fields.path("tools")) {
      String where = "tools." + tools.size();
      if (!tool.path("input_schema").isObject()) {
        throw WireError.badRequest(where, where + ".input_schema: Field required");
      }
      tools.add(new Tool(Tool.checkName(tool.path("name"), where), tool.path("input_schema")));
    }
    JsonNode choice = fields.path("tool_choice");
    boolean several = !choice.path("disable_parallel_tool_use").asBoolean();
    return switch (choice.path("type").asText("auto")) {
      case "none" -> ToolUse.NONE;
      case "auto" -> new ToolUse(tools, ToolUse.Mode.AUTO, "", several);
      case "any" -> new ToolUse(tools, ToolUse.Mode.REQUIRED, "", several);
      case "tool" -> new ToolUse(tools, ToolUse.Mode.REQUIRED, choice.path("name").asText(), false);
      default -> throw WireError.invalid("tool_choice.type", "must be auto, any, tool or none");
    };
  }
}
