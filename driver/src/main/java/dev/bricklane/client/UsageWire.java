package dev.bricklane.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Reads {@code usage}, any part of which may be missing or null. */
final class UsageWire {
  private UsageWire() {}

  static Usage read(@Nullable JsonNode usage) {
    if (usage == null || !usage.isObject()) {
      return Usage.UNKNOWN;
    }
    return new Usage(
        count(usage.get("prompt_tokens")),
        count(usage.get("completion_tokens")),
        count(usage.get("total_tokens")));
  }

  private static @Nullable Integer count(@Nullable JsonNode node) {
    return node != null && node.isNumber() && node.canConvertToInt() ? node.intValue() : null;
  }
}
