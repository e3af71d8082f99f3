package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Assembles a stream by the shape of its events: chunks of chat completions with {@code choices},
 * those of agents with {@code delta}, or events of Responses. What tells nothing, such as a bare
 * {@code trace_id}, is passed over.
 */
final class AnyAssembly implements Protocol.Assembly {
  private final Consumer<ChatDelta> deltas;
  private Protocol.@Nullable Assembly chosen;

  AnyAssembly(Consumer<ChatDelta> deltas) {
    this.deltas = deltas;
  }

  @Override
  public void accept(String name, JsonNode event) {
    if (chosen == null) {
      if (ResponsesAssembly.recognises(name, event)) {
        chosen = new ResponsesAssembly(deltas);
      } else if (event.path("delta").isObject()) {
        chosen = new AgentAssembly(deltas);
      } else if (event.has("choices") || event.has("usage")) {
        chosen = new ChatAssembly(deltas);
      } else {
        return;
      }
    } else if (chosen instanceof ChatAssembly chat
        && chat.isEmpty()
        && event.path("delta").isObject()) {
      chosen = new AgentAssembly(deltas);
    }
    chosen.accept(name, event);
  }

  @Override
  public JsonNode whole(boolean ended) {
    if (chosen == null) {
      throw new UnreadableAnswer("has no choices");
    }
    return chosen.whole(ended);
  }
}
