package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.ServedEndpoint.Family;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code input} of a Responses request: a text, or items. */
final class ResponsesInput {
  private static final int LONGEST_ID = 64;
  private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");
  private static final Set<String> SKIPPED =
      Set.of("reasoning", "item_reference", "mcp_approval_request", "mcp_approval_response");

  private final Family family;
  private final List<Turn> turns = new ArrayList<>();
  private final Set<String> callIds = new HashSet<>();

  ResponsesInput(Family family) {
    this.family = family;
  }

  Conversation conversation() {
    return new Conversation(turns);
  }

  void instruct(String instructions) {
    turns.add(new Turn("system", instructions));
  }

  void read(@Nullable JsonNode input) {
    if (input == null || !(input.isTextual() || (input.isArray() && !input.isEmpty()))) {
      throw WireError.invalid("input", "a string or a non-empty list of items is required");
    }
    if (input.isTextual()) {
      turns.add(new Turn("user", input.textValue()));
      return;
    }
    int index = 0;
    for (JsonNode item : input) {
      add(item, "input[" + index++ + "]");
    }
    if (turns.isEmpty()) {
      throw WireError.invalid("input", "holds no message");
    }
    Media.checkCount(turns, family);
  }

  private void add(JsonNode item, String where) {
    if (item.path("id").asText().length() > LONGEST_ID) {
      throw WireError.invalid(where + ".id", "must have at most " + LONGEST_ID + " characters");
    }
    String type = item.path("type").asText("message");
    switch (type) {
      case "message" -> addMessage(item, where);
      case "function_call" -> {
        String name = Tool.checkName(item.path("name"), where);
        String id = requireId(item, where);
        callIds.add(id);
        turns.add(new Turn("assistant", "", List.of(), Map.of(id, name), null));
      }
      case "function_call_output" -> {
        String id = requireId(item, where);
        if (family == Family.GPT && !callIds.contains(id)) {
          throw WireError.invalid(where + ".call_id", "no function call has the id '" + id + "'");
        }
        JsonNode output = item.path("output");
        String text = output.isTextual() ? output.textValue() : output.toString();
        turns.add(new Turn("tool", text, List.of(), Map.of(), id));
      }
      default -> {
        if (!SKIPPED.contains(type)) {
          throw WireError.invalid(where + ".type", "'" + type + "' is not supported");
        }
      }
    }
  }

  private static String requireId(JsonNode item, String where) {
    String id = item.path("call_id").asText();
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw WireError.invalid(
          where + ".call_id", "1 to " + LONGEST_ID + " characters are required");
    }
    return id;
  }

  private void addMessage(JsonNode item, String where) {
    String role = item.path("role").asText();
    if (!ROLES.contains(role)) {
      throw WireError.invalid(
          where + ".role", "must be one of " + ROLES.stream().sorted().toList());
    }
    String plain = role.equals("developer") ? "system" : role;
    JsonNode content = item.path("content");
    if (content.isTextual()) {
      turns.add(new Turn(plain, content.textValue()));
      return;
    }
    if (!content.isArray()) {
      throw WireError.invalid(where + ".content", "must be a string or a list of parts");
    }
    List<String> texts = new ArrayList<>();
    List<Media> media = new ArrayList<>();
    for (JsonNode part : content) {
      switch (part.path("type").asText()) {
        case "input_text", "output_text", "text" -> texts.add(part.path("text").asText());
        case "refusal" -> texts.add(part.path("refusal").asText());
        case "input_image" -> media.add(image(part, where + ".content"));
        case "input_file", "input_audio" -> media.add(new Media("file", "", -1));
        default -> throw WireError.invalid(where + ".content", "a part's type is not supported");
      }
    }
    turns.add(new Turn(plain, String.join("\n", texts), media, Map.of(), null));
  }

  private Media image(JsonNode part, String where) {
    JsonNode url = part.path("image_url");
    String text = url.isTextual() ? url.textValue() : url.path("url").asText();
    return Media.ofUrl("image", text, where).acceptedBy(family);
  }
}
