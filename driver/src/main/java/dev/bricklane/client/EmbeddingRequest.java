package dev.bricklane.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Embeddings to ask for. Immutable; equal requests ask for the same.
 *
 * @param model the endpoint, such as {@code databricks-gte-large-en}; a prefix {@code databricks/}
 *     is allowed
 * @param inputs the texts; not empty
 * @param parameters further fields of the request body by their wire name, such as {@code
 *     instruction}, {@code dimensions}
 */
public record EmbeddingRequest(String model, List<String> inputs, Map<String, Object> parameters) {
  public EmbeddingRequest {
    inputs = List.copyOf(inputs);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("inputs is empty");
    }
  }
}
