package dev.bricklane.client.rules;

import dev.bricklane.client.ChatRequest;

/**
 * Only messages of users have a {@code name}; elsewhere Databricks refuses it, so LiteLLM takes it
 * off (its Databricks provider, chat transformation).
 */
final class NamesOfUsersOnly implements RequestRule {
  @Override
  public ChatRequest apply(ChatRequest request) {
    return Edits.eachMessage(
        request,
        message -> message.role().equals("user") ? message : Edits.without(message, "name"));
  }
}
