package dev.bricklane.embedded;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model answers, whatever protocol it goes by. Immutable.
 *
 * @param thought the reasoning, or null if there is none
 * @param text empty for a call of tools, a refusal or a filtered answer
 * @param cited the words that the text is said to rest on, or null
 * @param refusal the words of a refusal, or null
 * @param calls the tools to call; may be empty
 */
record ModelAnswer(
    @Nullable Thought thought,
    String text,
    @Nullable String cited,
    @Nullable String refusal,
    List<ToolCall> calls,
    Finish finish,
    TokenUse usage) {
  ModelAnswer {
    calls = List.copyOf(calls);
  }

  /** One call of a tool; the arguments are JSON text. */
  record ToolCall(String id, String name, String arguments) {}

  /** Why an answer ends, in the words of each protocol. */
  enum Finish {
    STOP("stop", "STOP", "end_turn"),
    LENGTH("length", "MAX_TOKENS", "max_tokens"),
    TOOL_CALLS("tool_calls", "STOP", "tool_use"),
    CONTENT_FILTER("content_filter", "SAFETY", "refusal");

    final String chat;
    final String gemini;
    final String anthropic;

    Finish(String chat, String gemini, String anthropic) {
      this.chat = chat;
      this.gemini = gemini;
      this.anthropic = anthropic;
    }
  }
}
