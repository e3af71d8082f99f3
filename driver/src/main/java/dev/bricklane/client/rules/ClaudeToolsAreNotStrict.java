package dev.bricklane.client.rules;

import dev.bricklane.client.Api;
import dev.bricklane.client.ChatRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Of a function, Claude takes name, description and parameters; {@code strict} and the like are
 * left out, as LiteLLM does when it takes tools to Anthropic's form and back.
 */
final class ClaudeToolsAreNotStrict implements RequestRule {
  private static final List<String> KEPT = List.of("name", "description", "parameters");

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
    return request.parameters().get("tools") instanceof List<?> tools
        ? Edits.with(request, "tools", tools.stream().map(ClaudeToolsAreNotStrict::plain).toList())
        : request;
  }

  private static Object plain(Object tool) {
    if (!(tool instanceof Map<?, ?> fields)
        || !(fields.get("function") instanceof Map<?, ?> function)
        || KEPT.containsAll(function.keySet())) {
      return tool;
    }
    Map<Object, Object> left = new LinkedHashMap<>(function);
    left.keySet().retainAll(KEPT);
    Map<Object, Object> copy = new LinkedHashMap<>(fields);
    copy.put("function", left);
    return copy;
  }
}
