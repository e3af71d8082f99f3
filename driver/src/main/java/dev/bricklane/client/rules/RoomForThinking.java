package dev.bricklane.client.rules;

import dev.bricklane.client.Api;
import dev.bricklane.client.ChatRequest;

/**
 * {@code max_tokens} counts thinking too, and must be above its budget. Without one it becomes the
 * budget and 4,096 for the answer, as in LiteLLM and Bifrost; one that is not above the budget
 * becomes the budget and as much for the answer as was asked for.
 */
final class RoomForThinking implements RequestRule {
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
    Long budget = Thinking.budget(request);
    if (budget == null) {
      return request;
    }
    Object given = request.parameters().get("max_tokens");
    if (given != null && !(given instanceof Number)) {
      return request;
    }
    long most = given == null ? Thinking.USUAL_ANSWER : ((Number) given).longValue();
    if (given != null && most > budget) {
      return request;
    }
    long sum = budget + most;
    return Edits.with(request, "max_tokens", sum == (int) sum ? (Number) (int) sum : (Number) sum);
  }
}
