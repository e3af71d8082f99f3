package dev.bricklane.client;

import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.http.LinkedFuture;
import dev.bricklane.http.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends a call where its model is: to a surface of the workspace, to an app, or to the one surface
 * that the address is. Thread-safe.
 */
final class SurfaceRouter {
  private final ServiceAddress address;
  private final ServiceMemory memory;
  private final Surface surface;
  private final Duration requestTimeout;
  private final Scheduler scheduler;
  private final Function<String, CompletableFuture<URI>> apps;

  /**
   * Makes one.
   *
   * @param surface the connection's
   * @param requestTimeout for all attempts of a call together; zero for no limit
   * @param apps asks for an app's address
   */
  SurfaceRouter(
      ServiceAddress address,
      ServiceMemory memory,
      Surface surface,
      Duration requestTimeout,
      Scheduler scheduler,
      Function<String, CompletableFuture<URI>> apps) {
    this.address = address;
    this.memory = memory;
    this.surface = surface;
    this.requestTimeout = requestTimeout;
    this.scheduler = scheduler;
    this.apps = apps;
  }

  /** Says the same of a call that was sent several times. */
  interface Counting<T> {
    T after(T answer, int sent, Duration since);
  }

  /**
   * Sends a call, and once more to Model Serving where the workspace turns out to have no gateway
   * and the model's name alone had chosen it.
   *
   * @param forced the surface that the call asks for, or null
   * @param everywhere whether every gateway has the call's path, so that one that does not answer
   *     there is none
   * @param send makes the call, in the time that is left; zero for no limit
   */
  <T> CompletableFuture<T> routed(
      String model,
      @Nullable Surface forced,
      Predicate<ModelRoute> everywhere,
      BiFunction<ModelRoute, Duration, CompletableFuture<T>> send,
      ToIntFunction<T> attempts,
      Counting<T> counting) {
    long begin = scheduler.nanoTime();
    String app = address.direct() ? null : AppAddress.name(model);
    if (app != null) {
      return SecondTry.after(
          app(app),
          uri -> Exchanges.guarded(() -> send.apply(ModelRoute.toApp(model, uri), left(begin))));
    }
    Surface asked = forced != null ? forced : surface;
    ModelRoute route = address.route(model, asked);
    ModelRoute serving = address.chooses(asked) ? route.onServing() : null;
    if (serving == null) {
      return send.apply(route, requestTimeout);
    }
    if (memory.lacksGateway(scheduler.now())) {
      return send.apply(serving, requestTimeout);
    }
    return SecondTry.of(
        send.apply(route, requestTimeout),
        failure -> {
          if (!(failure instanceof BricklaneException first)
              || !SurfaceFallback.isDue(route, first)) {
            return null;
          }
          if (everywhere.test(route)) {
            memory.gatewayIsAbsent(scheduler.now());
          }
          int sent = first.origin().attempts();
          return LinkedFuture.map(
              Exchanges.guarded(() -> send.apply(serving, left(begin))),
              answer -> counting.after(answer, sent + attempts.applyAsInt(answer), since(begin)),
              second ->
                  second instanceof BricklaneException known
                      ? known.afterAttempts(sent + Math.max(1, known.origin().attempts()))
                      : second);
        });
  }

  /** Returns the address of an app, which is asked for once. */
  private CompletableFuture<URI> app(String name) {
    URI known = memory.app(name);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    return LinkedFuture.map(
        apps.apply(name),
        uri -> {
          memory.learnApp(name, uri);
          return uri;
        },
        failure -> failure);
  }

  private Duration since(long begin) {
    return Duration.ofNanos(scheduler.nanoTime() - begin);
  }

  private Duration left(long begin) {
    if (requestTimeout.isZero()) {
      return requestTimeout;
    }
    Duration left = requestTimeout.minus(since(begin));
    return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
  }
}
