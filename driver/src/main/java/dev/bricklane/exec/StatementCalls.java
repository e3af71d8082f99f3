package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.Usage;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The model calls of one statement: equal requests are one call, all share a deadline, and {@link
 * #cancel()} stops them.
 *
 * <p>Calls are made by the statement's thread, one at a time; {@code cancel} and {@code close} may
 * come from any thread.
 */
public final class StatementCalls implements AutoCloseable {
  /** The status of a call that was answered. */
  public static final String OK = "ok";

  /** How many answers one statement remembers; the oldest is forgotten first. */
  static final int REMEMBERED = 10_000;

  private final ModelGateway gateway;
  private final CallLedger ledger;
  private final Clock clock;
  private final Duration timeout;
  private final @Nullable Instant deadline;
  private final long number;
  private final Map<Object, Object> answers = new Remembered();

  private @Nullable CompletableFuture<?> inFlight;
  private CallLedger.Totals totals = CallLedger.Totals.NONE;
  private boolean cancelled;
  private boolean closed;

  StatementCalls(ModelGateway gateway, CallLedger ledger, Clock clock, Duration timeout) {
    this.gateway = gateway;
    this.ledger = ledger;
    this.clock = clock;
    this.timeout = timeout;
    this.deadline = timeout.isZero() ? null : clock.instant().plus(timeout);
    this.number = ledger.nextStatement();
  }

  /**
   * Returns the answer to a request, from the model or, for a request equal to an earlier one, as
   * that was answered.
   *
   * @param function the SQL function that asks, for the ledger
   */
  public ChatCompletion chat(String function, ChatRequest request) {
    return ask(function, request.model(), request, gateway::chat, CallExpense::of);
  }

  /**
   * Returns the embeddings of a request, from the model or, for a request equal to an earlier one,
   * as that was answered.
   *
   * @param function the SQL function that asks, for the ledger
   */
  public Embeddings embed(String function, EmbeddingRequest request) {
    return ask(function, request.model(), request, gateway::embed, CallExpense::of);
  }

  /** Returns the sums over this statement's calls so far. */
  public synchronized CallLedger.Totals totals() {
    return totals;
  }

  /** Fails with {@code CANCELLED} or {@code DEADLINE_EXCEEDED} if the statement is over. */
  public void check() {
    synchronized (this) {
      if (cancelled || closed) {
        throw new BricklaneException(ErrorCode.CANCELLED, "The statement was cancelled");
      }
    }
    if (deadline != null && !clock.instant().isBefore(deadline)) {
      throw expired();
    }
  }

  /** Stops the statement: the call in flight is abandoned, and none is started. */
  public void cancel() {
    CompletableFuture<?> running;
    synchronized (this) {
      cancelled = true;
      running = inFlight;
    }
    if (running != null) {
      running.cancel(true);
    }
  }

  @Override
  public void close() {
    CompletableFuture<?> running;
    synchronized (this) {
      closed = true;
      running = inFlight;
      answers.clear();
    }
    if (running != null) {
      running.cancel(true);
    }
  }

  private <Q, A> A ask(
      String function,
      String model,
      Q request,
      Function<Q, CompletableFuture<A>> call,
      Function<A, CallExpense> expense) {
    check();
    Instant started = clock.instant();
    A remembered = remembered(request);
    if (remembered != null) {
      record(function, model, started, Duration.ZERO, expense.apply(remembered).saved());
      return remembered;
    }
    try {
      A answer = await(start(() -> call.apply(request)));
      synchronized (this) {
        answers.put(request, answer);
      }
      CallExpense paid = expense.apply(answer);
      record(function, model, started, paid.latency(), paid);
      return answer;
    } catch (BricklaneException e) {
      Duration spent = Duration.between(started, clock.instant());
      record(function, model, started, spent, CallExpense.of(e, spent));
      throw e;
    }
  }

  @SuppressWarnings("unchecked") // An answer is stored under the request that it answers.
  private synchronized <Q, A> @Nullable A remembered(Q request) {
    return (A) answers.get(request);
  }

  private <A> CompletableFuture<A> start(Supplier<CompletableFuture<A>> call) {
    CompletableFuture<A> future = call.get();
    synchronized (this) {
      inFlight = future;
      if (!cancelled && !closed) {
        return future;
      }
    }
    future.cancel(true);
    throw new BricklaneException(ErrorCode.CANCELLED, "The statement was cancelled");
  }

  private <A> A await(CompletableFuture<A> future) {
    try {
      return deadline == null
          ? future.get()
          : future.get(
              Math.max(0, Duration.between(clock.instant(), deadline).toMillis()),
              TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw expired();
    } catch (CancellationException e) {
      throw new BricklaneException(ErrorCode.CANCELLED, "The statement was cancelled");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BricklaneException(
          ErrorCode.CANCELLED,
          "The statement's thread was interrupted while it waited for a model");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BricklaneException known
          ? known
          : new BricklaneException(ErrorCode.INTERNAL, "A model call failed", e.getCause());
    } finally {
      future.cancel(true);
      synchronized (this) {
        inFlight = null;
      }
    }
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

  /** What a call cost, whichever kind it was. */
  private record CallExpense(
      Usage usage,
      String status,
      @Nullable String finishReason,
      int httpStatus,
      @Nullable String requestId,
      int attempts,
      boolean cached,
      Duration latency) {

    static CallExpense of(ChatCompletion answer) {
      return new CallExpense(
          answer.usage(),
          OK,
          answer.finishReason(),
          0,
          answer.requestId(),
          answer.attempts(),
          false,
          answer.latency());
    }

    static CallExpense of(Embeddings answer) {
      return new CallExpense(
          answer.usage(),
          OK,
          null,
          0,
          answer.requestId(),
          answer.attempts(),
          false,
          answer.latency());
    }

    static CallExpense of(BricklaneException failure, Duration spent) {
      return new CallExpense(
          Usage.UNKNOWN,
          failure.code().label(),
          null,
          failure.origin().httpStatus(),
          failure.origin().requestId(),
          failure.origin().attempts(),
          false,
          spent);
    }

    /** The same answer, used again: it costs no token. */
    CallExpense saved() {
      return new CallExpense(
          Usage.UNKNOWN, status, finishReason, 0, requestId, 0, true, Duration.ZERO);
    }
  }

  /** Forgets the oldest answer when full. */
  private static final class Remembered extends LinkedHashMap<Object, Object> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
      return size() > REMEMBERED;
    }
  }
}
