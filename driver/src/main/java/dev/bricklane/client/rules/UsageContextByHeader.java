package dev.bricklane.client.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bricklane.client.ChatRequest;
import java.util.Map;
import java.util.Set;

/**
 * The gateway does not know the field {@code usage_context}, but has a header for the same: {@code
 * Databricks-Ai-Gateway-Request-Tags}, a JSON object of texts (measured, public notes of August
 * 2026; LiteLLM and Bifrost send it too).
 */
final class UsageContextByHeader implements RequestRule {
  private static final String FIELD = "usage_context";
  private static final String HEADER = "Databricks-Ai-Gateway-Request-Tags";

  @Override
  public boolean concerns(Destination destination) {
    return destination == Destination.GATEWAY;
  }

  @Override
  public ChatRequest apply(ChatRequest request) {
    if (!(request.parameters().get(FIELD) instanceof Map<?, ?> tags)) {
      return request;
    }
    return Edits.without(request, Set.of(FIELD))
        .withOptions(request.options().withHeader(HEADER, json(tags)));
  }

  /** In ASCII, as headers are. */
  private static String json(Map<?, ?> tags) {
    try {
      String text = new ObjectMapper().writeValueAsString(tags);
      StringBuilder ascii = new StringBuilder();
      text.chars().forEach(c -> ascii.append(c < 0x80 ? "" + (char) c : "\\u%04x".formatted(c)));
      return ascii.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts have a JSON form", e);
    }
  }
}
