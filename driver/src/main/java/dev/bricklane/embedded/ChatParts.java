package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bricklane.embedded.ServedEndpoint.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the parts of one message's content. */
final class ChatParts {
  private static final Set<String> TYPES =
      Set.of(
          "text", "image_url", "image", "audio_url", "video_url", "document", "file", "reasoning");

  private final Family family;
  private final String where;
  private final List<String> texts = new ArrayList<>();
  private final List<Media> media = new ArrayList<>();
  private boolean cached;

  ChatParts(Family family, String where) {
    this.family = family;
    this.where = where;
  }

  String text() {
    return String.join("\n", texts);
  }

  List<Media> media() {
    return media;
  }

  boolean cached() {
    return cached;
  }

  void add(JsonNode part) {
    String type = part.path("type").asText();
    cached |= part.path("cache_control").isObject();
    switch (type) {
      case "text" -> texts.add(checkText(part.path("text"), family, where));
      case "image_url", "image" ->
          media.add(
              Media.ofUrl("image", url(part.path("image_url")), where + ".image_url")
                  .acceptedBy(family));
      case "audio_url" -> addSound("audio", url(part.path("audio_url")));
      case "video_url" -> addSound("video", url(part.path("video_url")));
      case "document", "file" -> media.add(new Media("file", "", -1));
      case "reasoning" -> checkReasoning(part);
      default ->
          throw WireError.invalid(
              where, "a part's type is one of " + TYPES.stream().sorted().toList());
    }
  }

  /** Claude refuses empty texts. */
  static String checkText(JsonNode text, Family family, String where) {
    if (!text.isTextual()) {
      throw WireError.invalid(where, "a text part needs a string 'text'");
    }
    if (family == Family.CLAUDE && text.textValue().isEmpty()) {
      throw WireError.invalid(where, "text content blocks must be non-empty");
    }
    return text.textValue();
  }

  /** Only Gemini takes sound and moving pictures; the workspace's own models do, to show them. */
  private void addSound(String kind, String url) {
    if (family != Family.GEMINI && family != Family.EMBEDDED) {
      throw WireError.invalid(where, kind + " is not supported by this model");
    }
    media.add(Media.ofUrl(kind, url, where + "." + kind + "_url"));
  }

  /** A replayed thought must be as it was, or Claude refuses it. GUESS: the words. */
  private void checkReasoning(JsonNode part) {
    for (JsonNode summary : part.path("summary")) {
      String signature = summary.path("signature").asText();
      if (family == Family.CLAUDE
          && summary.path("type").asText().equals("summary_text")
          && !signature.equals(Thought.signature(summary.path("text").asText()))) {
        throw WireError.badRequest(where, where + ": Invalid `signature` in `thinking` block");
      }
    }
  }

  private String url(JsonNode source) {
    String url = source.isTextual() ? source.textValue() : source.path("url").asText();
    if (url.isEmpty()) {
      throw WireError.invalid(where, "the part needs a url");
    }
    return url;
  }
}
