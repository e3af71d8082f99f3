package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.http.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One statement's completions: out of its own memory, out of the cache, or asked, and where a model
 * fails asked of the next in its chain. Thread-safe.
 */
final class ChatCalls {
  private final ModelGateway gateway;
  private final ModelAliases aliases;
  private final AnswerCache cache;
  private final StatementLife life;
  private final StatementLedger ledger;
  private final StatementAnswers answers;

  ChatCalls(
      ModelGateway gateway,
      ModelAliases aliases,
      AnswerCache cache,
      StatementLife life,
      StatementLedger ledger,
      StatementAnswers answers) {
    this.gateway = gateway;
    this.aliases = aliases;
    this.cache = cache;
    this.life = life;
    this.ledger = ledger;
    this.answers = answers;
  }

  /** See {@link StatementCalls#chat}. */
  CompletableFuture<ChatCompletion> ask(String function, ChatRequest request) {
    life.check();
    FallBackChain chain = FallBackChain.of(aliases, request);
    RequestKey key = RequestKey.of(request);
    CompletableFuture<ChatCompletion> known =
        answers.join(function, chain.request().model(), key, CallExpense::of);
    if (known != null) {
      return known;
    }
    Optional<ChatCompletion> stored = cached(function, chain.request());
    if (stored.isPresent()) {
      CompletableFuture<ChatCompletion> answer = answers.expect(key);
      answers.give(key, answer, stored.get(), CallExpense.of(stored.get()).weight());
      return answer;
    }
    Instant started = life.now();
    CompletableFuture<ChatCompletion> exchange = life.begin(() -> gateway.chat(chain.request()));
    Asked asked = new Asked(function, key, answers.expect(key));
    follow(asked, chain, started, exchange);
    return asked.answer();
  }

  private record Asked(String function, RequestKey key, CompletableFuture<ChatCompletion> answer) {}

  private Optional<ChatCompletion> cached(String function, ChatRequest request) {
    Optional<ChatCompletion> stored = cache.find(request);
    stored.ifPresent(answer ->
        ledger.add(
            function, request.model(), life.now(), Duration.ZERO, CallExpense.of(answer).saved()));
    return stored;
  }

  private void follow(
      Asked asked,
      FallBackChain chain,
      Instant started,
      CompletableFuture<ChatCompletion> exchange) {
    String model = chain.request().model();
    exchange.whenComplete((value, failure) -> {
      life.finished(exchange);
      if (failure == null) {
        CallExpense paid = CallExpense.of(value);
        cache.keep(chain.request(), value);
        ledger.add(asked.function(), model, started, paid.latency(), paid);
        answers.give(asked.key(), asked.answer(), value, paid.weight());
        return;
      }
      BricklaneException error = StatementLife.known(failure);
      Duration spent = Duration.between(started, life.now());
      ledger.add(asked.function(), model, started, spent, CallExpense.of(error, spent));
      Optional<FallBackChain> next = chain.after(error);
      if (next.isEmpty()) {
        answers.fail(asked.key(), asked.answer(), chain.reported(error));
      } else {
        // Elsewhere, as sending may wait for a client, and this thread carries answers.
        Scheduler.shared().background(() -> fallBack(asked, next.get()));
      }
    });
  }

  private void fallBack(Asked asked, FallBackChain chain) {
    try {
      life.check();
      Optional<ChatCompletion> stored = cached(asked.function(), chain.request());
      if (stored.isPresent()) {
        long weight = CallExpense.of(stored.get()).weight();
        answers.give(asked.key(), asked.answer(), stored.get(), weight);
        return;
      }
      Instant started = life.now();
      follow(asked, chain, started, life.begin(() -> gateway.chat(chain.request())));
    } catch (BricklaneException e) {
      answers.fail(asked.key(), asked.answer(), e);
    }
  }
}
