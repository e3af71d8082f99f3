package dev.bricklane.client.rules;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;

/** One reason to send a request otherwise than it was asked. Immutable. */
interface RequestRule {
  /** Returns whether it holds for a model. */
  default boolean concerns(ModelFamily family) {
    return true;
  }

  /** Returns whether it holds there. */
  default boolean concerns(Destination destination) {
    return destination != Destination.ELSEWHERE;
  }

  /** Returns what to send; the same request where there is nothing to change. */
  ChatRequest apply(ChatRequest request);

  /**
   * Returns what the answer would have been without the rule.
   *
   * @param sent the request as it was sent
   */
  default ChatCompletion restore(ChatRequest sent, ChatCompletion answer) {
    return answer;
  }
}
