package dev.bricklane.client.rules;

import dev.bricklane.client.ChatRequest;
import java.util.Set;

/**
 * Fields of Anthropic's own API that the surfaces in OpenAI's form refuse, so that Bifrost drops
 * them (its Databricks provider).
 */
final class AnthropicFieldsStayBehind implements RequestRule {
  static final Set<String> FIELDS =
      Set.of(
          "cache_control",
          "context_management",
          "container",
          "inference_geo",
          "mcp_servers",
          "speed",
          "task_budget");

  @Override
  public ChatRequest apply(ChatRequest request) {
    return Edits.without(request, FIELDS);
  }
}
