package dev.bricklane.client;

import org.jspecify.annotations.Nullable;

/**
 * Token counts as the service reports them; null where it reports none. Immutable.
 *
 * @param promptTokens of the input
 * @param completionTokens of the answer, reasoning included
 * @param totalTokens as given, not computed
 * @param cachedTokens of the input, read from the service's prompt cache
 * @param cacheWriteTokens of the input, written to that cache
 * @param reasoningTokens of the answer, spent on reasoning
 */
public record Usage(
    @Nullable Integer promptTokens,
    @Nullable Integer completionTokens,
    @Nullable Integer totalTokens,
    @Nullable Integer cachedTokens,
    @Nullable Integer cacheWriteTokens,
    @Nullable Integer reasoningTokens) {
  /** Nothing reported. */
  public static final Usage UNKNOWN = new Usage(null, null, null);

  /** Where nothing is known of caches and reasoning. */
  public Usage(
      @Nullable Integer promptTokens,
      @Nullable Integer completionTokens,
      @Nullable Integer totalTokens) {
    this(promptTokens, completionTokens, totalTokens, null, null, null);
  }
}
