package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.DriverConfig.Cache.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers that serve later statements too, for as long as the property {@code cacheTtl} says. Off
 * unless the property {@code cache} says {@code memory}.
 *
 * <p>There is one store in the JVM, shared by all connections, as a dashboard opens a new one for
 * every refresh. Each connection finds only answers to requests of its own workspace, surface and
 * credentials. An answer is used for as long as both the connection that stored it and the one that
 * asks allow. The store's size is bounded for the JVM as a whole; what has been used least goes
 * first.
 *
 * <p>Only whole answers are kept: none that failed, that has no text, or that ended for another
 * reason than {@code stop}, such as {@code length} or a filter. Which {@code temperature} was asked
 * for does not matter: who turns the cache on wants the same answer again.
 *
 * <p>Embeddings are kept text by text, so that one is found whatever batch it came in.
 *
 * <p>Thread-safe. Two equal requests at the same time are two calls: the cache knows answers, not
 * calls in flight.
 */
public final class AnswerCache {
  private static final String WHOLE = "stop";

  private final @Nullable AnswerStore store;
  private final AnswerKey owner;
  private final Duration ttl;

  private AnswerCache(@Nullable AnswerStore store, AnswerKey owner, Duration ttl) {
    this.store = store;
    this.owner = owner;
    this.ttl = ttl;
  }

  /**
   * Returns a connection's view of the JVM's store; one that is always empty if the cache is off.
   *
   * @param reached the settings with the workspace that is really called, as {@code
   *     DriverConfig.reaching} gives them
   */
  public static AnswerCache of(DriverConfig reached) {
    return over(AnswerStore.shared(), reached);
  }

  /** Returns a view of a store of the caller's. */
  static AnswerCache over(AnswerStore store, DriverConfig reached) {
    AnswerKey owner = AnswerKey.owner(reached);
    if (reached.cache().store() == Store.OFF) {
      return new AnswerCache(null, owner, Duration.ZERO);
    }
    store.growTo(reached.cache().maxBytes());
    return new AnswerCache(store, owner, reached.cache().ttl());
  }

  /** Returns the answer to an equal request as it was given, latency and usage included. */
  public Optional<ChatCompletion> find(ChatRequest request) {
    if (store == null) {
      return Optional.empty();
    }
    Optional<ChatCompletion> found =
        store.get(AnswerKey.of(owner, request), ttl, ChatCompletion.class);
    store.count(found.map(ChatCompletion::usage));
    return found;
  }

  /**
   * Returns the embeddings of a request, if those of all its texts are there. The usage is that of
   * these texts; the rest is the first text's answer's.
   */
  public Optional<Embeddings> find(EmbeddingRequest request) {
    if (store == null) {
      return Optional.empty();
    }
    List<TextEmbedding> found = new ArrayList<>();
    for (String input : request.inputs()) {
      AnswerKey key = AnswerKey.of(owner, request.model(), input, request.parameters());
      Optional<TextEmbedding> one = store.get(key, ttl, TextEmbedding.class);
      if (one.isEmpty()) {
        store.count(Optional.empty());
        return Optional.empty();
      }
      found.add(one.get());
    }
    Embeddings answer = TextEmbedding.join(found);
    store.count(Optional.of(answer.usage()));
    return Optional.of(answer);
  }

  /** Keeps an answer, if it is a whole one. */
  public void keep(ChatRequest request, ChatCompletion answer) {
    if (store != null
        && WHOLE.equals(answer.finishReason())
        && answer.content() != null
        && !answer.content().isEmpty()) {
      store.put(AnswerKey.of(owner, request), answer, weight(answer), ttl);
    }
  }

  /** Keeps the embedding of each text. */
  public void keep(EmbeddingRequest request, Embeddings answer) {
    if (store == null || answer.vectors().size() != request.inputs().size()) {
      return;
    }
    List<TextEmbedding> texts = TextEmbedding.split(request, answer);
    for (int i = 0; i < texts.size(); i++) {
      String input = request.inputs().get(i);
      Map<String, Object> parameters = request.parameters();
      store.put(
          AnswerKey.of(owner, request.model(), input, parameters),
          texts.get(i),
          texts.get(i).weight(),
          ttl);
    }
  }

  /** Returns what the JVM's store has done since it began, for all connections. */
  public Stats stats() {
    return store == null ? Stats.NONE : store.stats();
  }

  private static long weight(ChatCompletion answer) {
    return AnswerStore.ofText(answer.content())
        + AnswerStore.ofText(answer.reasoning())
        + AnswerStore.ofText(answer.model())
        + AnswerStore.ofText(answer.requestId());
  }

  /**
   * What a cache has done.
   *
   * @param hits requests that were answered out of it
   * @param misses requests that were not
   * @param promptTokensSaved by the hits, as far as the answers reported them
   * @param completionTokensSaved likewise
   * @param entries answers that are there, about
   * @param bytes their estimated size
   * @param evicted answers that had to go for others
   */
  public record Stats(
      long hits,
      long misses,
      long promptTokensSaved,
      long completionTokensSaved,
      long entries,
      long bytes,
      long evicted) {
    /** Nothing yet. */
    public static final Stats NONE = new Stats(0, 0, 0, 0, 0, 0, 0);
  }
}
