package dev.bricklane.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Arguments whose field is a structure, with the short forms that they have in SQL. */
final class StructuredArguments {
  /** Function calling on Databricks allows no more. */
  private static final int MOST_TOOLS = 32;

  private static final Set<String> CHOICES = Set.of("auto", "none", "required");

  private StructuredArguments() {}

  /** Returns the field that the text of an argument stands for. */
  static Object of(ArgumentValues arguments, String name, String text) {
    return switch (name) {
      case "response_format" -> ResponseFormat.of(arguments, text);
      case "thinking" -> thinking(arguments, text.strip());
      case "tools" -> tools(arguments);
      case "tool_choice" -> toolChoice(arguments, text.strip());
      case "usage_context" -> usageContext(arguments);
      case "extra_params" -> object(arguments, name);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Object thinking(ArgumentValues arguments, String text) {
    if (text.equals("adaptive") || text.equals("disabled")) {
      return fields("type", text);
    }
    Object given = JsonArguments.read(arguments, "thinking", text);
    if (given instanceof Integer budget && budget >= 0) {
      Map<String, Object> thinking = fields("type", "enabled");
      thinking.put("budget_tokens", budget);
      return thinking;
    }
    if (given instanceof Map<?, ?>) {
      return given;
    }
    throw arguments.refuse(
        "thinking", "must be adaptive, disabled, a number of tokens, or a JSON object");
  }

  /** A function without the frame around it gets one. */
  private static List<Object> tools(ArgumentValues arguments) {
    List<Object> tools = new ArrayList<>();
    List<?> given = JsonArguments.array(arguments, "tools");
    for (Object each : given == null ? List.of() : given) {
      Map<String, Object> tool = JsonArguments.asObject(each);
      if (tool == null) {
        throw arguments.refuse("tools", "holds something that is no object");
      }
      boolean bare = !tool.containsKey("type") && tool.containsKey("name");
      tools.add(bare ? function(tool) : tool);
    }
    if (tools.size() > MOST_TOOLS) {
      throw arguments.refuse(
          "tools", "has %d functions; %d are the most".formatted(tools.size(), MOST_TOOLS));
    }
    return tools;
  }

  private static Object toolChoice(ArgumentValues arguments, String text) {
    if (CHOICES.contains(text)) {
      return text;
    }
    Map<String, Object> given = text.startsWith("{") ? object(arguments) : null;
    return given == null ? function(fields("name", text)) : given;
  }

  private static @Nullable Map<String, Object> object(ArgumentValues arguments) {
    return JsonArguments.object(arguments, "tool_choice");
  }

  private static Map<String, Object> object(ArgumentValues arguments, String name) {
    Map<String, Object> object = JsonArguments.object(arguments, name);
    if (object == null) {
      throw arguments.refuse(name, "must be a JSON object");
    }
    return object;
  }

  private static Map<String, Object> usageContext(ArgumentValues arguments) {
    Map<String, Object> tags = JsonArguments.object(arguments, "usage_context");
    if (tags == null || !tags.values().stream().allMatch(String.class::isInstance)) {
      throw arguments.refuse("usage_context", "must be a JSON object whose values are texts");
    }
    return tags;
  }

  private static Map<String, Object> function(Map<String, Object> function) {
    Map<String, Object> tool = fields("type", "function");
    tool.put("function", function);
    return tool;
  }

  private static Map<String, Object> fields(String name, @Nullable Object value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(name, value);
    return fields;
  }
}
