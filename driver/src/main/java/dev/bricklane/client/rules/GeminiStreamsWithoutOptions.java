package dev.bricklane.client.rules;

import dev.bricklane.client.ChatRequest;
import java.util.Set;

/**
 * On Databricks Gemini refuses {@code stream_options} with 400 INVALID_ARGUMENT, and sends its
 * usage with the last chunk anyway (Bifrost's Databricks provider).
 */
final class GeminiStreamsWithoutOptions implements RequestRule {
  @Override
  public boolean concerns(ModelFamily family) {
    return family == ModelFamily.GEMINI;
  }

  @Override
  public ChatRequest apply(ChatRequest request) {
    return Edits.without(request, Set.of("stream_options"));
  }
}
