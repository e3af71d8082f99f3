package dev.bricklane.client;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.LinkedFuture;
import dev.bricklane.http.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks the tasks of a workspace's endpoints up when one refuses what most take, as agents refuse
 * chat completions, and asks it once more in its own words. A refusal costs nothing, and so does
 * the listing, which is asked for at most once a minute. Thread-safe.
 */
final class TaskLookup {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final CallWriter writer;
  private final Supplier<CompletableFuture<List<ServingEndpoint>>> list;
  private final Scheduler scheduler;
  private @Nullable CompletableFuture<List<ServingEndpoint>> listing;
  private long listedAt;

  /**
   * Makes one.
   *
   * @param list asks for the endpoints, and has their tasks remembered
   */
  TaskLookup(
      CallWriter writer,
      Supplier<CompletableFuture<List<ServingEndpoint>>> list,
      Scheduler scheduler) {
    this.writer = writer;
    this.list = list;
    this.scheduler = scheduler;
  }

  /**
   * Makes a call, and once more where the endpoint turns out to want another protocol.
   *
   * @param begun whether some of the answer has been handed on, so that no other may follow
   * @param send writes and sends it, by what is known then
   */
  CompletableFuture<ChatCompletion> around(
      ChatRequest request,
      ModelRoute route,
      BooleanSupplier begun,
      Supplier<CompletableFuture<ChatCompletion>> send) {
    if (!writer.wouldGoByTask(request, route)) {
      return send.get();
    }
    long begin = scheduler.nanoTime();
    Api asked = writer.protocol(request, route);
    return SecondTry.of(
        send.get(),
        failure -> {
          if (!(failure instanceof BricklaneException refused)
              || refused.code() != ErrorCode.BAD_REQUEST
              || begun.getAsBoolean()) {
            return null;
          }
          // Of a listing that fails nothing is learnt, and the refusal stands.
          CompletableFuture<Boolean> looked = listing().handle((endpoints, ignored) -> true);
          int sent = Math.max(1, refused.origin().attempts());
          return SecondTry.after(
              looked,
              done -> {
                if (writer.protocol(request, route) == asked) {
                  return CompletableFuture.failedFuture(refused);
                }
                return LinkedFuture.map(
                    Exchanges.guarded(send),
                    answer ->
                        answer.after(
                            sent + answer.attempts(),
                            Duration.ofNanos(scheduler.nanoTime() - begin)),
                    second ->
                        second instanceof BricklaneException known
                            ? known.afterAttempts(sent + Math.max(1, known.origin().attempts()))
                            : second);
              });
        });
  }

  private synchronized CompletableFuture<List<ServingEndpoint>> listing() {
    long now = scheduler.nanoTime();
    if (listing == null || now - listedAt > MINUTE) {
      listedAt = now;
      listing = list.get();
    }
    return listing;
  }
}
