package dev.bricklane.client.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.bricklane.client.ChatRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace accounts its usage by: the field {@code usage_context} on Model Serving, the
 * header {@code Databricks-Ai-Gateway-Request-Tags} on the gateway, both a JSON object of texts.
 */
public final class UsageTags {
  /** The field of Model Serving. */
  public static final String FIELD = "usage_context";

  /** The header of the gateway. */
  public static final String HEADER = "Databricks-Ai-Gateway-Request-Tags";

  private UsageTags() {}

  /** Returns the request with the connection's tags; its own count before them. */
  public static ChatRequest on(ChatRequest request, Map<String, String> tags) {
    Object own = request.parameters().get(FIELD);
    return tags.isEmpty() || !(own == null || own instanceof Map)
        ? request
        : Edits.with(request, FIELD, merged(own, tags));
  }

  /** Returns the tags of a call that are beside the connection's; its own count before them. */
  public static Map<Object, Object> merged(@Nullable Object own, Map<String, String> tags) {
    Map<Object, Object> merged = new LinkedHashMap<>(tags);
    if (own instanceof Map<?, ?> given) {
      merged.putAll(given);
    }
    return merged;
  }

  /** Returns the header's value, in ASCII, as headers are. */
  public static String json(Map<?, ?> tags) {
    try {
      String text = RuleJson.MAPPER.writeValueAsString(tags);
      StringBuilder ascii = new StringBuilder();
      text.chars().forEach(c -> ascii.append(c < 0x80 ? "" + (char) c : "\\u%04x".formatted(c)));
      return ascii.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts have a JSON form", e);
    }
  }
}
