package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Assembles the chunks of agents with the task {@code agent/v2/chat}: each has a {@code delta} with
 * the id of the message that it belongs to.
 */
final class AgentAssembly implements Protocol.Assembly {
  private final Consumer<ChatDelta> deltas;
  private final ObjectNode body = Json.object();
  private final Map<String, MessageAssembly> messages = new LinkedHashMap<>();
  private String current = "";

  AgentAssembly(Consumer<ChatDelta> deltas) {
    this.deltas = deltas;
  }

  @Override
  public void accept(String name, JsonNode event) {
    event
        .properties()
        .forEach(field -> {
          if (!field.getKey().equals("delta")
              && !field.getKey().equals("choices")
              && Json.present(field.getValue())) {
            body.set(field.getKey(), field.getValue());
          }
        });
    JsonNode delta = event.path("delta");
    if (delta.isObject() && !delta.isEmpty()) {
      current = delta.path("id").asText(current);
      // What a tool answered to the agent is no part of its own answer.
      boolean own = delta.path("role").asText("assistant").equals("assistant");
      messages
          .computeIfAbsent(current, id -> new MessageAssembly(own ? this::tell : piece -> {}))
          .accept(delta);
    }
  }

  /** The last message is the answer, and another may follow. */
  private void tell(ChatDelta piece) {
    deltas.accept(piece.asProvisional());
  }

  @Override
  public JsonNode whole(boolean ended) {
    ArrayNode list = body.putArray("messages");
    messages.values().forEach(message -> list.add(message.whole()));
    return body;
  }
}
