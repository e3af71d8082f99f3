package dev.bricklane.client.rules;

import dev.bricklane.client.Api;
import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import org.jspecify.annotations.Nullable;

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

  /** Returns whether it holds for requests by a protocol. */
  default boolean concerns(Api api) {
    return true;
  }

  /** Returns whether a protocol sends messages and parameters in the words of chat completions. */
  static boolean speaksChat(Api api) {
    return api == Api.CHAT || api == Api.INVOCATIONS;
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

  /** Returns the tool whose arguments become the text of the answer, or null. */
  default @Nullable String answeringTool() {
    return null;
  }
}
