package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.client.ChatRequest.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages of chat completions as {@code contents}.
 *
 * @param system the parts of the system messages, which stand beside the turns
 * @param turns of {@code user} and {@code model}
 */
record GeminiContents(List<Object> system, List<Object> turns) {
  static GeminiContents of(List<Message> messages) {
    List<Object> system = new ArrayList<>();
    List<Object> turns = new ArrayList<>();
    Map<String, String> namesOfCalls = new HashMap<>();
    List<Object> results = List.of();
    for (Message message : messages) {
      switch (message.role()) {
        case "system", "developer" -> system.addAll(parts(message));
        case "assistant" -> {
          List<Object> parts = parts(message);
          parts.addAll(calls(message, namesOfCalls));
          turns.add(turn("model", parts));
        }
        case "tool" -> {
          // The results of the calls of one turn are one turn.
          if (results.isEmpty()) {
            results = new ArrayList<>();
            turns.add(turn("user", results));
          }
          results.add(result(message, namesOfCalls));
        }
        default -> turns.add(turn("user", parts(message)));
      }
      if (!message.role().equals("tool")) {
        results = List.of();
      }
    }
    return new GeminiContents(system, turns);
  }

  private static Map<String, Object> turn(String role, List<Object> parts) {
    Map<String, Object> turn = new LinkedHashMap<>();
    turn.put("role", role);
    turn.put("parts", parts);
    return turn;
  }

  private static List<Object> parts(Message message) {
    List<Object> parts = new ArrayList<>();
    if (message.content() instanceof List<?> list) {
      for (Object part : list) {
        if (part instanceof Map<?, ?> map) {
          part(map, parts);
        }
      }
    } else if (message.content() != null && !message.text().isEmpty()) {
      parts.add(map("text", message.text()));
    }
    return parts;
  }

  private static void part(Map<?, ?> part, List<Object> parts) {
    String type = String.valueOf(part.get("type"));
    switch (type) {
      case "text" -> parts.add(signed(map("text", part.get("text")), part));
      case "image_url", "audio_url", "video_url", "image" ->
          parts.add(media(part.get(type.equals("image") ? "image_url" : type), type));
      case "input_audio" -> {
        if (part.get(type) instanceof Map<?, ?> audio) {
          parts.add(map("inlineData", inline("audio/" + audio.get("format"), audio.get("data"))));
        }
      }
      case "reasoning" -> {
        if (part.get("summary") instanceof List<?> summaries) {
          for (Object entry : summaries) {
            if (entry instanceof Map<?, ?> summary && summary.get("text") != null) {
              Map<String, Object> thought = map("text", summary.get("text"));
              thought.put("thought", true);
              if (summary.get("signature") != null) {
                thought.put("thoughtSignature", summary.get("signature"));
              }
              parts.add(thought);
            }
          }
        }
      }
      default -> {
        Map<String, Object> own = new LinkedHashMap<>();
        part.forEach((key, value) -> own.put(String.valueOf(key), value));
        parts.add(own); // Google's own form
      }
    }
  }

  private static Map<String, Object> media(@Nullable Object given, String type) {
    String url = String.valueOf(given instanceof Map<?, ?> map ? map.get("url") : given);
    int comma = url.indexOf(',');
    if (url.startsWith("data:") && comma > 0) {
      String mimeType = url.substring("data:".length(), comma).replaceAll(";.*", "");
      return map("inlineData", inline(mimeType, url.substring(comma + 1)));
    }
    Map<String, Object> file = new LinkedHashMap<>();
    String mimeType = MediaTypes.ofUrl(url, type);
    if (mimeType != null) {
      file.put("mimeType", mimeType);
    }
    file.put("fileUri", url);
    return map("fileData", file);
  }

  private static Map<String, Object> inline(String mimeType, @Nullable Object data) {
    Map<String, Object> inline = map("mimeType", mimeType);
    inline.put("data", data == null ? "" : data);
    return inline;
  }

  private static List<Object> calls(Message message, Map<String, String> names) {
    List<Object> parts = new ArrayList<>();
    if (message.fields().get("tool_calls") instanceof List<?> calls) {
      for (Object entry : calls) {
        if (entry instanceof Map<?, ?> call && call.get("function") instanceof Map<?, ?> function) {
          String name = String.valueOf(function.get("name"));
          names.put(String.valueOf(call.get("id")), name);
          // Without an id, which Gemini's function calls do not have here.
          Map<String, Object> asked = map("name", name);
          asked.put("args", object(function.get("arguments")));
          parts.add(signed(map("functionCall", asked), call));
        }
      }
    }
    return parts;
  }

  private static Map<String, Object> result(Message message, Map<String, String> names) {
    String id = String.valueOf(message.fields().get("tool_call_id"));
    Object name = message.fields().get("name");
    Map<String, Object> response = map("name", name != null ? name : names.getOrDefault(id, id));
    response.put("response", object(message.text()));
    return map("functionResponse", response);
  }

  /** Returns JSON of an object as it is, and anything else as the field {@code result} of one. */
  private static Object object(@Nullable Object json) {
    if (json instanceof Map<?, ?>) {
      return json;
    }
    String text = json == null ? "" : json.toString();
    JsonNode node = Json.tryRead(text);
    Object plain = node == null || !node.isObject() ? null : Json.plain(node);
    if (plain != null) {
      return plain;
    }
    return text.isBlank() ? Map.of() : Map.of("result", text);
  }

  /** Gemini refuses a call of its own that comes back without its signature. */
  private static Map<String, Object> signed(Map<String, Object> part, Map<?, ?> source) {
    Object signature = source.get("thoughtSignature");
    if (signature == null
        && source.get("extra_content") instanceof Map<?, ?> extra
        && extra.get("google") instanceof Map<?, ?> google) {
      signature = google.get("thought_signature"); // as Google's own chat completions have it
    }
    if (signature != null) {
      part.put("thoughtSignature", signature);
    }
    return part;
  }

  private static Map<String, Object> map(String key, @Nullable Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value == null ? "" : value);
    return map;
  }
}
