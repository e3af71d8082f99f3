package dev.bricklane.exec;

import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The embedding of one text, out of an answer that may have had several.
 *
 * @param vector never handed out itself, as arrays can be changed
 * @param tokens the text's share of the answer's, by estimate; null if none were reported
 */
record TextEmbedding(
    float[] vector,
    @Nullable String model,
    @Nullable Integer tokens,
    Duration latency,
    @Nullable String requestId,
    int attempts) {

  static List<TextEmbedding> split(EmbeddingRequest request, Embeddings answer) {
    Integer reported = answer.usage().promptTokens();
    List<Long> sizes = request.inputs().stream().map(TokenEstimate::ofText).toList();
    long all = sizes.stream().mapToLong(Long::longValue).sum();
    List<TextEmbedding> texts = new ArrayList<>();
    long before = 0;
    for (int i = 0; i < sizes.size(); i++) {
      long upTo = before + sizes.get(i);
      Integer share =
          reported == null ? null : share(reported, upTo, all) - share(reported, before, all);
      before = upTo;
      texts.add(
          new TextEmbedding(
              answer.vectors().get(i).clone(),
              answer.model(),
              share,
              answer.latency(),
              answer.requestId(),
              answer.attempts()));
    }
    return texts;
  }

  /** Differences of these add up to the whole, whatever was rounded. */
  private static int share(int tokens, long part, long all) {
    return all == 0 ? 0 : (int) ((long) tokens * part / all);
  }

  static Embeddings join(List<TextEmbedding> texts) {
    Integer tokens = 0;
    List<float[]> vectors = new ArrayList<>();
    for (TextEmbedding text : texts) {
      vectors.add(text.vector.clone());
      tokens = tokens == null || text.tokens == null ? null : (Integer) (tokens + text.tokens);
    }
    TextEmbedding first = texts.get(0);
    return new Embeddings(
        vectors,
        first.model,
        new Usage(tokens, null, tokens),
        first.latency,
        first.requestId,
        first.attempts);
  }

  long weight() {
    return (long) Float.BYTES * vector.length
        + AnswerStore.ofText(model)
        + AnswerStore.ofText(requestId);
  }
}
