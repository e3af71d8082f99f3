package dev.bricklane.exec;

import dev.bricklane.client.Usage;
import java.time.Duration;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Answers by key, bounded by their size, each with its own time to live. Thread-safe. Nothing here
 * fails for the store's own sake: an answer that cannot be kept or read is not there.
 */
interface AnswerStore extends AutoCloseable {
  /** Returns the key of the digests that {@link AnswerKey}s of this store are. */
  SecretKeySpec digestKey();

  /** Raises the bound on its size, in bytes; never lowers it. */
  void growTo(long bytes);

  /** Returns the answer of that key and class that is not older than what the reader allows. */
  <A> Optional<A> get(AnswerKey key, Duration ttl, Class<A> type);

  /**
   * Keeps an answer; one larger than the whole store is dropped.
   *
   * @param answer a {@code ChatCompletion} or a {@code TextEmbedding}
   * @param weight about how many bytes it takes in memory
   */
  void put(AnswerKey key, Object answer, long weight, Duration ttl);

  /** Counts a request: what a hit has saved, or a miss. */
  void count(Optional<Usage> hit);

  /** Returns what it holds and has done. */
  AnswerCache.Stats stats();

  /** Gives one connection's share back. */
  @Override
  void close();

  /** Returns a text's size in memory, at two bytes a character. */
  static long ofText(@Nullable String text) {
    return text == null ? 0 : 2L * text.length();
  }
}
