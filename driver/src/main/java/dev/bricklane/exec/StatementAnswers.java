package dev.bricklane.exec;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answers that one statement has or waits for, each for one request; who asks the same joins.
 * Thread-safe.
 */
final class StatementAnswers {
  private final StatementLife life;
  private final StatementLedger ledger;
  private final RememberedAnswers remembered = new RememberedAnswers();

  StatementAnswers(StatementLife life, StatementLedger ledger) {
    this.life = life;
    this.ledger = ledger;
  }

  /** Joins a call for an equal request, in flight or done; returns null if there is none. */
  <A> @Nullable CompletableFuture<A> join(
      String function, String model, RequestKey key, Function<A, CallExpense> expense) {
    CompletableFuture<A> known = known(key);
    if (known != null) {
      Instant joined = life.now();
      known.thenAccept(answer ->
          ledger.add(function, model, joined, Duration.ZERO, expense.apply(answer).saved()));
    }
    return known;
  }

  @SuppressWarnings("unchecked") // A future is kept under the request that it answers.
  private synchronized <A> @Nullable CompletableFuture<A> known(RequestKey key) {
    return (CompletableFuture<A>) remembered.get(key);
  }

  /** Notes an answer that is awaited. */
  <A> CompletableFuture<A> expect(RequestKey key) {
    return expect(key, new CompletableFuture<>());
  }

  /** Notes an answer that is awaited. */
  synchronized <A> CompletableFuture<A> expect(RequestKey key, CompletableFuture<A> answer) {
    remembered.put(key, answer);
    return answer;
  }

  /** Forgets an answer that was given up, so that who asks the same asks anew. */
  synchronized void forget(RequestKey key, CompletableFuture<?> answer) {
    if (remembered.get(key) == answer) {
      remembered.remove(key);
    }
  }

  /** Gives an answer to who waits for it. */
  <A> void give(RequestKey key, CompletableFuture<A> answer, A value, long weight) {
    weigh(key, answer, weight);
    answer.complete(value);
  }

  /** Fails who waits for an answer; errors take room too. */
  void fail(RequestKey key, CompletableFuture<?> answer, Throwable error) {
    weigh(key, answer, RememberedAnswers.FAILURE);
    answer.completeExceptionally(error);
  }

  private synchronized void weigh(RequestKey key, CompletableFuture<?> answer, long weight) {
    remembered.weigh(key, answer, weight);
  }

  /** Forgets all. */
  synchronized void clear() {
    remembered.clear();
  }
}
