package dev.bricklane.exec;

import dev.bricklane.client.Usage;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How often a store had an answer, and what that saved. Thread-safe. */
final class CacheCounts {
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder promptTokens = new LongAdder();
  private final LongAdder completionTokens = new LongAdder();

  void add(Optional<Usage> hit) {
    if (hit.isEmpty()) {
      misses.increment();
      return;
    }
    hits.increment();
    add(promptTokens, hit.get().promptTokens());
    add(completionTokens, hit.get().completionTokens());
  }

  AnswerCache.Stats stats(long entries, long bytes, long evicted) {
    return new AnswerCache.Stats(
        hits.sum(),
        misses.sum(),
        promptTokens.sum(),
        completionTokens.sum(),
        entries,
        bytes,
        evicted);
  }

  private static void add(LongAdder sum, @Nullable Integer count) {
    if (count != null) {
      sum.add(count);
    }
  }
}
