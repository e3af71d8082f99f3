package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One item of a response that is still coming. Not thread-safe. */
final class ResponsesItem {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final StringBuilder thought = new StringBuilder();
  private final StringBuilder arguments = new StringBuilder();
  private final TreeMap<Integer, StringBuilder> summaries = new TreeMap<>();
  private final ArrayNode annotations = Json.array();
  private String id;
  private @Nullable Integer index;
  private ObjectNode begun = Json.object();
  private @Nullable JsonNode done;

  ResponsesItem(String id, @Nullable Integer index) {
    this.id = id;
    this.index = index;
  }

  /** Some services give an item another id in each event, but one place; others the id alone. */
  boolean is(String otherId, @Nullable Integer otherIndex) {
    boolean same =
        index != null && otherIndex != null
            ? index.equals(otherIndex)
            : !id.isEmpty() && id.equals(otherId);
    if (same) {
      index = index == null ? otherIndex : index;
      id = id.isEmpty() ? otherId : id;
    }
    return same;
  }

  boolean isOpen() {
    return done == null;
  }

  void begin(JsonNode item) {
    if (item instanceof ObjectNode object) {
      begun = object.deepCopy();
    }
  }

  /** Takes the whole item, and returns its text if none was streamed. */
  String end(JsonNode item) {
    done = item;
    if (!item.path("type").asText("").equals("message") || text.length() > 0) {
      return "";
    }
    if (item.path("content").isTextual()) {
      return item.path("content").asText();
    }
    StringBuilder all = new StringBuilder();
    for (JsonNode part : item.path("content")) {
      if (!part.path("type").asText("").equals("refusal")) {
        all.append(part.path("text").asText(""));
      }
    }
    return all.toString();
  }

  void text(String more) {
    text.append(more);
  }

  void refusal(String more) {
    refusal.append(more);
  }

  void thought(boolean summary, int summaryIndex, String more) {
    if (summary) {
      summaries.computeIfAbsent(summaryIndex, key -> new StringBuilder()).append(more);
    } else {
      thought.append(more);
    }
  }

  void arguments(String more) {
    arguments.append(more);
  }

  void annotation(JsonNode annotation) {
    annotations.add(annotation);
  }

  /** Returns the item as the whole answer would have it. */
  JsonNode whole() {
    if (done != null) {
      return done;
    }
    if (arguments.length() > 0) {
      begun.put("arguments", arguments.toString());
    }
    if (!summaries.isEmpty() || thought.length() > 0) {
      type("reasoning");
      ArrayNode list = begun.putArray("summary");
      summaries
          .values()
          .forEach(
              entry -> list.addObject().put("type", "summary_text").put("text", entry.toString()));
      if (thought.length() > 0) {
        begun
            .putArray("content")
            .addObject()
            .put("type", "reasoning_text")
            .put("text", thought.toString());
      }
    }
    if (text.length() > 0 || refusal.length() > 0) {
      type("message");
      ArrayNode content = begun.putArray("content");
      if (text.length() > 0) {
        content
            .addObject()
            .put("type", "output_text")
            .put("text", text.toString())
            .set("annotations", annotations);
      }
      if (refusal.length() > 0) {
        content.addObject().put("type", "refusal").put("refusal", refusal.toString());
      }
    }
    return begun;
  }

  private void type(String type) {
    if (!begun.has("type")) {
      begun.put("type", type);
    }
  }
}
