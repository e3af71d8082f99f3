package dev.bricklane.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JSON schema in the subset that {@code generateContent} takes: without the keywords that
 * it refuses, and with {@code nullable} for a type or null.
 */
final class GeminiSchema {
  private static final Set<String> REFUSED =
      Set.of("additionalProperties", "$schema", "$id", "strict");

  private GeminiSchema() {}

  static @Nullable Object of(@Nullable Object schema) {
    if (schema instanceof List<?> list) {
      return list.stream().map(GeminiSchema::of).toList();
    }
    if (!(schema instanceof Map<?, ?> map)) {
      return schema;
    }
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      String name = String.valueOf(key);
      if (name.equals("properties") && value instanceof Map<?, ?> properties) {
        // Here names are a user's, whatever they are called.
        Map<String, Object> inner = new LinkedHashMap<>();
        properties.forEach(
            (property, of) -> inner.put(String.valueOf(property), GeminiSchema.of(of)));
        result.put(name, inner);
      } else if (name.equals("type") && value instanceof List<?> types) {
        types.stream()
            .filter(type -> !"null".equals(type))
            .findFirst()
            .ifPresent(type -> result.put(name, type));
        if (types.contains("null")) {
          result.put("nullable", true);
        }
      } else if (!REFUSED.contains(name)) {
        result.put(name, of(value));
      }
    });
    return result;
  }
}
