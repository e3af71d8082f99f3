package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.http.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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
    CompletableFuture<ChatCompletion> known = known(function, chain, key);
    if (known != null && AnswerStream.keep(known)) {
      return known;
    }
    return begin(new Asked(function, key, null), chain);
  }

  /** See {@link StatementCalls#stream}. */
  AnswerStream stream(String function, ChatRequest request) {
    life.check();
    FallBackChain chain = FallBackChain.of(aliases, request);
    RequestKey key = RequestKey.of(request);
    CompletableFuture<ChatCompletion> known = known(function, chain, key);
    if (known != null) {
      AnswerStream stream = AnswerStream.of(known);
      // Unless its last reader has gone just now.
      if (stream.claim()) {
        return stream;
      }
    }
    AnswerStream stream = new AnswerStream();
    stream.claim();
    stream.onGivenUp(() -> answers.forget(key, stream.whole()));
    begin(new Asked(function, key, stream), chain);
    return stream;
  }

  /** Returns the answer to an equal request, or one out of the cache; null if there is none. */
  private @Nullable CompletableFuture<ChatCompletion> known(
      String function, FallBackChain chain, RequestKey key) {
    CompletableFuture<ChatCompletion> known =
        answers.join(function, chain.request().model(), key, CallExpense::of);
    if (known != null) {
      return known;
    }
    Optional<ChatCompletion> stored = cached(function, chain.request());
    if (stored.isEmpty()) {
      return null;
    }
    CompletableFuture<ChatCompletion> answer = answers.expect(key);
    answers.give(key, answer, stored.get(), CallExpense.of(stored.get()).weight());
    return answer;
  }

  private CompletableFuture<ChatCompletion> begin(Asked asked, FallBackChain chain) {
    Instant started = life.now();
    CompletableFuture<ChatCompletion> exchange = send(asked, chain);
    CompletableFuture<ChatCompletion> answer =
        asked.stream() == null
            ? answers.expect(asked.key())
            : answers.expect(asked.key(), asked.stream().whole());
    follow(asked, answer, chain, started, exchange);
    return answer;
  }

  /**
   * What was asked for.
   *
   * @param stream who takes the answer as it comes; null if it is wanted whole
   */
  private record Asked(String function, RequestKey key, @Nullable AnswerStream stream) {
    boolean isGivenUp() {
      return stream != null && stream.isGivenUp();
    }

    /** Notes that a call has failed; returns whether another answer may take its place. */
    boolean mayFallBack() {
      return stream == null || !stream.failed();
    }
  }

  private CompletableFuture<ChatCompletion> send(Asked asked, FallBackChain chain) {
    AnswerStream stream = asked.stream();
    if (stream == null) {
      return life.begin(() -> gateway.chat(chain.request()));
    }
    CompletableFuture<ChatCompletion> exchange =
        life.begin(() -> gateway.stream(chain.request(), stream.pieces()));
    stream.during(exchange);
    return exchange;
  }

  private Optional<ChatCompletion> cached(String function, ChatRequest request) {
    Optional<ChatCompletion> stored = cache.find(request);
    stored.ifPresent(answer ->
        ledger.add(
            function, request.model(), life.now(), Duration.ZERO, CallExpense.of(answer).saved()));
    return stored;
  }

  private void follow(
      Asked asked,
      CompletableFuture<ChatCompletion> answer,
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
        answers.give(asked.key(), answer, value, paid.weight());
        return;
      }
      BricklaneException error =
          asked.isGivenUp() ? AnswerStream.given() : StatementLife.known(failure);
      Duration spent = Duration.between(started, life.now());
      ledger.add(asked.function(), model, started, spent, CallExpense.of(error, spent));
      Optional<FallBackChain> next = asked.mayFallBack() ? chain.after(error) : Optional.empty();
      if (next.isEmpty()) {
        answers.fail(asked.key(), answer, chain.reported(error));
      } else {
        // Elsewhere, as sending may wait for a client, and this thread carries answers.
        Scheduler.shared().background(() -> fallBack(asked, answer, next.get()));
      }
    });
  }

  private void fallBack(
      Asked asked, CompletableFuture<ChatCompletion> answer, FallBackChain chain) {
    try {
      life.check();
      if (asked.isGivenUp()) {
        throw AnswerStream.given();
      }
      Optional<ChatCompletion> stored = cached(asked.function(), chain.request());
      if (stored.isPresent()) {
        long weight = CallExpense.of(stored.get()).weight();
        answers.give(asked.key(), answer, stored.get(), weight);
        return;
      }
      Instant started = life.now();
      follow(asked, answer, chain, started, send(asked, chain));
    } catch (RuntimeException | Error e) {
      // Whatever it is: on this thread nobody else tells those who wait.
      answers.fail(asked.key(), answer, StatementLife.known(e));
    }
  }
}
