package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.ServedEndpoint.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The messages of a chat, checked as the real service checks them. Immutable.
 *
 * @param turns at least one
 */
record Conversation(List<Turn> turns) {
  private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");
  private static final Set<String> PARTS =
      Set.of(
          "text", "image_url", "image", "audio_url", "video_url", "document", "file", "reasoning");

  Conversation {
    turns = List.copyOf(turns);
  }

  /** One message: its role, and the text of its content. */
  record Turn(String role, String text) {}

  static Conversation parse(Fields fields, Family family) {
    JsonNode messages = fields.get("messages");
    if (messages == null || !messages.isArray() || messages.isEmpty()) {
      throw WireError.invalid("messages", "a non-empty list is required");
    }
    List<Turn> turns = new ArrayList<>();
    for (JsonNode message : messages) {
      String where = "messages[" + turns.size() + "]";
      String role = message.path("role").asText();
      if (!message.path("role").isTextual() || !ROLES.contains(role)) {
        throw WireError.invalid(where + ".role", "must be system, user, assistant or tool");
      }
      if (role.equals("system") && !turns.isEmpty()) {
        throw WireError.invalid(where + ".role", "system may stand only once, and first");
      }
      turns.add(new Turn(role, text(message, where + ".content", family)));
    }
    return new Conversation(turns);
  }

  /** Returns the text of the last message of the user, or of the last message. */
  String prompt() {
    for (int i = turns.size() - 1; i >= 0; i--) {
      if (turns.get(i).role().equals("user")) {
        return turns.get(i).text();
      }
    }
    return turns.get(turns.size() - 1).text();
  }

  /** Returns the system message's text, or the empty string. */
  String system() {
    return turns.get(0).role().equals("system") ? turns.get(0).text() : "";
  }

  int tokens() {
    return turns.stream().mapToInt(turn -> Tokens.count(turn.text())).sum();
  }

  private static String text(JsonNode message, String where, Family family) {
    JsonNode content = message.path("content");
    boolean callsTools = message.path("tool_calls").isArray();
    if (content.isTextual()) {
      if (family == Family.CLAUDE && content.textValue().isEmpty()) {
        throw WireError.invalid(where, "text content blocks must be non-empty");
      }
      return content.textValue();
    }
    if (content.isArray()) {
      return join(content, where, family);
    }
    if (callsTools && (content.isNull() || content.isMissingNode())) {
      return "";
    }
    throw WireError.invalid(where, "must be a string or a list of parts");
  }

  private static String join(JsonNode parts, String where, Family family) {
    List<String> texts = new ArrayList<>();
    for (JsonNode part : parts) {
      String type = part.path("type").asText();
      if (!PARTS.contains(type)) {
        throw WireError.invalid(
            where, "a part's type is one of " + PARTS.stream().sorted().toList());
      }
      if (type.equals("text")) {
        if (!part.path("text").isTextual()) {
          throw WireError.invalid(where, "a text part needs a string 'text'");
        }
        texts.add(part.path("text").textValue());
      }
      JsonNode image = part.path("image_url");
      String url = image.isTextual() ? image.textValue() : image.path("url").asText();
      if (family == Family.CLAUDE && url.startsWith("http")) {
        throw WireError.of(
            400, "INVALID_PARAMETER_VALUE", "Http data URLs are not supported by Claude");
      }
    }
    return String.join("\n", texts);
  }
}
