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
import javax.crypto.spec.SecretKeySpec;

/**
 * Answers in memory, bounded by their size, what is used least going first; each with its own time
 * to live. Thread-safe, and without threads of its own: what is over goes when the store is used.
 */
final class MemoryAnswers implements AnswerStore {
  /** The key, the entry, the answer's own object and its fields; about, on a 64-bit JVM. */
  private static final int PER_ENTRY = 400;

  private static final SecretKeySpec DIGEST_KEY = AnswerKey.randomDigestKey();

  private static final MemoryAnswers SHARED = new MemoryAnswers(Ticker.systemTicker());

  private final Ticker ticker;
  private final Cache<AnswerKey, Entry> entries;
  private final CacheCounts counts = new CacheCounts();
  private final LongAdder evicted = new LongAdder();

  MemoryAnswers(Ticker ticker) {
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
  static MemoryAnswers shared() {
    return SHARED;
  }

  @Override
  public void growTo(long bytes) {
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

  @Override
  public <A> Optional<A> get(AnswerKey key, Duration ttl, Class<A> type) {
    Entry entry = entries.getIfPresent(key);
    return entry == null
            || ticker.read() - entry.storedAt >= ttl.toNanos()
            || !type.isInstance(entry.answer)
        ? Optional.empty()
        : Optional.of(type.cast(entry.answer));
  }

  @Override
  public void put(AnswerKey key, Object answer, long weight, Duration ttl) {
    int bounded = (int) Math.min(Integer.MAX_VALUE, weight + PER_ENTRY);
    entries.put(key, new Entry(answer, bounded, ttl, ticker.read()));
  }

  @Override
  public void count(Optional<Usage> hit) {
    counts.add(hit);
  }

  /** Returns a key that nobody outside this JVM knows. */
  @Override
  public SecretKeySpec digestKey() {
    return DIGEST_KEY;
  }

  @Override
  public AnswerCache.Stats stats() {
    entries.cleanUp();
    OptionalLong bytes =
        entries.policy().eviction().map(bound -> bound.weightedSize()).orElse(OptionalLong.empty());
    return counts.stats(entries.estimatedSize(), bytes.orElse(0), evicted.sum());
  }

  /** Does nothing: the JVM's other connections go on using it. */
  @Override
  public void close() {}

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
