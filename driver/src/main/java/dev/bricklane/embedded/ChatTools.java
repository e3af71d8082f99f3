package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.ServedEndpoint.Family;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code tools}, {@code tool_choice} and {@code parallel_tool_calls} of a chat. */
final class ChatTools {
  private ChatTools() {}

  static ToolUse read(Fields fields, Family family) {
    List<Tool> tools = tools(fields, family);
    JsonNode choice = fields.get("tool_choice");
    JsonNode parallel = fields.get("parallel_tool_calls");
    boolean several = parallel == null ? family != Family.OPEN : parallel.asBoolean();
    if (choice == null) {
      return tools.isEmpty() ? ToolUse.NONE : new ToolUse(tools, ToolUse.Mode.AUTO, "", several);
    }
    if (choice.isTextual()) {
      ToolUse.Mode mode =
          switch (choice.textValue()) {
            case "none" -> ToolUse.Mode.NONE;
            case "auto" -> ToolUse.Mode.AUTO;
            case "required" -> ToolUse.Mode.REQUIRED;
            default ->
                throw WireError.invalid(
                    "tool_choice", "must be none, auto, required or a function");
          };
      return new ToolUse(tools, mode, "", several);
    }
    String wanted = choice.path("function").path("name").asText();
    if (!choice.path("type").asText().equals("function") || wanted.isEmpty()) {
      throw WireError.invalid("tool_choice", "must be none, auto, required or a function");
    }
    return new ToolUse(tools, ToolUse.Mode.REQUIRED, wanted, false);
  }

  private static List<Tool> tools(Fields fields, Family family) {
    List<Tool> tools = new ArrayList<>();
    JsonNode list = fields.get("tools");
    if (list == null) {
      return tools;
    }
    ToolUse.checkList(list);
    for (JsonNode tool : list) {
      String where = "tools[" + tools.size() + "]";
      if (!tool.path("type").asText().equals("function")) {
        throw WireError.invalid(where + ".type", "must be function");
      }
      JsonNode function = tool.path("function");
      String name = Tool.checkName(function.path("name"), where + ".function");
      JsonNode parameters = function.path("parameters");
      if (!parameters.isMissingNode() && !parameters.isNull() && !parameters.isObject()) {
        throw WireError.invalid(where + ".function.parameters", "must be a schema of an object");
      }
      if (family == Family.GPT && function.path("strict").asBoolean()) {
        AnswerFormat.requireClosedObjects(parameters, where + ".function.parameters");
      }
      tools.add(new Tool(name, parameters));
    }
    return tools;
  }
}
