package dev.bricklane.exec;

import dev.bricklane.client.ChatCompletion;
import dev.bricklane.client.ChatDelta;
import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Embeddings;
import dev.bricklane.client.ServingEndpoint;
import dev.bricklane.client.Usage;
import dev.bricklane.config.DriverConfig.Http;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.BricklaneException.Origin;
import dev.bricklane.error.BricklaneException.RateLimit;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.LinkedFuture;
import dev.bricklane.http.RetryPolicy;
import dev.bricklane.http.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls at the pace that the workspace allows: each model has a {@link CongestionWindow}, and
 * a call that is refused for the service's load (429, 503) waits for its turn in it again.
 *
 * <p>Where calls of the model have got through in the last two minutes, it waits for as long as
 * {@code requestTimeout} allows, as the service's limits hold for a minute; where none has, it is
 * sent again {@code maxRetries} times, and for a minute at least, as other processes may have used
 * up what that minute allows. With fewer than three retries, somebody wants to know soon: they
 * alone count, and with none a refused call fails at once. Thread-safe.
 */
public final class PacedGateway implements ModelGateway {
  /** The first wait of a call that others have overtaken; it doubles up to ten times that. */
  private static final Duration SHORT_WAIT = Duration.ofMillis(100);

  private static final int LONGEST_WAIT = 10;

  /** For how long a call is sent again though none gets through. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /** From how many retries on there is patience: their default. */
  private static final int PATIENT = 3;

  private final ModelGateway gateway;
  private final Function<String, CongestionWindow> windows;
  private final int maxRetries;
  private final Duration requestTimeout;
  private final Scheduler scheduler;

  /**
   * Makes a gateway.
   *
   * @param gateway sends the calls, without a retry after 429 and 503
   * @param workspace its base URI
   * @param http the limits on time and retries
   */
  public PacedGateway(ModelGateway gateway, URI workspace, Http http) {
    this(gateway, model -> CongestionWindow.shared(workspace, model), http, Scheduler.shared());
  }

  PacedGateway(
      ModelGateway gateway,
      Function<String, CongestionWindow> windows,
      Http http,
      Scheduler scheduler) {
    this.gateway = gateway;
    this.windows = windows;
    this.maxRetries = http.maxRetries();
    this.requestTimeout = http.requestTimeout();
    this.scheduler = scheduler;
  }

  @Override
  public CompletableFuture<ChatCompletion> chat(ChatRequest request) {
    return new PacedCall<ChatCompletion>(
            request.model(),
            TokenEstimate.of(request),
            () -> gateway.chat(request),
            () -> false,
            ChatCompletion::usage,
            ChatCompletion::attempts,
            ChatCompletion::after)
        .begin();
  }

  /** Sends no call again whose text has begun to come. */
  @Override
  public CompletableFuture<ChatCompletion> stream(ChatRequest request, Consumer<ChatDelta> pieces) {
    AtomicBoolean begun = new AtomicBoolean();
    return new PacedCall<ChatCompletion>(
            request.model(),
            TokenEstimate.of(request),
            () ->
                gateway.stream(
                    request,
                    piece -> {
                      begun.set(true);
                      pieces.accept(piece);
                    }),
            begun::get,
            ChatCompletion::usage,
            ChatCompletion::attempts,
            ChatCompletion::after)
        .begin();
  }

  @Override
  public CompletableFuture<Embeddings> embed(EmbeddingRequest request) {
    return new PacedCall<Embeddings>(
            request.model(),
            TokenEstimate.of(request),
            () -> gateway.embed(request),
            () -> false,
            Embeddings::usage,
            Embeddings::attempts,
            Embeddings::after)
        .begin();
  }

  @Override
  public CompletableFuture<List<ServingEndpoint>> endpoints() {
    return gateway.endpoints();
  }

  /** Makes the answer to a request that was sent several times. */
  @FunctionalInterface
  private interface Recount<A> {
    A after(A answer, int sent, Duration since);
  }

