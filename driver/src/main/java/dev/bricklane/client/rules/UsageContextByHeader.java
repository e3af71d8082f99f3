package dev.bricklane.client.rules;

import dev.bricklane.client.ChatRequest;
import java.util.Map;
import java.util.Set;

/**
 * The gateway does not know the field {@code usage_context}, but has a header for the same: {@code
 * Databricks-Ai-Gateway-Request-Tags}, a JSON object of texts (measured, public notes of August
 * 2026; LiteLLM and Bifrost send it too).
 */
final class UsageContextByHeader implements RequestRule {

  @Override
  public boolean concerns(Destination destination) {
    return destination == Destination.GATEWAY;
  }

  @Override
  public ChatRequest apply(ChatRequest request) {
    if (!(request.parameters().get(UsageTags.FIELD) instanceof Map<?, ?> tags)) {
      return request;
    }
    return Edits.without(request, Set.of(UsageTags.FIELD))
        .withOptions(request.options().withHeader(UsageTags.HEADER, UsageTags.json(tags)));
  }
}
