package dev.bricklane.client.rules;

import dev.bricklane.client.ChatRequest;
import java.util.Set;

/**
 * Databricks' field is {@code max_tokens}; newer clients of OpenAI's write {@code
 * max_completion_tokens}, which LiteLLM renames too (its Databricks provider, chat transformation).
 * Where both are given, the old name's value counts.
 */
final class MaxTokensByItsOldName implements RequestRule {
  private static final String NEW = "max_completion_tokens";
  private static final String OLD = "max_tokens";

  @Override
  public ChatRequest apply(ChatRequest request) {
    Object value = request.parameters().get(NEW);
    if (value == null || request.parameters().get(OLD) != null) {
      return Edits.without(request, Set.of(NEW));
    }
    return Edits.replacing(request, NEW, OLD, value);
  }
}
