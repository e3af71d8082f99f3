package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Assembles the pieces of {@code streamGenerateContent}, each of which has the form of a whole
 * answer. Texts that follow each other are one part, up to a signature.
 */
final class GeminiAssembly implements Protocol.Assembly {
  private final Consumer<ChatDelta> deltas;
  private final ObjectNode body = Json.object();
  private final ObjectNode candidate = Json.object();
  private final ArrayNode parts = Json.array();
  private final StringBuilder text = new StringBuilder();
  private @Nullable ObjectNode open;
  private boolean any;

  GeminiAssembly(Consumer<ChatDelta> deltas) {
    this.deltas = deltas;
  }

  @Override
  public void accept(String name, JsonNode event) {
    if (event.isArray()) {
      event.forEach(piece -> accept(name, piece));
      return;
    }
    any |= event.has("candidates") || event.has("promptFeedback");
    event
        .properties()
        .forEach(field -> {
          if (!field.getKey().equals("candidates") && Json.present(field.getValue())) {
            body.set(field.getKey(), field.getValue());
          }
        });
    for (JsonNode piece : event.path("candidates")) {
      if (piece.path("index").asInt(0) == 0) {
        piece
            .properties()
            .forEach(field -> {
              if (!field.getKey().equals("content") && Json.present(field.getValue())) {
                candidate.set(field.getKey(), field.getValue());
              }
            });
        piece.path("content").path("parts").forEach(this::part);
      }
    }
  }

  private void part(JsonNode part) {
    if (!part.hasNonNull("text")) {
      end();
      parts.add(part);
      return;
    }
    boolean thought = part.path("thought").asBoolean(false);
    String more = part.path("text").asText("");
    if (!more.isEmpty()) {
      deltas.accept(thought ? new ChatDelta("", more) : new ChatDelta(more, ""));
    }
    if (open != null && open.path("thought").asBoolean(false) != thought) {
      end();
    }
    if (open == null) {
      open = Json.object();
    }
    ObjectNode current = open;
    part.properties()
        .forEach(field -> {
          if (Json.present(field.getValue())) {
            current.set(field.getKey(), field.getValue());
          }
        });
    text.append(more);
    if (part.hasNonNull("thoughtSignature")) {
      end();
    }
  }

  private void end() {
    if (open != null) {
      parts.add(open.put("text", text.toString()));
    }
    open = null;
    text.setLength(0);
  }

  @Override
  public JsonNode whole(boolean ended) {
    if (!any) {
      throw new UnreadableAnswer("has no candidates");
    }
    end();
    if (!candidate.isEmpty() || !parts.isEmpty()) {
      if (!ended && !candidate.has("finishReason")) {
        throw new UnreadableAnswer("ended before its last event");
      }
      candidate.putObject("content").put("role", "model").set("parts", parts);
      body.putArray("candidates").add(candidate);
    }
    return body;
  }
}
