package dev.bricklane.client;

import dev.bricklane.client.ChatRequest.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages of chat completions as the input items of Responses. A turn of the assistant
 * becomes its reasoning items, its text and its calls of tools, in this order, the reasoning as it
 * came.
 */
final class ResponsesInput {
  /** Longer ids are refused (databricks-openai). */
  private static final int LONGEST_ID = 64;

  private ResponsesInput() {}

  static List<Object> of(List<Message> messages) {
    List<Object> items = new ArrayList<>();
    for (Message message : messages) {
      switch (message.role()) {
        case "tool" -> items.add(toolOutput(message));
        case "assistant" -> assistant(message, items);
        default -> items.add(item(message.role(), content(message, "input_text")));
      }
    }
    return items;
  }

  private static Map<String, Object> item(String role, @Nullable Object content) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("role", role);
    item.put("content", content == null ? "" : content);
    return item;
  }

  private static Map<String, Object> toolOutput(Message message) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("type", "function_call_output");
    item.put("call_id", message.fields().getOrDefault("tool_call_id", ""));
    item.put("output", message.text());
    return item;
  }

  private static void assistant(Message message, List<Object> items) {
    if (message.content() instanceof List<?> parts) {
      for (Object part : parts) {
        if (part instanceof Map<?, ?> map && isReasoning(map)) {
          items.add(withShortId(map));
        }
      }
    }
    Object content = content(message, "output_text");
    boolean empty = content instanceof List<?> list ? list.isEmpty() : "".equals(content);
    if (content != null && !empty) {
      items.add(item("assistant", content));
    }
    if (message.fields().get("tool_calls") instanceof List<?> calls) {
      for (Object call : calls) {
        if (call instanceof Map<?, ?> map && map.get("function") instanceof Map<?, ?> function) {
          Map<String, Object> item = new LinkedHashMap<>();
          item.put("type", "function_call");
          item.put("call_id", map.get("id"));
          item.put("name", function.get("name"));
          item.put("arguments", function.get("arguments"));
          items.add(item);
        }
      }
    }
  }

  private static boolean isReasoning(Map<?, ?> part) {
    return "reasoning".equals(part.get("type"));
  }

  private static Map<String, Object> withShortId(Map<?, ?> item) {
    Map<String, Object> copy = new LinkedHashMap<>();
    item.forEach((key, value) -> copy.put(String.valueOf(key), value));
    if (copy.get("id") instanceof String id && id.length() > LONGEST_ID) {
      copy.put("id", id.substring(0, LONGEST_ID));
    }
    return copy;
  }

  /** Returns a text as it is, and parts in the words of Responses. */
  private static @Nullable Object content(Message message, String textType) {
    if (!(message.content() instanceof List<?> parts)) {
      return message.content();
    }
    List<Object> content = new ArrayList<>();
    for (Object part : parts) {
      if (!(part instanceof Map<?, ?> map)) {
        content.add(part);
      } else if (!isReasoning(map)) {
        content.add(part(map, textType));
      }
    }
    return content;
  }

  private static Object part(Map<?, ?> part, String textType) {
    Map<String, Object> result = new LinkedHashMap<>();
    switch (String.valueOf(part.get("type"))) {
      case "text" -> {
        result.put("type", textType);
        result.put("text", part.get("text"));
      }
      case "image_url", "image" -> {
        result.put("type", "input_image");
        if (part.get("image_url") instanceof Map<?, ?> image) {
          result.put("image_url", image.get("url"));
          if (image.get("detail") != null) {
            result.put("detail", image.get("detail"));
          }
        } else {
          result.put("image_url", part.get("image_url"));
        }
      }
      case "file" -> {
        result.put("type", "input_file");
        if (part.get("file") instanceof Map<?, ?> file) {
          file.forEach((key, value) -> result.put(String.valueOf(key), value));
        }
      }
      default -> {
        return part;
      }
    }
    return result;
  }
}
