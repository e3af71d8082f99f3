package dev.bricklane.exec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of one statement that wait for company: one batch for each model and set of parameters.
 * Thread-safe.
 */
final class TextBatches {
  private final Map<EmbeddingBatch.Kind, EmbeddingBatch> batches = new LinkedHashMap<>();
  private boolean used;

  /** Adds a text, and returns the batches that it has filled, for the caller to send. */
  synchronized List<EmbeddingBatch> add(EmbeddingBatch.Kind kind, EmbeddingBatch.Item item) {
    used = true;
    List<EmbeddingBatch> full = new ArrayList<>();
    EmbeddingBatch batch = batches.computeIfAbsent(kind, EmbeddingBatch::new);
    if (batch.overflowsWith(item.text())) {
      full.add(batch);
      batch = new EmbeddingBatch(kind);
      batches.put(kind, batch);
    }
    batch.add(item);
    if (batch.isFull()) {
      batches.remove(kind);
      full.add(batch);
    }
    return full;
  }

  /** Takes the batches that are not full. */
  synchronized List<EmbeddingBatch> drain() {
    List<EmbeddingBatch> waiting = List.copyOf(batches.values());
    batches.clear();
    return waiting;
  }

  /** Returns whether any text was added yet. */
  synchronized boolean used() {
    return used;
  }
}
