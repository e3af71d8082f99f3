package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts calls of tools together out of their fragments. The id comes on the first fragment of each
 * {@code index} (AI SDK provider); arguments that begin as {@code "{}"} begin empty when more
 * follow (LiteLLM).
 */
final class ToolCallAssembly {
  private final List<Call> calls = new ArrayList<>();

  void accept(JsonNode fragment) {
    if (fragment.isObject()) {
      call(fragment).add(fragment);
    }
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  /** Returns what has come of the arguments of the first call of a function; null if none has. */
  @Nullable CharSequence arguments(String name) {
    for (Call call : calls) {
      if (call.function.path("name").asText("").equals(name)) {
        return call.arguments;
      }
    }
    return null;
  }

  ArrayNode whole() {
    ArrayNode list = Json.array();
    calls.forEach(call -> list.add(call.whole()));
    return list;
  }

  /** A fragment with another id at the same index is another call. */
  private Call call(JsonNode fragment) {
    String id = fragment.path("id").asText("");
    Integer index = UsageWire.count(fragment.get("index"));
    for (int i = calls.size() - 1; i >= 0; i--) {
      Call call = calls.get(i);
      boolean sameIndex = index == null || index.equals(call.index) || call.index == null;
      if (sameIndex && (id.isEmpty() || call.id.isEmpty() || id.equals(call.id))) {
        return call;
      }
    }
    Call added = new Call(id, index);
    calls.add(added);
    return added;
  }

  /** One call. */
  private static final class Call {
    private final @Nullable Integer index;
    private final ObjectNode fields = Json.object();
    private final ObjectNode function = Json.object();
    private final StringBuilder arguments = new StringBuilder();
    private String id;

    Call(String id, @Nullable Integer index) {
      this.id = id;
      this.index = index;
    }

    void add(JsonNode fragment) {
      if (id.isEmpty()) {
        id = fragment.path("id").asText("");
      }
      for (Map.Entry<String, JsonNode> field : fragment.properties()) {
        if (field.getKey().equals("function")) {
          field.getValue().properties().forEach(this::ofFunction);
        } else if (!field.getKey().equals("index") && told(field.getValue())) {
          fields.set(field.getKey(), field.getValue());
        }
      }
    }

    private void ofFunction(Map.Entry<String, JsonNode> field) {
      if (!field.getKey().equals("arguments")) {
        if (told(field.getValue())) {
          function.set(field.getKey(), field.getValue());
        }
        return;
      }
      JsonNode value = field.getValue();
      String more = value.isContainerNode() ? Json.string(value) : value.asText("");
      if (!more.isEmpty() && Json.present(value)) {
        if ("{}".contentEquals(arguments)) {
          arguments.setLength(0);
        }
        arguments.append(more);
      }
    }

    ObjectNode whole() {
      ObjectNode whole = Json.object();
      if (!id.isEmpty()) {
        whole.put("id", id);
      }
      whole.put("type", "function");
      whole.setAll(fields);
      function.put("arguments", arguments.length() == 0 ? "{}" : arguments.toString());
      whole.set("function", function);
      return whole;
    }

    /** Later fragments repeat fields as empty texts. */
    private static boolean told(JsonNode value) {
      return Json.present(value) && !(value.isTextual() && value.asText().isEmpty());
    }
  }
}
