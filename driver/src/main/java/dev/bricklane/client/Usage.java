package dev.bricklane.client;

import org.jspecify.annotations.Nullable;

/**
 * Token counts as the service reports them; null where it reports none. Immutable.
 *
 * @param promptTokens of the input
 * @param completionTokens of the answer, reasoning included
 * @param totalTokens as given, not computed
 */
public record Usage(
    @Nullable Integer promptTokens,
    @Nullable Integer completionTokens,
    @Nullable Integer totalTokens) {
  /** Nothing reported. */
  public static final Usage UNKNOWN = new Usage(null, null, null);
}
