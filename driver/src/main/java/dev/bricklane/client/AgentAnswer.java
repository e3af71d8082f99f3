package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code messages}: the answers of agents with the task {@code agent/v2/chat} (ChatAgent). An
 * agent may show the calls of tools that it made, and their results; its last message is the
 * answer.
 */
final class AgentAnswer {
  private AgentAnswer() {}

  static Answer decode(JsonNode body) {
    JsonNode messages = body.path("messages");
    JsonNode last = null;
    Set<String> answered = new HashSet<>();
    for (JsonNode message : messages) {
      if (message.path("role").asText("assistant").equals("assistant")) {
        last = message;
      } else {
        answered.add(message.path("tool_call_id").asText(""));
      }
    }
    if (last == null) {
      throw new UnreadableAnswer("has no message of the assistant");
    }
    return ChatAnswer.ofMessage(
        withoutAnswered(last, answered),
        Json.text(body.get("finish_reason")),
        body,
        output(body, messages));
  }

  /** Returns all that was answered, where it is more than the one message. */
  private static @Nullable String output(JsonNode body, JsonNode messages) {
    if (Json.present(body.get("custom_outputs"))) {
      return Json.string(body.get("custom_outputs"));
    }
    return messages.size() > 1 ? Json.string(messages) : null;
  }

  /** Calls that the agent has made itself are not for the caller to make. */
  private static JsonNode withoutAnswered(JsonNode message, Set<String> answered) {
    JsonNode calls = message.path("tool_calls");
    ArrayNode open = Json.array();
    for (JsonNode call : calls) {
      if (!answered.contains(call.path("id").asText(""))) {
        open.add(call);
      }
    }
    if (open.size() == calls.size()) {
      return message;
    }
    ObjectNode copy = message.deepCopy();
    copy.remove("tool_calls");
    return open.isEmpty() ? copy : copy.set("tool_calls", open);
  }
}
