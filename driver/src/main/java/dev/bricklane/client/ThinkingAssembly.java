package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts LiteLLM's {@code thinking_blocks} together out of their fragments: texts that follow each
 * other are one block, up to its signature. Blocks of other types come whole.
 */
final class ThinkingAssembly {
  private static final String TEXT = "thinking";
  private static final String SIGNATURE = "signature";

  private final ArrayNode blocks = Json.array();
  private final StringBuilder text = new StringBuilder();
  private @Nullable ObjectNode open;

  void accept(JsonNode fragment) {
    if (!fragment.path("type").asText("").equals("thinking")) {
      end();
      blocks.add(fragment);
      return;
    }
    if (open == null) {
      open = Json.object();
    }
    for (Map.Entry<String, JsonNode> field : fragment.properties()) {
      if (!field.getKey().equals(SIGNATURE) && Json.present(field.getValue())) {
        open.set(field.getKey(), field.getValue());
      }
    }
    text.append(fragment.path(TEXT).asText(""));
    String signature = fragment.path(SIGNATURE).asText("");
    if (!signature.isEmpty()) {
      open.put(SIGNATURE, signature);
      end();
    }
  }

  boolean isEmpty() {
    return blocks.isEmpty() && open == null;
  }

  ArrayNode whole() {
    end();
    return blocks;
  }

  private void end() {
    if (open != null) {
      blocks.add(open.put(TEXT, text.toString()));
    }
    open = null;
    text.setLength(0);
  }
}
