package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * Assembles the chunks of chat completions, and of text completions.
 *
 * <p>Usage comes on every chunk (cumulative), on the last, or in a chunk of its own without
 * choices; the last one that has both counts holds. Only the first choice is read, as of a whole
 * answer.
 */
final class ChatAssembly implements Protocol.Assembly {
  private final Consumer<ChatDelta> deltas;
  private final ObjectNode body = Json.object();
  private final ObjectNode choice = Json.object();
  private final MessageAssembly message;
  private final StringBuilder text = new StringBuilder();
  private boolean ofText;
  private boolean any;
  private boolean whole;

  ChatAssembly(Consumer<ChatDelta> deltas) {
    this.deltas = deltas;
    this.message = new MessageAssembly(deltas);
  }

  boolean isEmpty() {
    return !any;
  }

  @Override
  public void accept(String name, JsonNode event) {
    event
        .properties()
        .forEach(field -> {
          if (!field.getKey().equals("choices")
              && !field.getKey().equals("usage")
              && Json.present(field.getValue())) {
            body.set(field.getKey(), field.getValue());
          }
        });
    if (UsageWire.isComplete(event.get("usage"))) {
      body.set("usage", event.get("usage"));
    }
    for (JsonNode piece : event.path("choices")) {
      if (piece.path("index").asInt(0) == 0) {
        choice(piece);
      }
    }
  }

  private void choice(JsonNode piece) {
    any = true;
    if (Json.present(piece.get("finish_reason"))) {
      choice.set("finish_reason", piece.get("finish_reason"));
    }
    // Each chunk has those of its own tokens.
    piece
        .path("logprobs")
        .properties()
        .forEach(field -> {
          if (field.getValue().isArray()) {
            choice
                .withObjectProperty("logprobs")
                .withArrayProperty(field.getKey())
                .addAll((ArrayNode) field.getValue());
          }
        });
    if (piece.path("delta").isObject()) {
      message.accept(piece.get("delta"));
    } else if (piece.path("message").isObject()) {
      // A whole message where a delta should be, as services give that only pretend to stream.
      message.accept(piece.get("message"));
      whole = true;
    }
    String more = Json.text(piece.get("text"));
    if (more != null && !piece.path("delta").isObject()) {
      ofText = true;
      text.append(more);
      if (!more.isEmpty()) {
        deltas.accept(new ChatDelta(more, ""));
      }
    }
  }

  @Override
  public JsonNode whole(boolean ended) {
    if (!any) {
      throw new UnreadableAnswer("has no choices");
    }
    if (!ended && !whole && !choice.has("finish_reason")) {
      throw new UnreadableAnswer("ended before its last event");
    }
    if (ofText) {
      choice.put("text", text.toString());
    } else {
      choice.set("message", message.whole());
    }
    body.putArray("choices").add(choice);
    return body;
  }
}
