package dev.bricklane.client.rules;

import dev.bricklane.client.ChatRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * GPT-5 answers 400 "Missing required parameter: 'response_format.json_schema.name'"
 * (databricks-ai-bridge, issue 350); a name does no harm to others, wherever they are.
 */
final class SchemasHaveNames implements RequestRule {
  @Override
  public boolean concerns(Destination destination) {
    return true;
  }

  @Override
  public ChatRequest apply(ChatRequest request) {
    if (!(request.parameters().get("response_format") instanceof Map<?, ?> format)
        || !(format.get("json_schema") instanceof Map<?, ?> schema)
        || schema.get("name") != null) {
      return request;
    }
    Map<Object, Object> named = new LinkedHashMap<>();
    named.put("name", "response");
    schema.forEach(named::putIfAbsent);
    Map<Object, Object> copy = new LinkedHashMap<>(format);
    copy.put("json_schema", named);
    return Edits.with(request, "response_format", copy);
  }
}
