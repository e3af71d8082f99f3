package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.ServedEndpoint.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the messages of an Anthropic request. */
final class AnthropicMessages {
  private final Family family;
  private final List<Turn> turns = new ArrayList<>();
  private boolean cached;

  private AnthropicMessages(Family family) {
    this.family = family;
  }

  static AnthropicMessages read(Family family, Fields fields) {
    AnthropicMessages read = new AnthropicMessages(family);
    JsonNode system = fields.path("system");
    if (!system.isMissingNode() && !system.isNull()) {
      read.turns.add(new Turn("system", read.text(system)));
    }
    JsonNode messages = fields.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw WireError.invalid("messages", "a non-empty list is required");
    }
    int index = 0;
    for (JsonNode message : messages) {
      read.add(message, "messages." + index++);
    }
    return read;
  }

  Conversation conversation() {
    return new Conversation(turns);
  }

  boolean cached() {
    return cached;
  }

  private void add(JsonNode message, String where) {
    String role = message.path("role").asText();
    if (!role.equals("user") && !role.equals("assistant")) {
      throw WireError.invalid(where + ".role", "must be user or assistant");
    }
    JsonNode content = message.path("content");
    if (content.isTextual()) {
      turns.add(new Turn(role, ChatParts.checkText(content, family, where)));
      return;
    }
    if (!content.isArray() || content.isEmpty()) {
      throw WireError.invalid(where + ".content", "must be a string or a list of blocks");
    }
    List<String> texts = new ArrayList<>();
    List<Media> media = new ArrayList<>();
    Map<String, String> calls = new LinkedHashMap<>();
    List<Turn> results = new ArrayList<>();
    for (JsonNode block : content) {
      cached |= block.path("cache_control").isObject();
      switch (block.path("type").asText()) {
        case "text" -> texts.add(ChatParts.checkText(block.path("text"), family, where));
        case "image" -> media.add(image(block.path("source"), where));
        case "document" -> media.add(new Media("file", "", -1));
        case "thinking" -> checkThought(block, where);
        case "redacted_thinking" -> {}
        case "tool_use" -> calls.put(block.path("id").asText(), block.path("name").asText());
        case "tool_result" ->
            results.add(
                new Turn(
                    "tool",
                    text(block.path("content")),
                    List.of(),
                    Map.of(),
                    requireCall(block.path("tool_use_id").asText(), where)));
        default -> throw WireError.invalid(where + ".content", "a block's type is not supported");
      }
    }
    turns.addAll(results);
    if (results.isEmpty() || !texts.isEmpty()) {
      turns.add(new Turn(role, String.join("\n", texts), media, calls, null));
    }
  }

  private String requireCall(String id, String where) {
    if (turns.stream().noneMatch(turn -> turn.calls().containsKey(id))) {
      throw WireError.badRequest(
          where, where + ": unexpected `tool_use_id` found in `tool_result` blocks: " + id);
    }
    return id;
  }

  private static void checkThought(JsonNode block, String where) {
    String signature = Thought.signature(block.path("thinking").asText());
    if (!block.path("signature").asText().equals(signature)) {
      throw WireError.badRequest(where, where + ": Invalid `signature` in `thinking` block");
    }
  }

  private static Media image(JsonNode source, String where) {
    if (source.path("type").asText().equals("base64")) {
      return Media.ofData(
          "image", source.path("media_type").asText(), source.path("data").asText(), where);
    }
    throw Media.remoteRefused();
  }

  private String text(JsonNode content) {
    List<String> texts = new ArrayList<>();
    for (JsonNode block : content) {
      cached |= block.path("cache_control").isObject();
      texts.add(block.path("text").asText());
    }
    return content.isTextual() ? content.textValue() : String.join("\n", texts);
  }
}
