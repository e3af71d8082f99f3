package dev.bricklane.client.rules;

import dev.bricklane.client.Api;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.Locale;
import java.util.Set;

/**
 * Claude refuses {@code reasoning_effort}: it becomes {@code thinking}, with LiteLLM's budgets (low
 * 1,024, medium 2,048, high 4,096, max 16,384 tokens; 8,192 for xhigh is our guess between its
 * neighbours). A {@code thinking} of the caller's own stays as it is. The newest models think as
 * they see fit.
 */
final class ClaudeThinksByBudget implements RequestRule {
  private static final String EFFORT = "reasoning_effort";

  @Override
  public boolean concerns(ModelFamily family) {
    return family == ModelFamily.CLAUDE;
  }

  @Override
  public boolean concerns(Api api) {
    return RequestRule.speaksChat(api);
  }

  @Override
  public ChatRequest apply(ChatRequest request) {
    Object effort = request.parameters().get(EFFORT);
    if (effort == null || request.parameters().get(Thinking.FIELD) != null) {
      return Edits.without(request, Set.of(EFFORT));
    }
    int budget = budget(effort.toString());
    if (budget == 0) {
      return Edits.without(request, Set.of(EFFORT));
    }
    return Edits.replacing(
        request,
        EFFORT,
        Thinking.FIELD,
        Thinking.isAdaptive(request.model()) ? Thinking.adaptive() : Thinking.enabled(budget));
  }

  private static int budget(String effort) {
    return switch (effort.toLowerCase(Locale.ROOT)) {
      case "none" -> 0;
      case "minimal", "low" -> 1024;
      case "medium" -> 2048;
      case "high" -> 4096;
      case "xhigh" -> 8192;
      case "max" -> 16384;
      default ->
          throw new BricklaneException(
              ErrorCode.BAD_REQUEST,
              "reasoning_effort must be none, minimal, low, medium, high, xhigh or max for Claude");
    };
  }
}
