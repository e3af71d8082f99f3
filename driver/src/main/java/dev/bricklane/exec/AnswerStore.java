package dev.bricklane.exec;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.bricklane.client.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Answers by key, bounded by their size in memory, each with its own time to live. Thread-safe, and
 * without threads of its own: what is over goes when the store is used.
 */
final class AnswerStore {
  /** The key, the entry, the answer's own object and its fields; about, on a 64-bit JVM. */
  private static final int PER_ENTRY = 400;

  private static final AnswerStore SHARED = new AnswerStore(Ticker.systemTicker());

  private final Ticker ticker;
  private final Cache<AnswerKey, Entry> entries;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder promptTokens = new LongAdder();
  private final LongAdder completionTokens = new LongAdder();
  private final LongAdder evicted = new LongAdder();

  AnswerStore(Ticker ticker) {
    this.ticker = ticker;
    entries =
        Caffeine.newBuilder()
            .maximumWeight(0)
            .<AnswerKey, Entry>weigher((key, entry) -> entry.weight)
            .expireAfter(Expiry.<AnswerKey, Entry>writing((key, entry) -> entry.ttl))
            .evictionListener((key, entry, cause) -> {
              if (cause == RemovalCause.SIZE) {
                evicted.increment();
              }
            })
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /** Returns the JVM's own. */
  static AnswerStore shared() {
    return SHARED;
  }

  /** Raises the bound on its size, in bytes; never lowers it. */
  void growTo(long bytes) {
    entries
        .policy()
        .eviction()
        .ifPresent(bound -> {
          synchronized (this) {
            if (bytes > bound.getMaximum()) {
              bound.setMaximum(bytes);
            }
          }
        });
  }

  /** Returns the answer of that key and class that is not older than what the reader allows. */
  <A> Optional<A> get(AnswerKey key, Duration ttl, Class<A> type) {
    Entry entry = entries.getIfPresent(key);
    return entry == null
            || ticker.read() - entry.storedAt >= ttl.toNanos()
            || !type.isInstance(entry.answer)
        ? Optional.empty()
        : Optional.of(type.cast(entry.answer));
  }

  /** Keeps an answer; one larger than the whole store is dropped at once. */
  void put(AnswerKey key, Object answer, long weight, Duration ttl) {
    int bounded = (int) Math.min(Integer.MAX_VALUE, weight + PER_ENTRY);
    entries.put(key, new Entry(answer, bounded, ttl, ticker.read()));
  }

  /** Counts a request: what a hit has saved, or a miss. */
  void count(Optional<Usage> hit) {
    if (hit.isEmpty()) {
      misses.increment();
      return;
    }
    hits.increment();
    add(promptTokens, hit.get().promptTokens());
    add(completionTokens, hit.get().completionTokens());
  }

  AnswerCache.Stats stats() {
    entries.cleanUp();
    OptionalLong bytes =
        entries.policy().eviction().map(bound -> bound.weightedSize()).orElse(OptionalLong.empty());
    return new AnswerCache.Stats(
        hits.sum(),
        misses.sum(),
        promptTokens.sum(),
        completionTokens.sum(),
        entries.estimatedSize(),
        bytes.orElse(0),
        evicted.sum());
  }

  /** Returns a text's size in memory, at two bytes a character. */
  static long ofText(@Nullable String text) {
    return text == null ? 0 : 2L * text.length();
  }

  private static void add(LongAdder sum, @Nullable Integer count) {
    if (count != null) {
      sum.add(count);
    }
  }

  /** Compared by identity, as Caffeine may. */
  private static final class Entry {
    private final Object answer;
    private final int weight;
    private final Duration ttl;
    private final long storedAt;

    Entry(Object answer, int weight, Duration ttl, long storedAt) {
      this.answer = answer;
      this.weight = weight;
      this.ttl = ttl;
      this.storedAt = storedAt;
    }
  }
}
