package dev.bricklane.client;

import dev.bricklane.auth.AccessToken;
import dev.bricklane.auth.TokenSource;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.HttpCall;
import dev.bricklane.http.HttpReply;
import dev.bricklane.http.LinkedFuture;
import dev.bricklane.http.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Signs calls, and sends one again with a new token when the service refuses its first one: a token
 * may expire or be revoked in the middle of a query.
 *
 * <p>A call is sent again once at most, and only if another token can be had. Calls that are
 * refused the same token wait for one sign-in together. The call's timeout holds for all of it, and
 * its attempts are counted together. Neither signing in nor anything else here happens on the
 * threads of the transport or of the caller. Cancelling a future ends what it waits for, but not a
 * sign-in, which others may wait for. Thread-safe.
 */
final class SignedCalls {
  private static final Logger LOGGER = Logger.getLogger(SignedCalls.class.getName());

  private final TokenSource tokens;
  private final Scheduler scheduler;

  SignedCalls(TokenSource tokens, Scheduler scheduler) {
    this.tokens = tokens;
    this.scheduler = scheduler;
  }

  /**
   * Sends a call.
   *
   * @param unsigned without {@code Authorization}
   * @param route of a model call; null for other calls
   * @param attempt sends it, signed
   */
  <T extends @Nullable Object> CompletableFuture<T> send(
      HttpCall unsigned, @Nullable ModelRoute route, Function<CallSite, Attempt<T>> attempt) {
    SignedCall<T> call = new SignedCall<>(unsigned, route, attempt);
    call.begin();
    return call;
  }

  /**
   * A call that was sent.
   *
   * @param reply its answer to come
   * @param decode makes the result of that answer, if it is the last
   */
  record Attempt<T extends @Nullable Object>(
      CompletableFuture<HttpReply> reply, Function<HttpReply, T> decode) {}

  /** One call. Each step happens after the one before, so nothing is locked. */
  private final class SignedCall<T extends @Nullable Object> extends CompletableFuture<T> {
    private final HttpCall unsigned;
    private final @Nullable ModelRoute route;
    private final Function<CallSite, Attempt<T>> attempt;
    private final long begin = scheduler.nanoTime();
    private volatile Runnable stop = () -> {};

    SignedCall(
        HttpCall unsigned, @Nullable ModelRoute route, Function<CallSite, Attempt<T>> attempt) {
      this.unsigned = unsigned;
      this.route = route;
      this.attempt = attempt;
    }

    void begin() {
      whenComplete((value, failure) -> {
        if (failure != null) {
          stop.run();
        }
      });
      CompletableFuture<AccessToken> token = tokens.request();
      if (token.isDone() && !token.isCompletedExceptionally()) {
        first(token.join(), unsigned);
      } else {
        await(
            token,
            "Signing in",
            signedIn -> first(signedIn, unsigned.withTimeout(left())),
            this::completeExceptionally);
      }
    }

    private void first(AccessToken token, HttpCall call) {
      CallSite site = CallSite.signed(call, route, token);
      exchange(
          site,
          (reply, decode) -> {
            CompletableFuture<AccessToken> other =
                refuses(reply, site) ? tokens.renew(token) : null;
            if (other == null) {
              complete(decode.apply(reply));
            } else {
              renewed(other, site, reply, decode);
            }
          },
          this::completeExceptionally);
    }

    private void renewed(
        CompletableFuture<AccessToken> other,
        CallSite site,
        HttpReply refusal,
        Function<HttpReply, T> decode) {
      LOGGER.log(Level.FINE, () -> site.call().line() + ": token refused, signing in again");
      await(
          other,
          "The token was refused; signing in again",
          token -> {
            if (token.value().equals(site.token().value())) {
              complete(decode.apply(refusal));
            } else {
              again(CallSite.signed(unsigned.withTimeout(left()), route, token), refusal);
            }
          },
          failure -> completeExceptionally(counted(failure, refusal.attempts())));
    }

    private void again(CallSite site, HttpReply refusal) {
      int before = refusal.attempts();
      exchange(
          site,
          (reply, decode) -> complete(decode.apply(reply.withAttempts(before + reply.attempts()))),
          failure -> completeExceptionally(counted(failure, before)));
    }

    private void exchange(
        CallSite site,
        BiConsumer<HttpReply, Function<HttpReply, T>> answered,
        Consumer<Throwable> failed) {
      if (isDone()) {
        return;
      }
      Attempt<T> sent = attempt.apply(site);
      then(sent.reply(), reply -> answered.accept(reply, sent.decode()), failed);
    }

    /** Waits for a sign-in, as long as the call's time allows. */
    private void await(
        CompletableFuture<AccessToken> token,
        String what,
        Consumer<AccessToken> signedIn,
        Consumer<Throwable> failed) {
      if (unsigned.timeout().isZero()) {
        then(token, signedIn, failed);
        return;
      }
      Scheduler.Delayed limit =
          scheduler.after(
              left(),
              () ->
                  token.completeExceptionally(
                      new BricklaneException(
                          ErrorCode.DEADLINE_EXCEEDED,
                          what
                              + " took longer than the call's "
                              + unsigned.timeout().toMillis()
                              + " ms")));
      token.whenComplete((value, failure) -> limit.cancel());
      then(token, signedIn, failed);
    }

    private <V> void then(CompletableFuture<V> step, Consumer<V> next, Consumer<Throwable> failed) {
      stop = () -> step.cancel(true);
      // Whoever cancelled before the line above has stopped the step before.
      if (isDone()) {
        step.cancel(true);
      }
      step.whenComplete((value, failure) -> {
        try {
          if (failure == null) {
            next.accept(value);
          } else {
            failed.accept(LinkedFuture.unwrap(failure));
          }
        } catch (Throwable thrown) {
          completeExceptionally(thrown);
        }
      });
    }

    /** What is left of the call's time, at least a millisecond; zero if it has no limit. */
    private Duration left() {
      if (unsigned.timeout().isZero()) {
        return Duration.ZERO;
      }
      Duration left = unsigned.timeout().minusNanos(scheduler.nanoTime() - begin);
      return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
    }
  }

  private static boolean refuses(HttpReply reply, CallSite site) {
    return (reply.status() == 401 || reply.status() == 403)
        && ErrorDecoder.decode(reply, site).code() == ErrorCode.BAD_CREDENTIALS;
  }

  private static Throwable counted(Throwable failure, int before) {
    if (!(failure instanceof BricklaneException known)) {
      return failure;
    }
    Origin origin = known.origin();
    return new BricklaneException(
        known.code(),
        String.valueOf(known.getMessage()),
        origin.withAttempts(before + origin.attempts()),
        known.getCause());
  }
}
