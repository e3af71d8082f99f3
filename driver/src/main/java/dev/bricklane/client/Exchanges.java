package dev.bricklane.client;

import dev.bricklane.auth.TokenSource;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.LinkedFuture;
import dev.bricklane.http.Scheduler;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs calls, sends them and reads their answers. Its futures fail with {@link BricklaneException}
 * alone. Thread-safe.
 */
final class Exchanges {
  private final TokenSource tokens;
  private final SignedCalls signed;
  private final Scheduler scheduler;

  Exchanges(TokenSource tokens, Scheduler scheduler) {
    this.tokens = tokens;
    this.signed = new SignedCalls(tokens, scheduler);
    this.scheduler = scheduler;
  }

  /** Reads an answer that is no error. */
  interface Decoder<T> {
    T decode(HttpReply reply, Duration latency, CallSite site);
  }

  /**
   * Sends a call, and reads its answer.
   *
   * @param route of a model call; null for other calls
   * @param decoder of an answer that is no error
   */
  <T> CompletableFuture<T> exchange(
      Function<HttpCall, CompletableFuture<HttpReply>> sender,
      HttpCall call,
      @Nullable ModelRoute route,
      Decoder<T> decoder) {
    long begin = scheduler.nanoTime();
    return send(
        sender,
        call,
        route,
        (reply, site) -> {
          Duration latency = Duration.ofNanos(scheduler.nanoTime() - begin);
          if (reply.status() / 100 != 2) {
            throw refused(reply, site);
          }
          return decoder.decode(reply, latency, site);
        });
  }

  /** Sends a call, and reads its answer whatever that is. */
  <T extends @Nullable Object> CompletableFuture<T> send(
      Function<HttpCall, CompletableFuture<HttpReply>> sender,
      HttpCall call,
      @Nullable ModelRoute route,
      BiFunction<HttpReply, CallSite, T> decode) {
    return LinkedFuture.map(
        signed.send(
            call,
            route,
            site ->
                new SignedCalls.Attempt<>(
                    sender.apply(site.call()), reply -> decode.apply(reply, site))),
        Function.identity(),
        Exchanges::known);
  }

  /** Returns what an answer that is an error says; a token that it refuses is used no more. */
  BricklaneException refused(HttpReply reply, CallSite site) {
    BricklaneException error = ErrorDecoder.decode(reply, site);
    if (error.code() == ErrorCode.BAD_CREDENTIALS) {
      tokens.invalidate(site.token());
    }
    return error;
  }

  /** Starts a call; what it throws fails its future. */
  static <T extends @Nullable Object> CompletableFuture<T> guarded(
      Supplier<CompletableFuture<T>> start) {
    try {
      return start.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(known(e));
    }
  }

  private static BricklaneException known(Throwable failure) {
    if (failure instanceof BricklaneException known) {
      return known;
    }
    if (failure instanceof CancellationException) {
      return new BricklaneException(ErrorCode.CANCELLED, "The call was cancelled");
    }
    return new BricklaneException(
        ErrorCode.INTERNAL, "A call failed inside: " + failure.getClass().getName(), failure);
  }
}
