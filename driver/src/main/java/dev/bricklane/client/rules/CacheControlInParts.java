package dev.bricklane.client.rules;

import dev.bricklane.client.Api;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.ChatRequest.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code cache_control} belongs to a part of a message; on a message whose content is a text it is
 * moved into a part of that text, as LiteLLM does (its Databricks provider, chat transformation).
 */
final class CacheControlInParts implements RequestRule {
  private static final String FIELD = "cache_control";

  @Override
  public boolean concerns(Api api) {
    return RequestRule.speaksChat(api);
  }

  @Override
  public ChatRequest apply(ChatRequest request) {
    return Edits.eachMessage(request, CacheControlInParts::moved);
  }

  private static Message moved(Message message) {
    Object control = message.fields().get(FIELD);
    if (control == null || !(message.content() instanceof String text)) {
      return message;
    }
    Map<String, Object> part = new LinkedHashMap<>(Edits.textPart(text));
    part.put(FIELD, control);
    return Edits.with(Edits.without(message, FIELD), List.of(part));
  }
}