  /** One call, from its place in the queue to its answer. Its steps follow one another. */
  private final class PacedCall<A> extends CompletableFuture<A> {
    private final CongestionWindow window;
    private final TokenEstimate estimate;
    private final Supplier<CompletableFuture<A>> send;
    private final BooleanSupplier begun;
    private final Function<A, Usage> usage;
    private final Function<A, Integer> attempts;
    private final Recount<A> recount;

    private int sent;
    private int refusals;
    private volatile @Nullable BricklaneException refusal;
    private int hopeless;
    private long firstSent;
    private volatile Runnable stop = () -> {};
    private volatile Scheduler.@Nullable Delayed deadline;

    PacedCall(
        String model,
        TokenEstimate estimate,
        Supplier<CompletableFuture<A>> send,
        BooleanSupplier begun,
        Function<A, Usage> usage,
        Function<A, Integer> attempts,
        Recount<A> recount) {
      this.window = windows.apply(model);
      this.estimate = estimate;
      this.send = send;
      this.begun = begun;
      this.usage = usage;
      this.attempts = attempts;
      this.recount = recount;
    }

    PacedCall<A> begin() {
      enter(false);
      return this;
    }

    private void enter(boolean again) {
      AtomicReference<CongestionWindow.@Nullable Ticket> place = new AtomicReference<>();
      // Before entering, as that may send the call at once.
      stopBy(() -> {
        CongestionWindow.Ticket ticket = place.get();
        if (ticket != null) {
          ticket.cancel();
        }
      });
      CongestionWindow.Ticket ticket = window.enter(estimate, again, this::send);
      place.set(ticket);
      if (isDone()) {
        ticket.cancel();
      }
    }

    private void send(CongestionWindow.Permit permit) {
      if (isDone()) {
        permit.close();
        return;
      }
      if (refusals == 0) {
        firstSent = scheduler.nanoTime();
      }
      CompletableFuture<A> exchange;
      try {
        exchange = send.get();
      } catch (RuntimeException | Error e) {
        permit.close();
        completeExceptionally(e);
        return;
      }
      stopBy(() -> exchange.cancel(true));
      exchange.whenComplete((answer, failure) -> {
        try {
          if (failure == null) {
            sent += attempts.apply(answer);
            permit.succeeded(taken(usage.apply(answer)));
            finish(answer);
          } else {
            failed(permit, LinkedFuture.unwrap(failure));
          }
        } catch (RuntimeException | Error e) {
          permit.close();
          completeExceptionally(e);
        }
      });
    }

    private void finish(A answer) {
      stopDeadline();
      complete(refusals == 0 ? answer : recount.after(answer, sent, sinceFirst()));
    }

    private void failed(CongestionWindow.Permit permit, Throwable failure) {
      if (!(failure instanceof BricklaneException error)) {
        permit.close();
        completeExceptionally(failure);
        return;
      }
      sent += Math.max(0, error.origin().attempts());
      int status = error.origin().httpStatus();
      // A proxy's status says nothing of the model, which was not asked.
      boolean answered = status != 0 && !error.code().ofNetwork();
      if (!answered || begun.getAsBoolean() || (status != 429 && status != 503)) {
        if (!answered) {
          permit.close();
        } else {
          permit.succeeded(new TokenEstimate(0, 0));
        }
        give(error);
        return;
      }
      refusals++;
      refusal = error;
      boolean othersGetThrough = window.letsCallsThrough();
      hopeless = othersGetThrough ? 0 : hopeless + 1;
      RateLimit limit = error.origin().limit();
      if (limit != null) {
        permit.learned(limit.type(), limit.amount());
      }
      Duration asked = error.origin().retryAfter();
      if (asked != null && (asked.isZero() || asked.isNegative())) {
        asked = null; // It says nothing of when to come again.
      }
      permit.throttled(Optional.ofNullable(asked));
      Duration wait = asked != null ? asked : backOff(othersGetThrough);
      if (maxRetries == 0 || isHopeless() || !timeIsLeft(wait)) {
        give(error);
        return;
      }
      watchDeadline();
      if (asked != null) {
        enter(true); // The window itself waits.
      } else {
        sendAgainAfter(wait, !othersGetThrough);
      }
    }

