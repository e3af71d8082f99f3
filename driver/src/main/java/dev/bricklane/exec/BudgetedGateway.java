package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatDelta;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.client.Usage;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.TransportFailure;
import dev.bricklane.http.TransportFailure.Stage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sends no call that would pass its budget. Thread-safe. */
final class BudgetedGateway implements ModelGateway {
  /** After these the model may have worked, and been paid. */
  private static final Set<ErrorCode> MAYBE_BILLED =
      Set.of(ErrorCode.DEADLINE_EXCEEDED, ErrorCode.CANCELLED, ErrorCode.MALFORMED_ANSWER);

  private final ModelGateway gateway;
  private final CallBudget budget;

  BudgetedGateway(ModelGateway gateway, CallBudget budget) {
    this.gateway = gateway;
    this.budget = budget;
  }

  @Override
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    return spend(
        budget.reserve(request),
        () -> gateway.chat(request),
        ChatCompletion::usage,
        () -> Usage.UNKNOWN);
  }

  /** Of a stream that has ended early, what has come of its answer is counted, not a whole one. */
  @Override
  public CompletableFuture<ChatCompletion> stream(ChatRequest request, Consumer<ChatDelta> pieces) {
    AtomicLong come = new AtomicLong();
    return spend(
        budget.reserve(request),
        () ->
            gateway.stream(
                request,
                piece -> {
                  come.addAndGet(
                      TokenEstimate.ofText(piece.text()) + TokenEstimate.ofText(piece.reasoning()));
                  pieces.accept(piece);
                }),
        ChatCompletion::usage,
        () ->
            come.get() == 0
                ? Usage.UNKNOWN
                : new Usage(null, (int) Math.min(Integer.MAX_VALUE, come.get()), null));
  }

  @Override
  public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
    return spend(
        budget.reserve(request),
        () -> gateway.embed(request),
        Embeddings::usage,
        () -> Usage.UNKNOWN);
  }

  @Override
  public CompletableFuture<List<ServingEndpoint>> endpoints() {
    return gateway.endpoints();
  }

  private static <A> CompletableFuture<A> spend(
      Reservation reservation,
      Supplier<CompletableFuture<A>> call,
      Function<A, Usage> usage,
      Supplier<Usage> soFar) {
    CompletableFuture<A> answer;
    try {
      answer = call.get();
    } catch (RuntimeException | Error e) {
      reservation.release();
      throw e;
    }
    answer.whenComplete((value, failure) -> {
      Usage come = soFar.get();
      if (failure == null) {
        reservation.settle(usage.apply(value));
      } else if (maybeBilled(failure) || come.completionTokens() != null) {
        reservation.settle(come);
      } else {
        reservation.release();
      }
    });
    // The call's own future, so that cancelling it reaches the exchange.
    return answer;
  }

  private static boolean maybeBilled(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof CancellationException
        || (cause instanceof BricklaneException known && maybeBilled(known));
  }

  private static boolean maybeBilled(BricklaneException failure) {
    if (failure.code().ofNetwork()) {
      return failure.getCause() instanceof TransportFailure network && reached(network.stage());
    }
    int status = failure.origin().httpStatus();
    if (status == 429 || status == 503) {
      return false; // Its last word was that it did not begin.
    }
    return status == 504 || MAYBE_BILLED.contains(failure.code());
  }

  /** Returns whether the model may have had the request when the network failed. */
  private static boolean reached(Stage stage) {
    return stage == Stage.EXCHANGE || stage == Stage.ANSWER;
  }
}
