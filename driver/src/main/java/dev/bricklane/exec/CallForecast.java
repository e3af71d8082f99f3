package dev.bricklane.exec;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What requests would cost if they were made: counted as {@link StatementCalls} would make them,
 * equal ones once, texts in batches, and none that the cache has an answer to. Used by one thread;
 * makes no call.
 */
public final class CallForecast {
  private final AnswerCache cache;
  private final PriceTable prices;
  private final Set<RequestKey> known = new HashSet<>();
  private final ModelAliases aliases;
  private final TextBatches batches = new TextBatches();
  private Counts counts = Counts.NONE;

  CallForecast(AnswerCache cache, PriceTable prices, ModelAliases aliases) {
    this.aliases = aliases;
    this.cache = cache;
    this.prices = prices;
  }

  /**
   * What was counted.
   *
   * @param calls that would be made
   * @param cached calls that the cache would save
   * @param promptTokens by estimate
   * @param answerTokens the most there can be: all of {@code max_tokens}, or its usual default
   * @param cost in US dollars by these tokens; empty if a model has no price
   */
  public record Counts(
      long calls, long cached, long promptTokens, long answerTokens, Optional<BigDecimal> cost) {
    /** Nothing. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, Optional.of(BigDecimal.ZERO));

    /** Returns the sum of both. */
    public Counts plus(Counts other) {
      return new Counts(
          calls + other.calls,
          cached + other.cached,
          promptTokens + other.promptTokens,
          answerTokens + other.answerTokens,
          cost.flatMap(one -> other.cost.map(one::add)));
    }
  }

  /** Counts a chat completion. */
  public void add(ChatRequest asked) {
    if (!known.add(RequestKey.of(asked))) {
      return;
    }
    ChatRequest request = aliases.chosen(asked);
    if (cache.knows(request)) {
      counts = counts.plus(new Counts(0, 1, 0, 0, Optional.of(BigDecimal.ZERO)));
    } else {
      count(request.model(), TokenEstimate.of(request));
    }
  }

  /** Counts the embeddings of some texts. */
  public void add(EmbeddingRequest asked) {
    EmbeddingRequest request = aliases.chosen(asked);
    for (String text : request.inputs()) {
      EmbeddingRequest one =
          new EmbeddingRequest(request.model(), List.of(text), request.parameters());
      RequestKey key = RequestKey.of(one);
      if (!known.add(key)) {
        continue;
      }
      if (cache.knows(one)) {
        counts = counts.plus(new Counts(0, 1, 0, 0, Optional.of(BigDecimal.ZERO)));
      } else {
        batches
            .add(
                new EmbeddingBatch.Kind("embed", request.model(), request.parameters()),
                new EmbeddingBatch.Item(one, key, new CompletableFuture<>()))
            .forEach(this::count);
      }
    }
  }

  private void count(EmbeddingBatch batch) {
    count(batch.kind().model(), TokenEstimate.of(batch.request()));
  }

  private void count(String model, TokenEstimate tokens) {
    counts =
        counts.plus(
            new Counts(
                1,
                0,
                tokens.input(),
                tokens.output(),
                prices
                    .price(model, tokens.input())
                    .map(price -> price.of(tokens.input(), tokens.output()))));
  }

  /** Returns what was counted since the last time. */
  public Counts take() {
    batches.drain().forEach(this::count);
    Counts taken = counts;
    counts = Counts.NONE;
    return taken;
  }
}
