package dev.bricklane.scripting;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What calls used. Immutable.
 *
 * @param calls how many answers there were
 * @param promptTokens tokens of the input, as the service reports them; 0 where it does not
 * @param completionTokens tokens of the answers, those for reasoning included
 * @param cachedTokens of the input, those that the service read from its prompt cache
 */
public record Usage(long calls, long promptTokens, long completionTokens, long cachedTokens) {
  /** No calls. */
  public static final Usage NONE = new Usage(0, 0, 0, 0);

  /** Reads the columns of an answer. */
  static Usage of(Map<String, ? extends @Nullable Object> columns) {
    return new Usage(
        1,
        number(columns.get("prompt_tokens")),
        number(columns.get("completion_tokens")),
        number(columns.get("cached_tokens")));
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  /** Returns the sum of both; {@code +} in Groovy. */
  public Usage plus(Usage other) {
    return new Usage(
        calls + other.calls,
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        cachedTokens + other.cachedTokens);
  }

  /** Returns the tokens of input and answers. */
  public long totalTokens() {
    return promptTokens + completionTokens;
  }

  /** Returns the tokens of input and answers, as a property. */
  public long getTotalTokens() {
    return totalTokens();
  }

  /** Such as {@code 2 calls, 120 tokens in, 31 out}. */
  @Override
  public String toString() {
    return calls
        + (calls == 1 ? " call, " : " calls, ")
        + promptTokens
        + " tokens in"
        + (cachedTokens == 0 ? "" : " (" + cachedTokens + " cached)")
        + ", "
        + completionTokens
        + " out";
  }
}
