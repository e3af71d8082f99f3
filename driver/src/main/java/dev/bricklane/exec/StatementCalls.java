package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The model calls of one statement: equal requests are one call, in flight or done; all share a
 * deadline; {@link #cancel()} ends them.
 *
 * <p>Thread-safe. Calls are started by the statement's thread, which may wait there for a free
 * client.
 */
public final class StatementCalls implements AutoCloseable {
  /** The status of a call that was answered. */
  public static final String OK = "ok";

  private final ModelGateway gateway;
  private final AnswerCache cache;
  private final CallLedger ledger;
  private final Clock clock;
  private final Duration timeout;
  private final @Nullable Instant deadline;
  private final long number;
  private final int window;
  private final RememberedAnswers answers = new RememberedAnswers();
  private final Set<CompletableFuture<?>> inFlight = new HashSet<>();

  private CallLedger.Totals totals = CallLedger.Totals.NONE;
  private @Nullable Thread starter;
  private boolean starterInterrupted;
  private boolean cancelled;
  private boolean closed;

  StatementCalls(
      ModelGateway gateway,
      AnswerCache cache,
      CallLedger ledger,
      Clock clock,
      int window,
      Duration timeout) {
    this.gateway = gateway;
    this.cache = cache;
    this.ledger = ledger;
    this.clock = clock;
    this.window = window;
    this.timeout = timeout;
    this.deadline = timeout.isZero() ? null : clock.instant().plus(timeout);
    this.number = ledger.nextStatement();
  }

  /** Returns the most calls that a statement should have in flight. */
  public int window() {
    return window;
  }

  /**
   * Asks for a completion: starts a call, or joins one for an equal request.
   *
   * @param function the SQL function that asks, for the ledger
   * @return fails with {@code BricklaneException} alone; cancel the statement, not the future
   */
  public CompletableFuture<ChatCompletion> chat(String function, ChatRequest request) {
    return ask(
        function,
        request.model(),
        RequestKey.of(request),
        () -> cache.find(request),
        () -> gateway.chat(request),
        answer -> cache.keep(request, answer),
        CallExpense::of);
  }

  /**
   * Asks for embeddings: starts a call, or joins one for an equal request.
   *
   * @param function the SQL function that asks, for the ledger
   * @return fails with {@code BricklaneException} alone; cancel the statement, not the future
   */
  public CompletableFuture<Embeddings> embed(String function, EmbeddingRequest request) {
    return ask(
        function,
        request.model(),
        RequestKey.of(request),
        () -> cache.find(request),
        () -> gateway.embed(request),
        answer -> cache.keep(request, answer),
        CallExpense::of);
  }

  /** Waits for an answer, within the statement's time. */
  public <A> A await(CompletableFuture<A> answer) {
    try {
      return deadline == null
          ? answer.get()
          : answer.get(
              Math.max(0, Duration.between(clock.instant(), deadline).toMillis()),
              TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      cancelCalls();
      throw expired();
    } catch (CancellationException e) {
      throw cancelledError();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancelCalls();
      throw new BricklaneException(
          ErrorCode.CANCELLED,
          "The statement's thread was interrupted while it waited for a model");
    } catch (ExecutionException e) {
      throw known(e.getCause());
    }
  }

  /** Returns the sums over this statement's calls so far. */
  public synchronized CallLedger.Totals totals() {
    return totals;
  }

  /** Fails with {@code CANCELLED} or {@code DEADLINE_EXCEEDED} if the statement is over. */
  public void check() {
    synchronized (this) {
      if (cancelled || closed) {
        throw cancelledError();
      }
    }
    if (deadline != null && !clock.instant().isBefore(deadline)) {
      cancelCalls();
      throw expired();
    }
  }

  /** Ends the statement: calls in flight are abandoned, and none is started. */
  public void cancel() {
    synchronized (this) {
      cancelled = true;
    }
    cancelCalls();
  }

  /** Abandons what is still in flight and forgets the answers. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      answers.clear();
    }
    cancelCalls();
  }

  private void cancelCalls() {
    Set<CompletableFuture<?>> running;
    synchronized (this) {
      running = Set.copyOf(inFlight);
      if (starter != null && starter != Thread.currentThread()) {
        starterInterrupted = true;
        starter.interrupt();
      }
    }
    running.forEach(call -> call.cancel(true));
  }

  private <A> CompletableFuture<A> ask(
      String function,
      String model,
      RequestKey key,
      Supplier<Optional<A>> cached,
      Supplier<CompletableFuture<A>> call,
      Consumer<A> keep,
      Function<A, CallExpense> expense) {
    check();
    CompletableFuture<A> known = join(key);
    if (known != null) {
      Instant joined = clock.instant();
      known.thenAccept(
          answer -> record(function, model, joined, Duration.ZERO, expense.apply(answer).saved()));
      return known;
    }
    Instant started = clock.instant();
    Optional<A> stored = cached.get();
    if (stored.isPresent()) {
      record(function, model, started, Duration.ZERO, expense.apply(stored.get()).saved());
      return remember(key, stored.get(), expense);
    }
    CompletableFuture<A> exchange = begin(call);
    CompletableFuture<A> answer = new CompletableFuture<>();
    synchronized (this) {
      answers.put(key, answer);
      inFlight.add(exchange);
    }
    exchange.whenComplete((value, failure) -> {
      synchronized (this) {
        inFlight.remove(exchange);
        if (failure == null) {
          answers.weigh(key, expense.apply(value).weight());
        } else {
          answers.remove(key);
        }
      }
      if (failure == null) {
        keep.accept(value);
        CallExpense paid = expense.apply(value);
        record(function, model, started, paid.latency(), paid);
        answer.complete(value);
      } else {
        BricklaneException error = known(failure);
        Duration spent = Duration.between(started, clock.instant());
        record(function, model, started, spent, CallExpense.of(error, spent));
        answer.completeExceptionally(error);
      }
    });
    boolean over;
    synchronized (this) {
      over = cancelled || closed;
    }
    if (over) {
      exchange.cancel(true);
    }
    return answer;
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

  /** Starts a call. It may wait for a free client, and cancelling the statement ends that wait. */
  private <A> CompletableFuture<A> begin(Supplier<CompletableFuture<A>> call) {
    synchronized (this) {
      if (cancelled || closed) {
        throw cancelledError();
      }
      starter = Thread.currentThread();
    }
    try {
      return call.get();
    } finally {
      synchronized (this) {
        starter = null;
        if (starterInterrupted) {
          // The interrupt was ours, to end the wait; the thread's owner knows nothing of it.
          starterInterrupted = false;
          Thread.interrupted();
        }
      }
    }
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
        ? cancelledError()
        : new BricklaneException(ErrorCode.INTERNAL, "A model call failed", cause);
  }

  private static BricklaneException cancelledError() {
    return new BricklaneException(ErrorCode.CANCELLED, "The statement was cancelled");
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
  }
}
