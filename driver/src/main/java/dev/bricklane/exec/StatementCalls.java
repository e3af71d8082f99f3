package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.config.DriverConfig.OnError;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The model calls of one statement: equal requests are one call, in flight, done or failed; all
 * share a deadline; {@link #cancel()} ends them.
 *
 * <p>Thread-safe. Calls are started by the statement's thread, which may wait there for a sign-in.
 */
public final class StatementCalls implements AutoCloseable {
  /** The status of a call that was answered. */
  public static final String OK = "ok";

  /** The most texts that are embedded in one call. */
  public static final int BATCH = EmbeddingBatch.MAX_TEXTS;

  private final ModelGateway gateway;
  private final AnswerCache cache;
  private final CallLedger ledger;
  private final Clock clock;
  private final Duration timeout;
  private final @Nullable Instant deadline;
  private final long number;
  private final CallBudget budget;
  private final CallExecutor.Rules rules;
  private final ModelAliases aliases;
  private final RowProblems problems = new RowProblems();
  private final RememberedAnswers answers = new RememberedAnswers();
  private final CallsInFlight inFlight = new CallsInFlight();
  private final TextBatches batches = new TextBatches();

  private CallLedger.Totals totals = CallLedger.Totals.NONE;
  private volatile Runnable onEnd = () -> {};

  StatementCalls(
      ModelGateway gateway,
      CallBudget budget,
      AnswerCache cache,
      CallLedger ledger,
      Clock clock,
      CallExecutor.Rules rules,
      ModelAliases aliases,
      Duration timeout) {
    this.gateway = new BudgetedGateway(gateway, budget);
    this.budget = budget;
    this.cache = cache;
    this.ledger = ledger;
    this.clock = clock;
    this.rules = rules;
    this.aliases = aliases;
    this.timeout = timeout;
    this.deadline = timeout.isZero() ? null : clock.instant().plus(timeout);
    this.number = ledger.nextStatement();
  }

  /** Returns the most calls that a statement should have in flight. */
  public int window() {
    return rules.window();
  }

  /** Returns what a failed call does to the statement, where the call itself does not say. */
  public OnError onError() {
    return rules.onError();
  }

  /** Returns where the files may lie that calls send. */
  public MediaFiles files() {
    return new MediaFiles(rules.media());
  }

  /** Returns what befell the calls of single rows; whoever gives a row adds to it. */
  public RowProblems problems() {
    return problems;
  }

  /** Returns how many calls are in flight. */
  public int inFlight() {
    return inFlight.count();
  }

  /** Returns a count of what requests would cost, which makes no call. */
  public CallForecast forecast() {
    return new CallForecast(cache, budget.prices(), aliases);
  }

  /** Returns what the calls that have ended have taken. */
  public Spent spent() {
    return budget.spent();
  }

  /**
   * Asks for a completion: starts a call, or joins one for an equal request. Where the model is an
   * alias with fall-backs, the next of them is asked when a call fails; each is a call of its own.
   *
   * @param function the SQL function that asks, for the ledger
   * @return fails with {@code BricklaneException} alone; cancel the statement, not the future
   */
  public CompletableFuture<ChatCompletion> chat(String function, ChatRequest request) {
    return ask(function, new Chat(request, aliases.chosen(request), 0));
  }

  /**
   * Asks for embeddings. Texts are embedded once in a statement, and gathered into batches; a batch
   * is sent when it is full, or when somebody waits.
   *
   * @param function the SQL function that asks, for the ledger
   * @return one for each text, in their order; each fails with {@code BricklaneException} alone
   */
  public List<CompletableFuture<Embeddings>> embed(String function, EmbeddingRequest asked) {
    check();
    EmbeddingRequest request = aliases.chosen(asked);
    return request.inputs().stream()
        .map(text ->
            embedText(
                function,
                new EmbeddingRequest(request.model(), List.of(text), request.parameters())))
        .toList();
  }

  private CompletableFuture<Embeddings> embedText(String function, EmbeddingRequest request) {
    RequestKey key = RequestKey.of(request);
    CompletableFuture<Embeddings> known = joined(function, request.model(), key, CallExpense::of);
    if (known != null) {
      return known;
    }
    Optional<Embeddings> stored = cache.find(request);
    if (stored.isPresent()) {
      CallExpense saved = CallExpense.of(stored.get()).saved();
      record(function, request.model(), clock.instant(), Duration.ZERO, saved);
      return remember(key, stored.get(), CallExpense::of);
    }
    CompletableFuture<Embeddings> answer = new CompletableFuture<>();
    synchronized (this) {
      answers.put(key, answer);
    }
    batches
        .add(
            new EmbeddingBatch.Kind(function, request.model(), request.parameters()),
            new EmbeddingBatch.Item(request, key, answer))
        .forEach(this::send);
    return answer;
  }

  private void send(EmbeddingBatch batch) {
    Instant started = clock.instant();
    CompletableFuture<Embeddings> exchange;
    try {
      check();
      exchange = inFlight.begin(() -> gateway.embed(batch.request()));
    } catch (BricklaneException e) {
      fail(batch, e);
      return;
    }
    exchange.whenComplete((value, failure) -> {
      inFlight.finished(exchange);
      EmbeddingBatch.Kind kind = batch.kind();
      if (failure == null) {
        CallExpense paid = CallExpense.of(value);
        record(kind.function(), kind.model(), started, paid.latency(), paid);
        deliver(batch, value);
      } else {
        BricklaneException error = known(failure);
        Duration spent = Duration.between(started, clock.instant());
        record(kind.function(), kind.model(), started, spent, CallExpense.of(error, spent));
        if (batch.items().size() > 1 && BatchErrors.mayPassInHalves(error.code())) {
          // Elsewhere, as sending may wait for a sign-in, and this thread carries answers.
          Scheduler.shared().background(() -> batch.halves().forEach(this::send));
        } else {
          fail(batch, error);
        }
      }
    });
  }

  private void deliver(EmbeddingBatch batch, Embeddings all) {
    List<TextEmbedding> texts = TextEmbedding.split(batch.request(), all);
    for (int i = 0; i < texts.size(); i++) {
      EmbeddingBatch.Item item = batch.items().get(i);
      Embeddings one = TextEmbedding.join(List.of(texts.get(i)));
      cache.keep(item.request(), one);
      synchronized (this) {
        answers.weigh(item.key(), texts.get(i).weight());
      }
      item.answer().complete(one);
    }
  }

  private void fail(EmbeddingBatch batch, BricklaneException error) {
    for (EmbeddingBatch.Item item : batch.items()) {
      synchronized (this) {
        answers.weigh(item.key(), RememberedAnswers.FAILURE);
      }
      item.answer().completeExceptionally(error);
    }
  }

  /** Returns whether this statement gathers texts into batches. */
  boolean gathers() {
    return batches.used();
  }

  /**
   * Lists the workspace's endpoints: a network call that ends with the statement, but no model
   * call.
   */
  public List<ServingEndpoint> endpoints() {
    check();
    CompletableFuture<List<ServingEndpoint>> exchange = inFlight.begin(gateway::endpoints);
    try {
      return await(exchange);
    } finally {
      inFlight.finished(exchange);
    }
  }

  /** Waits for an answer, within the statement's time. */
  public <A> A await(CompletableFuture<A> answer) {
    if (!answer.isDone()) {
      batches.drain().forEach(this::send);
    }
    try {
      return deadline == null
          ? answer.get()
          : answer.get(
              Math.max(0, Duration.between(clock.instant(), deadline).toMillis()),
              TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      cancel();
      throw expired();
    } catch (CancellationException e) {
      throw CallsInFlight.over();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancel();
      throw new BricklaneException(
          ErrorCode.CANCELLED,
          "The statement's thread was interrupted while it waited for a model");
    } catch (ExecutionException e) {
      throw known(e.getCause());
    }
  }

  /** Has an action run after each call that has ended; it must be quick, and not throw. */
  public void onEnd(Runnable action) {
    onEnd = action;
  }

  /** Returns the sums over this statement's calls so far. */
  public synchronized CallLedger.Totals totals() {
    return totals;
  }

  /** Fails with {@code CANCELLED} or {@code DEADLINE_EXCEEDED} if the statement is over. */
  public void check() {
    if (deadline != null && !clock.instant().isBefore(deadline)) {
      cancel();
      throw expired();
    }
    if (inFlight.ended()) {
      throw CallsInFlight.over();
    }
  }

  /** Ends the statement: calls in flight are abandoned, and none is started. */
  public void cancel() {
    inFlight.end();
    // Texts that were never sent fail with the statement.
    batches.drain().forEach(batch -> fail(batch, CallsInFlight.over()));
  }

  /** Abandons what is still in flight and forgets the answers. */
  @Override
  public void close() {
    cancel();
    synchronized (this) {
      answers.clear();
    }
  }

  /**
   * A completion that is asked for.
   *
   * @param asked as the statement named it
   * @param request for the model that is asked now
   * @param failures how many models have failed before
   */
  private record Chat(ChatRequest asked, ChatRequest request, int failures) {}

  private CompletableFuture<ChatCompletion> ask(String function, Chat chat) {
    check();
    RequestKey key = RequestKey.of(chat.asked());
    CompletableFuture<ChatCompletion> known =
        joined(function, chat.request().model(), key, CallExpense::of);
    if (known != null) {
      return known;
    }
    Instant started = clock.instant();
    Optional<ChatCompletion> stored = cache.find(chat.request());
    if (stored.isPresent()) {
      CallExpense saved = CallExpense.of(stored.get()).saved();
      record(function, chat.request().model(), started, Duration.ZERO, saved);
      return remember(key, stored.get(), CallExpense::of);
    }
    CompletableFuture<ChatCompletion> exchange = inFlight.begin(() -> gateway.chat(chat.request()));
    CompletableFuture<ChatCompletion> answer = new CompletableFuture<>();
    synchronized (this) {
      answers.put(key, answer);
    }
    follow(function, chat, key, started, exchange, answer);
    return answer;
  }

  private void follow(
      String function,
      Chat chat,
      RequestKey key,
      Instant started,
      CompletableFuture<ChatCompletion> exchange,
      CompletableFuture<ChatCompletion> answer) {
    String model = chat.request().model();
    exchange.whenComplete((value, failure) -> {
      inFlight.finished(exchange);
      if (failure == null) {
        CallExpense paid = CallExpense.of(value);
        synchronized (this) {
          answers.weigh(key, paid.weight());
        }
        cache.keep(chat.request(), value);
        record(function, model, started, paid.latency(), paid);
        answer.complete(value);
        return;
      }
      BricklaneException error = known(failure);
      Duration spent = Duration.between(started, clock.instant());
      record(function, model, started, spent, CallExpense.of(error, spent));
      int failures = chat.failures() + 1;
      Optional<ChatRequest> next = aliases.next(chat.asked(), failures, error);
      if (next.isEmpty()) {
        synchronized (this) {
          answers.weigh(key, RememberedAnswers.FAILURE);
        }
        answer.completeExceptionally(error);
      } else {
        // Elsewhere, as sending may wait for a sign-in, and this thread carries answers.
        Scheduler.shared()
            .background(() ->
                fallBack(function, new Chat(chat.asked(), next.get(), failures), key, answer));
      }
    });
  }

  private void fallBack(
      String function, Chat chat, RequestKey key, CompletableFuture<ChatCompletion> answer) {
    try {
      check();
      CompletableFuture<ChatCompletion> exchange =
          inFlight.begin(() -> gateway.chat(chat.request()));
      follow(function, chat, key, clock.instant(), exchange, answer);
    } catch (BricklaneException e) {
      answer.completeExceptionally(e);
    }
  }

  /** Joins a call for an equal request, in flight or done. */
  private <A> @Nullable CompletableFuture<A> joined(
      String function, String model, RequestKey key, Function<A, CallExpense> expense) {
    CompletableFuture<A> known = join(key);
    if (known != null) {
      Instant joined = clock.instant();
      known.thenAccept(
          answer -> record(function, model, joined, Duration.ZERO, expense.apply(answer).saved()));
    }
    return known;
  }

  @SuppressWarnings("unchecked") // A future is kept under the request that it answers.
  private synchronized <A> @Nullable CompletableFuture<A> join(RequestKey key) {
    return (CompletableFuture<A>) answers.get(key);
  }

  private <A> CompletableFuture<A> remember(
      RequestKey key, A stored, Function<A, CallExpense> expense) {
    CompletableFuture<A> answer = CompletableFuture.completedFuture(stored);
    synchronized (this) {
      answers.put(key, answer);
      answers.weigh(key, expense.apply(stored).weight());
    }
    return answer;
  }

  private static BricklaneException known(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof BricklaneException ours) {
      return ours;
    }
    return cause instanceof CancellationException
        ? CallsInFlight.over()
        : new BricklaneException(ErrorCode.INTERNAL, "A model call failed", cause);
  }

  private BricklaneException expired() {
    return new BricklaneException(
        ErrorCode.DEADLINE_EXCEEDED,
        "The statement took longer than its query timeout of " + timeout.toSeconds() + " s");
  }

  private void record(
      String function, String model, Instant started, Duration latency, CallExpense expense) {
    CallRecord entry =
        ledger.add(call ->
            new CallRecord(
                call,
                number,
                function,
                model,
                started,
                latency,
                expense.usage(),
                expense.status(),
                expense.finishReason(),
                expense.httpStatus(),
                expense.requestId(),
                expense.attempts(),
                expense.cached()));
    synchronized (this) {
      totals = totals.plus(entry);
    }
    onEnd.run();
  }
}
