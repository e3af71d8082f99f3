package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.client.Usage;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import dev.bricklane.error.BricklaneException.RateLimit;
import dev.bricklane.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A simulated endpoint that takes its time, and refuses what passes its limit within 5 ms. */
final class LimitedEndpoint implements ModelGateway {
  private static final Duration REFUSAL = Duration.ofMillis(5);

  /** What an endpoint says of a call. */
  record Verdict(boolean accepted, @Nullable Duration retryAfter, @Nullable RateLimit limit) {
    static final Verdict YES = new Verdict(true, null, null);

    /** Refuses without a word on when to come again. */
    static final Verdict NO = new Verdict(false, null, null);
  }

  /** Decides whether a call is let in. */
  interface Limiter {
    Verdict admit(ChatRequest request, long nanos);

    default void done(ChatRequest request) {}
  }

  private final VirtualTime time;
  private final Duration latency;
  private final Limiter limiter;
  private final int status;
  Usage usage = new Usage(10, 20, 30);
  ErrorCode code = ErrorCode.RATE_LIMITED;

  /** How much sooner or later than the latency an answer may come, as a share of it. */
  double spread;

  /** How long a request is on its way, and an answer. */
  Duration way = Duration.ZERO;

  private final Random random = new Random(7);
  int accepted;
  int refused;

  LimitedEndpoint(VirtualTime time, Duration latency, int status, Limiter limiter) {
    this.time = time;
    this.latency = latency;
    this.status = status;
    this.limiter = limiter;
  }

  @Override
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    CompletableFuture<ChatCompletion> answer = new CompletableFuture<>();
    if (way.isZero()) {
      arrived(request, answer);
    } else {
      time.after(way, () -> arrived(request, answer));
    }
    return answer;
  }

  private void arrived(ChatRequest request, CompletableFuture<ChatCompletion> answer) {
    Verdict verdict = limiter.admit(request, time.nanoTime());
    if (verdict.accepted()) {
      accepted++;
      Duration took = took();
      time.after(took, () -> limiter.done(request));
      time.after(
          took.plus(way),
          () -> answer.complete(new ChatCompletion("ok", null, "stop", "m", usage, took, null, 1)));
    } else {
      refused++;
      time.after(
          REFUSAL.plus(way),
          () ->
              answer.completeExceptionally(
                  new BricklaneException(
                      code,
                      "too many",
                      new Origin(status, null, null, 1, verdict.retryAfter(), verdict.limit()),
                      null)));
    }
  }

  private Duration took() {
    double share = spread == 0 ? 1 : 1 + spread * (2 * random.nextDouble() - 1);
    return Duration.ofNanos((long) (latency.toNanos() * share));
  }

  @Override
  public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<List<ServingEndpoint>> endpoints() {
    throw new UnsupportedOperationException();
  }
}