    /**
     * Enters again after a wait, or, where none had got through, as soon as one does: a burst that
     * meets a limit would else stand still though there is room.
     */
    private void sendAgainAfter(Duration wait, boolean orWhenOthersGetThrough) {
      Wait again = new Wait();
      // Before anything can run it, as that takes the next step.
      stopBy(again::end);
      again.until(scheduler.after(wait, () -> scheduler.background(again)));
      if (orWhenOthersGetThrough) {
        again.until(window.whenCallsGetThrough(again));
      }
    }

    /** A wait that is over once; then nothing that it waited for is kept. */
    private final class Wait implements Runnable {
      private final List<CongestionWindow.Ticket> ends = new ArrayList<>();
      private boolean over;

      void until(CongestionWindow.Ticket end) {
        synchronized (this) {
          if (!over) {
            ends.add(end);
            return;
          }
        }
        end.cancel();
      }

      void until(Scheduler.Delayed end) {
        until((CongestionWindow.Ticket) end::cancel);
      }

      @Override
      public void run() {
        if (end()) {
          enter(true);
        }
      }

      /** Returns whether it was not over. */
      boolean end() {
        List<CongestionWindow.Ticket> left;
        synchronized (this) {
          if (over) {
            return false;
          }
          over = true;
          left = List.copyOf(ends);
        }
        left.forEach(CongestionWindow.Ticket::cancel);
        return true;
      }
    }

    private boolean isHopeless() {
      return hopeless > maxRetries
          && (maxRetries < PATIENT || sinceFirst().compareTo(PATIENCE) >= 0);
    }

    private void give(BricklaneException error) {
      stopDeadline();
      completeExceptionally(refusals > 1 || sent > 1 ? counted(error) : error);
    }

    private BricklaneException counted(BricklaneException error) {
      return error.origin().attempts() == sent ? error : error.afterAttempts(sent);
    }

    private Duration backOff(boolean othersGetThrough) {
      double random = ThreadLocalRandom.current().nextDouble();
      if (!othersGetThrough) {
        return RetryPolicy.backOff(hopeless, random);
      }
      long times = Math.min(LONGEST_WAIT, 1L << Math.min(refusals - 1, 10));
      return Duration.ofNanos((long) (SHORT_WAIT.toNanos() * times * (0.5 + random / 2)));
    }

    private boolean timeIsLeft(Duration wait) {
      return requestTimeout.isZero() || wait.compareTo(requestTimeout.minus(sinceFirst())) < 0;
    }

    private Duration sinceFirst() {
      return Duration.ofNanos(scheduler.nanoTime() - firstSent);
    }

    /** The first attempt has the transport's own limit; all together have this one. */
    private void watchDeadline() {
      if (deadline == null && !requestTimeout.isZero()) {
        deadline =
            scheduler.after(
                requestTimeout.minus(sinceFirst()),
                () -> {
                  if (completeExceptionally(tooLate())) {
                    stop.run();
                  }
                });
      }
    }

    private BricklaneException tooLate() {
      BricklaneException last = refusal;
      return new BricklaneException(
          ErrorCode.DEADLINE_EXCEEDED,
          "A call was refused for the workspace's load "
              + refusals
              + " times within its requestTimeout of "
              + requestTimeout.toMillis()
              + " ms",
          last == null ? Origin.NONE : last.origin().withAttempts(sent),
          last);
    }

    private void stopDeadline() {
      Scheduler.Delayed set = deadline;
      if (set != null) {
        set.cancel();
      }
    }

    /** Where nothing was reported, the estimate stays. */
    private TokenEstimate taken(Usage reported) {
      return new TokenEstimate(
          taken(reported.promptTokens(), estimate.input()),
          taken(reported.completionTokens(), estimate.output()));
    }

    private static long taken(@Nullable Integer reported, long estimated) {
      return reported == null || reported < 0 ? estimated : reported;
    }

    private void stopBy(Runnable action) {
      stop = action;
      // Whoever cancelled before the line above has run the stop of the step before.
      if (isDone()) {
        action.run();
      }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      boolean cancelled = super.cancel(mayInterrupt);
      if (cancelled) {
        stopDeadline();
        stop.run();
      }
      return cancelled;
    }
  }
}
