package dev.bricklane.exec;

import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Texts that wait to be embedded in one call. Guarded by its owner.
 *
 * <p>A batch is full at {@value #MAX_TEXTS} texts (Databricks' demo notebooks name 150 as the
 * most), at about {@value #MAX_TOKENS} tokens, or at {@value #MAX_CHARACTERS} characters, which
 * stays below the 4 MB that endpoints take; the latter two are ours.
 */
final class EmbeddingBatch {
  static final int MAX_TEXTS = 100;
  static final long MAX_TOKENS = 30_000;
  static final long MAX_CHARACTERS = 500_000;

  /**
   * A text and who waits for it.
   *
   * @param request asks for this text alone
   */
  record Item(EmbeddingRequest request, RequestKey key, CompletableFuture<Embeddings> answer) {
    String text() {
      return request.inputs().get(0);
    }
  }

  /** What the texts of a batch have in common. */
  record Kind(String function, String model, Map<String, Object> parameters) {}

  private final Kind kind;
  private final List<Item> items = new ArrayList<>();
  private long tokens;
  private long characters;

  EmbeddingBatch(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  List<Item> items() {
    return items;
  }

  void add(Item item) {
    items.add(item);
    tokens += TokenEstimate.ofText(item.text());
    characters += item.text().length();
  }

  boolean isFull() {
    return items.size() >= MAX_TEXTS || tokens >= MAX_TOKENS || characters >= MAX_CHARACTERS;
  }

  /** Returns whether a text would make it too large, so that it belongs in the next one. */
  boolean overflowsWith(String text) {
    return !items.isEmpty()
        && (tokens + TokenEstimate.ofText(text) > MAX_TOKENS
            || characters + text.length() > MAX_CHARACTERS);
  }

  EmbeddingRequest request() {
    return new EmbeddingRequest(
        kind.model(), items.stream().map(Item::text).toList(), kind.parameters());
  }

  /** Returns the texts in two batches. */
  List<EmbeddingBatch> halves() {
    EmbeddingBatch first = new EmbeddingBatch(kind);
    EmbeddingBatch second = new EmbeddingBatch(kind);
    for (int i = 0; i < items.size(); i++) {
      (i < items.size() / 2 ? first : second).add(items.get(i));
    }
    return List.of(first, second);
  }
}
