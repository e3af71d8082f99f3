package dev.bricklane.exec;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one statement by their requests, those in flight included; the least lately used
 * are forgotten when they hold more than {@value #MAX_BYTES} bytes or are more than {@value
 * #MAX_ENTRIES}. Guarded by its owner.
 */
final class RememberedAnswers {
  static final long MAX_BYTES = 16L * 1024 * 1024;
  static final int MAX_ENTRIES = 50_000;

  /** About how many bytes an error takes, with its stack. */
  static final long FAILURE = 1_000;

  private final Map<RequestKey, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  private static final class Entry {
    private final CompletableFuture<?> answer;
    private long weight;

    Entry(CompletableFuture<?> answer) {
      this.answer = answer;
    }
  }

  @Nullable CompletableFuture<?> get(RequestKey key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.answer;
  }

  void put(RequestKey key, CompletableFuture<?> answer) {
    entries.put(key, new Entry(answer));
  }

  /** Takes one out that is awaited still. */
  void remove(RequestKey key) {
    entries.remove(key);
  }

  /** Notes how much an answer holds, now that it is there; nothing if another took its place. */
  void weigh(RequestKey key, CompletableFuture<?> answer, long weight) {
    Entry entry = entries.get(key);
    if (entry != null && entry.answer == answer) {
      entry.weight = weight;
      bytes += weight;
      shrink();
    }
  }

  void clear() {
    entries.clear();
    bytes = 0;
  }

  private void shrink() {
    Iterator<Entry> oldest = entries.values().iterator();
    while ((bytes > MAX_BYTES || entries.size() > MAX_ENTRIES) && oldest.hasNext()) {
      Entry entry = oldest.next();
      // One in flight stays: whoever asks the same must join it.
      if (entry.answer.isDone()) {
        bytes -= entry.weight;
        oldest.remove();
      }
    }
  }
}
