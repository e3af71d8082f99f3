package dev.bricklane.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.embedded.ServedEndpoint.Family;
import dev.bricklane.embedded.ServedEndpoint.Task;
import java.util.List;

/** Writes a response as the events of a stream. One for each answer. */
final class ResponsesEvents {
  private final ServedEndpoint endpoint;
  private final ResponsesWriter writer;
  private final String completed;
  private final StringBuilder text = new StringBuilder();
  private final boolean agent;
  private ObjectNode current = JsonNodeFactory.instance.objectNode();
  private int sequence;

  /**
   * Makes the writer of one stream.
   *
   * @param completed the type of the last event, which has two spellings
   */
  ResponsesEvents(ServedEndpoint endpoint, ResponsesWriter writer, String completed) {
    this.endpoint = endpoint;
    this.writer = writer;
    this.completed = completed;
    this.agent = endpoint.task() == Task.RESPONSES_AGENT;
  }

  String events() {
    if (!agent) {
      event("response.created").set("response", writer.begun());
      flush();
      event("response.in_progress").set("response", writer.begun());
      flush();
    }
    List<ObjectNode> items = writer.items();
    for (int i = 0; i < items.size(); i++) {
      item(i, items.get(i));
    }
    if (agent) {
      // What MLflow's server adds: an event without a type, to be ignored.
      text.append("data: {\"trace_id\":\"tr-").append(RandomText.hex(32)).append("\"}\n\n");
    }
    // OpenAI has a type of its own for the end of an answer that was cut off.
    boolean own = writer.incomplete() && endpoint.family() == Family.GPT;
    event(own ? "response.incomplete" : completed).set("response", writer.ended(items));
    flush();
    return agent ? text.append("data: [DONE]\n\n").toString() : text.toString();
  }

  private ObjectNode event(String type) {
    current = JsonNodeFactory.instance.objectNode().put("type", type);
    return current.put("sequence_number", sequence++);
  }

  private void flush() {
    if (!agent) {
      text.append("event: ").append(current.path("type").asText()).append('\n');
    }
    text.append("data: ").append(current).append("\n\n");
  }

  private void item(int index, ObjectNode item) {
    String id = item.path("id").asText();
    if (!agent) {
      event("response.output_item.added").put("output_index", index).set("item", begun(item));
      flush();
    }
    switch (item.path("type").asText()) {
      case "message" -> part(index, id, item.path("content").path(0));
      case "reasoning" -> summary(index, id, item.path("summary").path(0));
      default -> arguments(index, id, item.path("arguments").asText());
    }
    event("response.output_item.done").put("output_index", index).set("item", item);
    flush();
  }

  private static ObjectNode begun(ObjectNode item) {
    ObjectNode begun = item.deepCopy();
    for (String list : List.of("content", "summary")) {
      if (begun.has(list)) {
        begun.putArray(list);
      }
    }
    if (begun.has("arguments")) {
      begun.put("arguments", "");
    }
    return begun.has("status") ? begun.put("status", "in_progress") : begun;
  }

  private void part(int index, String id, JsonNode part) {
    boolean refusal = part.has("refusal");
    String name = refusal ? "refusal" : "output_text";
    String field = refusal ? "refusal" : "text";
    if (!agent) {
      ObjectNode empty = ((ObjectNode) part).deepCopy().put(field, "");
      ObjectNode added = located("response.content_part.added", index, id).put("content_index", 0);
      added.set("part", refusal ? empty : empty.set("annotations", empty.arrayNode()));
      flush();
    }
    for (String piece : Tokens.split(part.path(field).asText())) {
      ObjectNode delta = located("response." + name + ".delta", index, id);
      delta.put("content_index", 0).put("delta", piece);
      if (!refusal) {
        delta.putArray("logprobs");
      }
      flush();
    }
    JsonNode annotations = part.path("annotations");
    for (int i = 0; i < annotations.size(); i++) {
      located("response.output_text.annotation.added", index, id)
          .put("content_index", 0)
          .put("annotation_index", i)
          .set("annotation", annotations.get(i));
      flush();
    }
    if (!agent) {
      ObjectNode done = located("response." + name + ".done", index, id).put("content_index", 0);
      done.put(field, part.path(field).asText());
      if (!refusal) {
        done.putArray("logprobs");
      }
      flush();
      located("response.content_part.done", index, id).put("content_index", 0).set("part", part);
      flush();
    }
  }

  private void summary(int index, String id, JsonNode summary) {
    String thought = summary.path("text").asText();
    ObjectNode empty = ((ObjectNode) summary).deepCopy().put("text", "");
    located("response.reasoning_summary_part.added", index, id)
        .put("summary_index", 0)
        .set("part", empty);
    flush();
    for (String piece : Tokens.split(thought)) {
      located("response.reasoning_summary_text.delta", index, id)
          .put("summary_index", 0)
          .put("delta", piece);
      flush();
    }
    located("response.reasoning_summary_text.done", index, id)
        .put("summary_index", 0)
        .put("text", thought);
    flush();
    located("response.reasoning_summary_part.done", index, id)
        .put("summary_index", 0)
        .set("part", summary);
    flush();
  }

  private void arguments(int index, String id, String arguments) {
    for (String piece : Tokens.split(arguments)) {
      located("response.function_call_arguments.delta", index, id).put("delta", piece);
      flush();
    }
    located("response.function_call_arguments.done", index, id).put("arguments", arguments);
    flush();
  }

  private ObjectNode located(String type, int index, String id) {
    return event(type).put("item_id", id).put("output_index", index);
  }
}
