package dev.bricklane.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an {@link EmbeddingRequest}.
 *
 * @param vectors one per input, in the order of the inputs; aligned by the answer's {@code index}
 *     and checked by count
 * @param model the model's name as the service echoes it, or null
 * @param usage token counts of the whole request
 * @param latency from sending the first attempt to reading the last byte
 * @param requestId the service's id of the request, or null
 * @param attempts how often the request was sent; 0 if the answer comes out of a recording
 */
public record Embeddings(
    List<float[]> vectors,
    @Nullable String model,
    Usage usage,
    Duration latency,
    @Nullable String requestId,
    int attempts) {
  public Embeddings {
    vectors = List.copyOf(vectors);
  }

  /** Returns the same answer to a request that was sent several times. */
  public Embeddings after(int sent, Duration since) {
    return new Embeddings(vectors, model, usage, since, requestId, sent);
  }
}
