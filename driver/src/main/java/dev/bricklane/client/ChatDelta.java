package dev.bricklane.client;

/**
 * A piece of an answer that is still coming. Immutable.
 *
 * @param text what is added to the text; empty if nothing
 * @param reasoning what is added to the readable reasoning; empty if nothing
 * @param provisional whether the answer may turn out not to hold the text: an agent's answer is its
 *     last message, and nobody knows which is the last before the end; what Claude says before it
 *     calls the tool that is its answer is none
 */
public record ChatDelta(String text, String reasoning, boolean provisional) {
  /** Makes a piece that the answer holds. */
  public ChatDelta(String text, String reasoning) {
    this(text, reasoning, false);
  }

  /** Returns the same piece, which the answer may turn out not to hold. */
  ChatDelta asProvisional() {
    return new ChatDelta(text, reasoning, true);
  }
}
