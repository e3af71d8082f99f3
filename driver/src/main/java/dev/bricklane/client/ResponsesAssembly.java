package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
      case "response.output_item.added" ->
          item(event, event.path("item")).begin(event.path("item"));
      case "response.output_item.done" -> {
        ResponsesItem item = item(event, event.path("item"));
        String missed = item.end(event.path("item"));
        if (!missed.isEmpty()) {
          deltas.accept(new ChatDelta(missed, ""));
        }
      }
      case "response.output_text.delta" -> {
        String more = event.path("delta").asText("");
        item(event, event).text(more);
        tell(more, "");
      }
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" -> {
        String more = event.path("delta").asText("");
        item(event, event)
            .thought(type.contains("summary"), event.path("summary_index").asInt(0), more);
        tell("", more);
      }
      case "response.refusal.delta" -> item(event, event).refusal(event.path("delta").asText(""));
      case "response.function_call_arguments.delta" ->
          item(event, event).arguments(event.path("delta").asText(""));
      case "response.output_text.annotation.added" ->
          item(event, event).annotation(event.path("annotation"));
      case "function_call_output" -> item(event, event).end(event);
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

  /** Finds the item that an event is about: by its id, or its place, or else the last. */
  private ResponsesItem item(JsonNode event, JsonNode named) {
    String id = event.path("item_id").asText(named.path("id").asText(""));
    Integer index = UsageWire.count(event.get("output_index"));
    for (ResponsesItem item : items) {
      if (item.is(id, index)) {
        return item;
      }
    }
    boolean unnamed = id.isEmpty() && index == null && named == event && !event.has("call_id");
    if (unnamed && !items.isEmpty() && items.get(items.size() - 1).isOpen()) {
      return items.get(items.size() - 1);
    }
    ResponsesItem added = new ResponsesItem(id, index);
    items.add(added);
    return added;
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
