package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.ServedEndpoint.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code contents} of a {@code generateContent} request. */
final class GeminiContents {
  private final Family family;
  private final List<Turn> turns = new ArrayList<>();

  private GeminiContents(Family family) {
    this.family = family;
  }

  static Conversation read(Family family, Fields fields) {
    GeminiContents contents = new GeminiContents(family);
    for (String name : List.of("systemInstruction", "system_instruction")) {
      List<String> texts = new ArrayList<>();
      fields.path(name).path("parts").forEach(part -> texts.add(part.path("text").asText()));
      if (!texts.isEmpty()) {
        contents.turns.add(new Turn("system", String.join("\n", texts)));
      }
    }
    JsonNode list = fields.path("contents");
    if (!list.isArray() || list.isEmpty()) {
      throw GeminiRequest.invalid("contents are required");
    }
    list.forEach(contents::add);
    return new Conversation(contents.turns);
  }

  private void add(JsonNode content) {
    String role = content.path("role").asText("user");
    if (!List.of("user", "model", "function").contains(role)) {
      throw GeminiRequest.invalid("Please use a valid role: user, model.");
    }
    List<String> texts = new ArrayList<>();
    List<Media> media = new ArrayList<>();
    Map<String, String> calls = new LinkedHashMap<>();
    List<Turn> answers = new ArrayList<>();
    for (JsonNode part : content.path("parts")) {
      if (part.has("functionCall")) {
        if (family == Family.GEMINI && part.path("thoughtSignature").asText().isEmpty()) {
          throw GeminiRequest.invalid(
              "Function call is missing a thought_signature in functionCall parts");
        }
        String name = part.path("functionCall").path("name").asText();
        calls.put(name, name);
      } else if (part.has("functionResponse")) {
        JsonNode answer = part.path("functionResponse");
        String text = answer.path("response").toString();
        answers.add(new Turn("tool", text, List.of(), Map.of(), answer.path("name").asText()));
      } else if (part.has("inlineData")) {
        JsonNode data = part.path("inlineData");
        String type = data.path("mimeType").asText();
        media.add(
            Media.ofData(
                Media.kindOf(type), type, data.path("data").asText(), "contents.inlineData"));
      } else if (part.has("fileData")) {
        media.add(new Media(Media.kindOf(part.path("fileData").path("mimeType").asText()), "", -1));
      } else if (part.path("text").isTextual()) {
        if (!part.path("thought").asBoolean()) {
          texts.add(part.path("text").textValue());
        }
      } else {
        throw GeminiRequest.invalid("contents.parts must have one initialized field");
      }
    }
    if (answers.isEmpty()) {
      String plain = role.equals("model") ? "assistant" : "user";
      turns.add(new Turn(plain, String.join("\n", texts), media, calls, null));
    } else {
      turns.addAll(answers);
    }
  }
}
