package dev.bricklane.client.rules;

import dev.bricklane.client.Api;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;

/**
 * Databricks' chat completions know the roles system, user, assistant and tool (Foundation model
 * REST API reference): OpenAI's newer word {@code developer} means the first (LiteLLM writes it so
 * too). Responses knows both.
 */
final class DeveloperMeansSystem implements RequestRule {
  @Override
  public boolean concerns(Api api) {
    return RequestRule.speaksChat(api);
  }

  @Override
  public ChatRequest apply(ChatRequest request) {
    return Edits.eachMessage(
        request,
        message ->
            message.role().equals("developer")
                ? new Message("system", message.content(), message.fields())
                : message);
  }
}
