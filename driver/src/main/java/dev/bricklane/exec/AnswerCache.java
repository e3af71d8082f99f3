package dev.bricklane.exec;

import dev.bricklane.client.AnswerDetails;
import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.DriverConfig.Cache.Store;
import dev.bricklane.error.BricklaneException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Answers that serve later statements too, for as long as the property {@code cacheTtl} says. Off
 * unless the property {@code cache} says {@code memory} or names a file; and off while calls are
 * recorded or replayed, as a recording must hold every call.
 *
 * <p>There is one store in the JVM, and one for each file, shared by all connections, as a
 * dashboard opens a new one for every refresh. Each connection finds only answers to requests of
 * its own workspace, surface and credentials. An answer is used for as long as both the connection
 * that stored it and the one that asks allow. A store's size is bounded for the JVM as a whole;
 * what has been used least goes first, in a file what is oldest.
 *
 * <p>A file belongs to one process at a time. A second one that names it works with the JVM's
 * memory instead, and {@link #warning()} says so.
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
public final class AnswerCache implements AutoCloseable {
  private static final String WHOLE = "stop";

  /**
   * Null if the cache is off: such a connection should not wait for a store or for cryptography.
   */
  private final @Nullable Share share;

  private final Duration ttl;
  private final Optional<String> warning;

  private AnswerCache(@Nullable Share share, Duration ttl, Optional<String> warning) {
    this.share = share;
    this.ttl = ttl;
    this.warning = warning;
  }

  /**
   * Returns a connection's view of the JVM's store or of the file; one that is always empty if the
   * cache is off.
   *
   * @param config the settings as the user gave them: the embedded workspace is the same one in
   *     every process
   * @throws BricklaneException {@code FILE_UNUSABLE} if the file cannot be opened, save because
   *     another process uses it
   */
  public static AnswerCache of(DriverConfig config) {
    if (isOff(config)) {
      return off(Optional.empty());
    }
    if (config.cache().file().isEmpty()) {
      return over(MemoryAnswers.shared(), config);
    }
    Path file = config.cache().file().get();
    Optional<AnswerStore> store = SharedAnswerFiles.open(file);
    return store
        .map(opened -> over(opened, config))
        .orElseGet(() ->
            over(
                MemoryAnswers.shared(),
                config,
                Optional.of(
                    "The cache file "
                        + file
                        + " is in use by another process; this connection keeps answers in memory"
                        + " instead")));
  }

  /** Returns a view of a store of the caller's, which it then closes. */
  static AnswerCache over(AnswerStore store, DriverConfig config) {
    return over(store, config, Optional.empty());
  }

  private static AnswerCache over(
      AnswerStore store, DriverConfig config, Optional<String> warning) {
    if (isOff(config)) {
      return off(warning);
    }
    store.growTo(config.cache().maxBytes());
    AnswerKey owner = AnswerKey.owner(store.digestKey(), config);
    return new AnswerCache(
        new Share(store, store.digestKey(), owner), config.cache().ttl(), warning);
  }

  private static boolean isOff(DriverConfig config) {
    return config.recording().isPresent() || config.cache().store() == Store.OFF;
  }

  private static AnswerCache off(Optional<String> warning) {
    return new AnswerCache(null, Duration.ZERO, warning);
  }

  /** Returns what the user should know: why answers are not kept where they were asked to be. */
  public Optional<String> warning() {
    return warning;
  }

  /** Gives the store back; nothing is found or kept after that. The last one closes the file. */
  @Override
  public void close() {
    if (share != null) {
      share.store.close();
    }
  }

  /** Returns the answer to an equal request as it was given, latency and usage included. */
  public Optional<ChatCompletion> find(ChatRequest request) {
    if (share == null) {
      return Optional.empty();
    }
    Optional<ChatCompletion> found = look(share, request);
    share.store.count(found.map(ChatCompletion::usage));
    return found;
  }

  /** Returns whether there is an answer, for a forecast: that is neither a hit nor a miss. */
  boolean knows(ChatRequest request) {
    return share != null && look(share, request).isPresent();
  }

  private Optional<ChatCompletion> look(Share share, ChatRequest request) {
    return share.store.get(
        AnswerKey.of(share.digestKey, share.owner, request), ttl, ChatCompletion.class);
  }

  /**
   * Returns the embeddings of a request, if those of all its texts are there. The usage is that of
   * these texts; the rest is the first text's answer's.
   */
  public Optional<Embeddings> find(EmbeddingRequest request) {
    if (share == null) {
      return Optional.empty();
    }
    Optional<Embeddings> found = look(share, request);
    share.store.count(found.map(Embeddings::usage));
    return found;
  }

  /** Returns whether the embeddings are there, for a forecast: neither a hit nor a miss. */
  boolean knows(EmbeddingRequest request) {
    return share != null && look(share, request).isPresent();
  }

  private Optional<Embeddings> look(Share share, EmbeddingRequest request) {
    List<TextEmbedding> found = new ArrayList<>();
    for (String input : request.inputs()) {
      AnswerKey key =
          AnswerKey.of(share.digestKey, share.owner, request.model(), input, request.parameters());
      Optional<TextEmbedding> one = share.store.get(key, ttl, TextEmbedding.class);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      found.add(one.get());
    }
    return Optional.of(TextEmbedding.join(found));
  }

  /** Keeps an answer, if it is a whole one. */
  public void keep(ChatRequest request, ChatCompletion answer) {
    if (share != null
        && WHOLE.equals(answer.finishReason())
        && answer.content() != null
        && !answer.content().isEmpty()) {
      share.store.put(
          AnswerKey.of(share.digestKey, share.owner, request), answer, weight(answer), ttl);
    }
  }

  /** Keeps the embedding of each text. */
  public void keep(EmbeddingRequest request, Embeddings answer) {
    if (share == null || answer.vectors().size() != request.inputs().size()) {
      return;
    }
    List<TextEmbedding> texts = TextEmbedding.split(request, answer);
    for (int i = 0; i < texts.size(); i++) {
      String input = request.inputs().get(i);
      Map<String, Object> parameters = request.parameters();
      share.store.put(
          AnswerKey.of(share.digestKey, share.owner, request.model(), input, parameters),
          texts.get(i),
          texts.get(i).weight(),
          ttl);
    }
  }

  /** Returns what the JVM's store has done since it began, for all connections. */
  public Stats stats() {
    return share == null ? Stats.NONE : share.store.stats();
  }

  /** What a connection has of a store. */
  private record Share(AnswerStore store, SecretKeySpec digestKey, AnswerKey owner) {}

  private static long weight(ChatCompletion answer) {
    AnswerDetails details = answer.details();
    return AnswerStore.ofText(answer.content())
        + AnswerStore.ofText(answer.reasoning())
        + AnswerStore.ofText(details.thinking())
        + AnswerStore.ofText(details.citations())
        + AnswerStore.ofText(details.message())
        + AnswerStore.ofText(details.toolCalls())
        + AnswerStore.ofText(details.output())
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
