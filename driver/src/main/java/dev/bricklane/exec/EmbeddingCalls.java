package dev.bricklane.exec;

import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.http.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One statement's texts to embed: each once, gathered into batches, of which at most a window is in
 * flight; the others wait here, not for a client of the pool, where they would time out.
 * Thread-safe.
 */
final class EmbeddingCalls {
  private final ModelGateway gateway;
  private final ModelAliases aliases;
  private final AnswerCache cache;
  private final StatementLife life;
  private final StatementLedger ledger;
  private final StatementAnswers answers;
  private final int window;
  private final TextBatches gathered = new TextBatches();

  /** Batches that are to be sent, as soon as there is room. */
  private final Deque<EmbeddingBatch> ready = new ArrayDeque<>();

  private int sent;
  private boolean sending;

  EmbeddingCalls(
      ModelGateway gateway,
      ModelAliases aliases,
      AnswerCache cache,
      StatementLife life,
      StatementLedger ledger,
      StatementAnswers answers,
      int window) {
    this.gateway = gateway;
    this.aliases = aliases;
    this.cache = cache;
    this.life = life;
    this.ledger = ledger;
    this.answers = answers;
    this.window = window;
  }

  /** See {@link StatementCalls#embed}. */
  List<CompletableFuture<Embeddings>> ask(String function, EmbeddingRequest asked) {
    life.check();
    EmbeddingRequest request = aliases.chosen(asked);
    return request.inputs().stream()
        .map(text ->
            askText(
                function,
                new EmbeddingRequest(request.model(), List.of(text), request.parameters())))
        .toList();
  }

  private CompletableFuture<Embeddings> askText(String function, EmbeddingRequest request) {
    RequestKey key = RequestKey.of(request);
    CompletableFuture<Embeddings> known =
        answers.join(function, request.model(), key, CallExpense::of);
    if (known != null) {
      return known;
    }
    Optional<Embeddings> stored = cache.find(request);
    CompletableFuture<Embeddings> answer = answers.expect(key);
    if (stored.isPresent()) {
      CallExpense saved = CallExpense.of(stored.get()).saved();
      ledger.add(function, request.model(), life.now(), Duration.ZERO, saved);
      answers.give(key, answer, stored.get(), saved.weight());
      return answer;
    }
    List<EmbeddingBatch> full =
        gathered.add(
            new EmbeddingBatch.Kind(function, request.model(), request.parameters()),
            new EmbeddingBatch.Item(request, key, answer));
    synchronized (this) {
      ready.addAll(full);
    }
    send();
    return answer;
  }

  /** Returns whether this statement gathers texts into batches. */
  boolean gathers() {
    return gathered.used();
  }

  /** Lets the texts that wait for company wait no longer. */
  void flush() {
    List<EmbeddingBatch> waiting = gathered.drain();
    synchronized (this) {
      ready.addAll(waiting);
    }
    send();
  }

  /** Fails the texts that were never sent. */
  void abandon() {
    List<EmbeddingBatch> waiting = gathered.drain();
    List<EmbeddingBatch> unsent;
    synchronized (this) {
      ready.addAll(waiting);
      unsent = List.copyOf(ready);
      ready.clear();
    }
    unsent.forEach(batch -> fail(batch, CallsInFlight.over()));
  }

  /** Sends what there is room for. One thread does it; what ends meanwhile makes it go on. */
  private void send() {
    EmbeddingBatch next = take(false);
    while (next != null) {
      send(next);
      next = take(true);
    }
  }

  private synchronized @Nullable EmbeddingBatch take(boolean mine) {
    if (sending && !mine) {
      return null;
    }
    EmbeddingBatch next = sent < window ? ready.poll() : null;
    sending = next != null;
    if (next != null) {
      sent++;
    }
    return next;
  }

  private synchronized boolean ended(List<EmbeddingBatch> further) {
    sent--;
    for (int i = further.size() - 1; i >= 0; i--) {
      ready.addFirst(further.get(i));
    }
    return !ready.isEmpty() && !sending;
  }

  private void send(EmbeddingBatch batch) {
    Instant started = life.now();
    CompletableFuture<Embeddings> exchange;
    try {
      exchange = life.begin(() -> gateway.embed(batch.request()));
    } catch (RuntimeException e) {
      fail(batch, StatementLife.known(e));
      ended(List.of());
      return;
    }
    exchange.whenComplete((value, failure) -> {
      life.finished(exchange);
      List<EmbeddingBatch> further =
          failure == null
              ? answered(batch, started, value)
              : failed(batch, started, StatementLife.known(failure));
      if (ended(further)) {
        // Elsewhere, as sending may wait for a client, and this thread carries answers.
        Scheduler.shared().background(this::send);
      }
    });
  }

  private List<EmbeddingBatch> answered(EmbeddingBatch batch, Instant started, Embeddings all) {
    CallExpense paid = CallExpense.of(all);
    ledger.add(batch.kind().function(), batch.kind().model(), started, paid.latency(), paid);
    List<TextEmbedding> texts = TextEmbedding.split(batch.request(), all);
    for (int i = 0; i < texts.size(); i++) {
      EmbeddingBatch.Item item = batch.items().get(i);
      Embeddings one = TextEmbedding.join(List.of(texts.get(i)));
      cache.keep(item.request(), one);
      answers.give(item.key(), item.answer(), one, texts.get(i).weight());
    }
    return List.of();
  }

  /** Returns the batches to send in place of one that failed. */
  private List<EmbeddingBatch> failed(
      EmbeddingBatch batch, Instant started, BricklaneException error) {
    EmbeddingBatch.Kind kind = batch.kind();
    Duration spent = Duration.between(started, life.now());
    ledger.add(kind.function(), kind.model(), started, spent, CallExpense.of(error, spent));
    if (batch.items().size() > 1 && BatchErrors.mayPassInHalves(error.code())) {
      return batch.halves();
    }
    fail(batch, error);
    return List.of();
  }

  private void fail(EmbeddingBatch batch, BricklaneException error) {
    batch.items().forEach(item -> answers.fail(item.key(), item.answer(), error));
  }
}
