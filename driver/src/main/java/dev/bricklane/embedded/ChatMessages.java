package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.ServedEndpoint.Family;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a chat, and checks them as the family of the model does. */
final class ChatMessages {
  private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

  private final Family family;
  private final List<Turn> turns = new ArrayList<>();
  private final Set<String> callIds = new HashSet<>();
  private boolean cached;

  private ChatMessages(Family family) {
    this.family = family;
  }

  static ChatMessages read(Fields fields, Family family) {
    JsonNode messages = fields.get("messages");
    if (messages == null || !messages.isArray() || messages.isEmpty()) {
      throw WireError.invalid("messages", "a non-empty list is required");
    }
    ChatMessages read = new ChatMessages(family);
    messages.forEach(read::add);
    Media.checkCount(read.turns, family);
    return read;
  }

  Conversation conversation() {
    return new Conversation(turns);
  }

  /** Tells whether a part is marked with {@code cache_control}. */
  boolean cached() {
    return cached;
  }

  private void add(JsonNode message) {
    String where = "messages[" + turns.size() + "]";
    String role = message.path("role").asText();
    if (!message.path("role").isTextual() || !ROLES.contains(role)) {
      throw WireError.invalid(where + ".role", "must be system, user, assistant or tool");
    }
    if (role.equals("system") && !turns.isEmpty()) {
      throw WireError.invalid(where + ".role", "system may stand only once, and first");
    }
    Map<String, String> calls = calls(message.path("tool_calls"), where + ".tool_calls");
    JsonNode content = message.path("content");
    List<Media> media = new ArrayList<>();
    String text;
    if (content.isTextual()) {
      text = ChatParts.checkText(content, family, where + ".content");
    } else if (content.isArray()) {
      ChatParts parts = new ChatParts(family, where + ".content");
      content.forEach(parts::add);
      text = parts.text();
      media.addAll(parts.media());
      cached |= parts.cached();
    } else if (!calls.isEmpty() && (content.isNull() || content.isMissingNode())) {
      text = "";
    } else {
      throw WireError.invalid(where + ".content", "must be a string or a list of parts");
    }
    turns.add(new Turn(role, text, media, calls, answers(message, role, where)));
    cached |= message.path("cache_control").isObject();
  }

  private Map<String, String> calls(JsonNode list, String where) {
    Map<String, String> calls = new LinkedHashMap<>();
    for (JsonNode call : list) {
      String name = Tool.checkName(call.path("function").path("name"), where + ".function");
      String id = call.path("id").asText();
      // GUESS: only that a Gemini wants its signature back is known, not in which order it checks.
      if (family == Family.GEMINI && call.path("thoughtSignature").asText().isEmpty()) {
        throw WireError.of(
            400,
            "INVALID_ARGUMENT",
            "Function call is missing a thought_signature in functionCall parts");
      }
      if (!call.path("function").path("arguments").isTextual()) {
        throw WireError.invalid(where + ".function.arguments", "must be a string");
      }
      calls.put(id.isEmpty() ? name : id, name);
    }
    callIds.addAll(calls.keySet());
    return calls;
  }

  private @Nullable String answers(JsonNode message, String role, String where) {
    if (!role.equals("tool")) {
      return null;
    }
    String id = message.path("tool_call_id").asText();
    // GUESS: the words. That both refuse an answer nobody called for is their public rule.
    if ((family == Family.GPT || family == Family.CLAUDE) && !callIds.contains(id)) {
      throw WireError.invalid(
          where + ".tool_call_id", "a tool's message must answer a call of an earlier message");
    }
    return id;
  }
}
