package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Assembles the events of Responses. {@code output_item.done} has an item whole, and so repeats
 * what was streamed of it; agents often send nothing else. Completion is called {@code
 * response.completed} or {@code responses.completed}; agents may leave it out. Unknown events are
 * passed over.
 */
final class ResponsesAssembly implements Protocol.Assembly {
  private final Consumer<ChatDelta> deltas;
  private final List<ResponsesItem> items = new ArrayList<>();
  private @Nullable ObjectNode response;
  private boolean completed;

  ResponsesAssembly(Consumer<ChatDelta> deltas) {
    this.deltas = deltas;
  }

  static boolean recognises(String name, JsonNode event) {
    String type = type(name, event);
    return type.startsWith("response.")
        || type.startsWith("responses.")
        || type.equals("function_call_output");
  }

  @Override
  public void accept(String name, JsonNode event) {
    String type = type(name, event);
    switch (type) {
      case "response.output_item.added" -> begin(event, event.path("item"));
      case "response.output_item.done" -> end(event, event.path("item"));
      case "response.output_text.delta" -> {
        String more = event.path("delta").asText("");
        item(event).text(more);
        tell(more, "");
      }
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" -> {
        String more = event.path("delta").asText("");
        item(event).thought(type.contains("summary"), event.path("summary_index").asInt(0), more);
        tell("", more);
      }
      case "response.refusal.delta" -> item(event).refusal(event.path("delta").asText(""));
      case "response.function_call_arguments.delta" ->
          item(event).arguments(event.path("delta").asText(""));
      case "response.output_text.annotation.added" -> {
        ResponsesItem item = known(event);
        if (item != null) { // one that has ended has its own
          item.annotation(event.path("annotation"));
        }
      }
      case "function_call_output" -> added("", null).end(event);
      case "response.created", "response.in_progress" -> keep(event);
      case "response.completed",
          "responses.completed",
          "response.incomplete",
          "response.failed",
          "response.done" -> {
        completed = true;
        keep(event);
      }
      default -> {
        // Unknown, or told by output_item.done as well.
      }
    }
  }

  private static String type(String name, JsonNode event) {
    return event.path("type").asText(name);
  }

  private void tell(String text, String reasoning) {
    if (!text.isEmpty() || !reasoning.isEmpty()) {
      deltas.accept(new ChatDelta(text, reasoning));
    }
  }

  private void keep(JsonNode event) {
    if (event.path("response").isObject()) {
      response = event.get("response").deepCopy();
    }
  }

  private void begin(JsonNode event, JsonNode given) {
    String id = id(event, given);
    ResponsesItem open = open(item -> item.is(id, index(event)));
    (open == null || open.hasBegun() ? added(id, index(event)) : open).begin(given);
  }

  private void end(JsonNode event, JsonNode given) {
    String id = id(event, given);
    Integer index = index(event);
    ResponsesItem ended = open(item -> item.is(id, index));
    if (ended == null && items.stream().anyMatch(item -> item.repeats(given, index))) {
      return;
    }
    if (ended == null) {
      ended = open(item -> item.hasBecome(given, index));
    }
    if (ended == null && id.isEmpty()) {
      ended = open(item -> item.mayBecome(given, index));
    }
    tell((ended == null ? added(id, index) : ended).end(given), "");
  }

  /** Finds the item that a piece belongs to: by its id, or its place, or else the last. */
  private @Nullable ResponsesItem known(JsonNode event) {
    String id = id(event, event);
    Integer index = index(event);
    ResponsesItem last = items.isEmpty() ? null : items.get(items.size() - 1);
    return last != null && last.isOpen() && id.isEmpty() && index == null
        ? last
        : open(item -> item.is(id, index));
  }

  private ResponsesItem item(JsonNode event) {
    ResponsesItem known = known(event);
    return known == null ? added(id(event, event), index(event)) : known;
  }

  /** Returns the last such item that has not ended; agents give the ids of others again. */
  private @Nullable ResponsesItem open(Predicate<ResponsesItem> such) {
    for (int i = items.size() - 1; i >= 0; i--) {
      if (items.get(i).isOpen() && such.test(items.get(i))) {
        return items.get(i);
      }
    }
    return null;
  }

  private ResponsesItem added(String id, @Nullable Integer index) {
    ResponsesItem added = new ResponsesItem(id, index);
    items.add(added);
    return added;
  }

  private static String id(JsonNode event, JsonNode named) {
    return event.path("item_id").asText(named.path("id").asText(""));
  }

  private static @Nullable Integer index(JsonNode event) {
    return UsageWire.count(event.get("output_index"));
  }

  @Override
  public JsonNode whole(boolean ended) {
    ObjectNode body = response == null ? Json.object().put("object", "response") : response;
    if (!completed && !ended && items.stream().anyMatch(ResponsesItem::isOpen)) {
      throw new UnreadableAnswer("ended before its last event");
    }
    if (!completed && items.isEmpty()) {
      throw new UnreadableAnswer("has no output");
    }
    if (!completed) {
      body.remove("status"); // in_progress, as it was when it began
    }
    if (body.path("output").isEmpty()) {
      ArrayNode output = body.putArray("output");
      items.forEach(item -> output.add(item.whole()));
    }
    return body;
  }
}
