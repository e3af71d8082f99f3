package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code usage}, any part of which may be missing or null.
 *
 * <p>Chat completions and Responses use different words for the same counts. Claude's cached tokens
 * stand flat beside a {@code prompt_tokens} that excludes them (databricks-ai-bridge), so they are
 * added; where a gateway tells of cached tokens in OpenAI's way, within {@code
 * prompt_tokens_details}, {@code prompt_tokens} includes them, as LiteLLM's proxy has it for Claude
 * too.
 */
final class UsageWire {
  private UsageWire() {}

  static Usage read(@Nullable JsonNode usage) {
    if (usage == null || !usage.isObject()) {
      return Usage.UNKNOWN;
    }
    Integer read = count(usage.get("cache_read_input_tokens"));
    Integer written = count(usage.get("cache_creation_input_tokens"));
    Integer within =
        first(
            count(usage.path("prompt_tokens_details").get("cached_tokens")),
            count(usage.path("input_tokens_details").get("cached_tokens")));
    return new Usage(
        whole(
            first(count(usage.get("prompt_tokens")), count(usage.get("input_tokens"))),
            orZero(read),
            orZero(written),
            within),
        first(count(usage.get("completion_tokens")), count(usage.get("output_tokens"))),
        count(usage.get("total_tokens")),
        within != null && within > 0 ? within : first(read, within),
        written,
        first(
            first(
                count(usage.path("completion_tokens_details").get("reasoning_tokens")),
                count(usage.path("output_tokens_details").get("reasoning_tokens"))),
            count(usage.get("reasoning_tokens"))));
  }

  /** Returns the whole prompt's count, cached tokens included. */
  private static @Nullable Integer whole(
      @Nullable Integer prompt, int read, int written, @Nullable Integer within) {
    int flat = read + written;
    if (prompt == null || flat == 0) {
      return prompt;
    }
    boolean includes = within != null && within >= read && prompt >= flat;
    return includes ? prompt : Integer.valueOf(prompt + flat);
  }

  /** Returns whether both counts are there; a piece of a stream without them tells nothing. */
  static boolean isComplete(@Nullable JsonNode usage) {
    Usage read = read(usage);
    return read.promptTokens() != null && read.completionTokens() != null;
  }

  static @Nullable Integer count(@Nullable JsonNode node) {
    return node != null && node.isNumber() && node.canConvertToInt() ? node.intValue() : null;
  }

  private static @Nullable Integer first(@Nullable Integer one, @Nullable Integer other) {
    return one != null ? one : other;
  }

  private static int orZero(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
