package dev.bricklane.client.rules;

import dev.bricklane.client.ChatRequest;
import java.util.Set;

/**
 * Models that only think adaptively refuse {@code temperature}, {@code top_p} and {@code top_k}
 * (Bifrost's Databricks provider). Others refuse {@code temperature} and {@code top_k} while they
 * think (Anthropic, "Building with extended thinking").
 */
final class ThinkingDoesNotSample implements RequestRule {
  @Override
  public boolean concerns(ModelFamily family) {
    return family == ModelFamily.CLAUDE;
  }

  @Override
  public ChatRequest apply(ChatRequest request) {
    if (Thinking.isAdaptive(request.model())) {
      return Edits.without(request, Set.of("temperature", "top_p", "top_k"));
    }
    return Thinking.isOn(request)
        ? Edits.without(request, Set.of("temperature", "top_k"))
        : request;
  }
}
