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

  /**
   * Returns whether an event is about this item. Some services give an item another id in each
   * event, but one place; others the id alone.
   */
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

  boolean hasBegun() {
    return !begun.isEmpty();
  }

  /** Returns whether another event has the same place and tells of the end of the same item. */
  boolean repeats(JsonNode item, @Nullable Integer otherIndex) {
    return done != null
        && index != null
        && index.equals(otherIndex)
        && type(done).equals(type(item))
        && said(done).equals(said(item));
  }

  /** Returns whether an item that is named otherwise is all that has come of this one. */
  boolean hasBecome(JsonNode item, @Nullable Integer otherIndex) {
    return mayBecome(item, otherIndex)
        && !said(whole()).isEmpty()
        && said(whole()).equals(said(item));
  }

  /** Returns whether an item that is not named may be this one, which has not ended. */
  boolean mayBecome(JsonNode item, @Nullable Integer otherIndex) {
    JsonNode call = begun.path("call_id");
    return done == null
        && (index == null || otherIndex == null)
        && type(whole()).equals(type(item))
        && (call.isMissingNode() || call.equals(item.path("call_id")));
  }

  private static String type(JsonNode item) {
    return item.path("type").asText("message");
  }

  /** Returns what a reader of an item would see of it. */
  private static String said(JsonNode item) {
    if (type(item).equals("function_call")) {
      return item.path("arguments").asText("");
    }
    StringBuilder said = new StringBuilder();
    for (String field : new String[] {"summary", "content"}) {
      JsonNode parts = item.path(field);
      said.append(parts.isTextual() ? parts.asText() : "");
      parts.forEach(part ->
          said.append(part.path("text").asText("")).append(part.path("refusal").asText("")));
    }
    return said.toString();
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
    ObjectNode item = begun.deepCopy();
    if (arguments.length() > 0) {
      type(item, "function_call");
      item.put("arguments", arguments.toString());
    }
    if (!summaries.isEmpty() || thought.length() > 0) {
      type(item, "reasoning");
      ArrayNode list = item.putArray("summary");
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
      type(item, "message");
      ArrayNode content = item.putArray("content");
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
    return item;
  }

  private static void type(ObjectNode item, String type) {
    if (!item.has("type")) {
      item.put("type", type);
    }
  }
}
