package dev.bricklane.client;

import dev.bricklane.auth.TokenSources;
import dev.bricklane.client.SharedPools.Key;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.DriverConfig.Target;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.JdkTransport;
import dev.bricklane.http.LinkedFuture;
import dev.bricklane.http.Scheduler;
import dev.bricklane.http.Transport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection's handle on the pool of clients of its workspace.
 *
 * <p>Handles of this JVM with the same workspace address, the same credentials and the same way to
 * go there (proxy, certificates to trust) share one pool, hence its bound on calls in flight, which
 * is the largest {@code maximumPoolSize} that any of them asked for, its token and its network
 * threads. The pool's other settings, the connect timeout and the retries of signing in are those
 * of the handle that opened it; the request timeout, retries, user agent and API surface of model
 * calls, and the waits and leak warnings of {@link #borrow}, are each handle's own. Closing the
 * last handle closes the pool.
 *
 * <p>Thread-safe.
 */
public final class ClientPool implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(ClientPool.class.getName());
  private static final AtomicBoolean WARM = new AtomicBoolean();

  private final Key key;
  private final SharedPool shared;
  private final ModelClient client;
  private final Duration connectionTimeout;
  private final LeakWatch leaks;
  private final Scheduler scheduler;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ClientPool(Key key, SharedPool shared, DriverConfig config, Scheduler scheduler) {
    this.key = key;
    this.shared = shared;
    this.client = shared.client(config);
    shared.growTo(config.pool().maximumPoolSize());
    this.connectionTimeout = config.pool().connectionTimeout();
    this.scheduler = scheduler;
    this.leaks = new LeakWatch(config.pool().leakDetectionThreshold(), shared.name(), scheduler);
  }

  /**
   * Opens a handle; makes no call, save that with {@code minimumIdle} signing in begins in the
   * background.
   *
   * @param config whose target is a workspace
   * @throws BricklaneException {@code INVALID_CONFIGURATION} for another target or a malformed user
   *     agent, {@code MISSING_CREDENTIALS} if there is no way to sign in
   */
  public static ClientPool open(DriverConfig config) {
    Scheduler scheduler = Scheduler.shared();
    return open(
        config,
        timeout -> new JdkTransport(timeout, config.http().network(), scheduler),
        scheduler);
  }

  static ClientPool open(
      DriverConfig config, Function<Duration, Transport> transports, Scheduler scheduler) {
    if (!(config.target() instanceof Target.Workspace workspace)) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION, "A pool of clients needs the address of a workspace");
    }
    Key key =
        new Key(
            workspace.baseUri(),
            config.signIn(),
            TokenSources.code(config.signIn()),
            config.http().network());
    SharedPool shared =
        SharedPools.acquire(
            key,
            () ->
                new SharedPool(
                    workspace.baseUri(),
                    config,
                    transports.apply(config.http().connectTimeout()),
                    scheduler));
    try {
      return new ClientPool(key, shared, config, scheduler);
    } catch (RuntimeException e) {
      SharedPools.release(key);
      throw e;
    }
  }

  /**
   * Names the application in the user agent of this handle's calls from now on, as {@code
   * app/<name>}.
   *
   * @param application its own name; blank, the default, for none
   */
  public void calledBy(String application) {
    client.calledBy(application);
  }

  /**
   * Takes a client, waiting up to {@code connectionTimeout} while all are in use. Its first call
   * signs in if the pool has not yet, for which each call of that has a minute or {@code
   * requestTimeout}, whichever is shorter.
   *
   * @throws BricklaneException {@code POOL_EXHAUSTED} when none became free, {@code CANCELLED} when
   *     the thread is interrupted (its interrupt flag stays set), or {@code CONNECTION_CLOSED} when
   *     this handle is closed
   */
  public Lease borrow() {
    requireOpen();
    return lease(shared.await(shared.request(connectionTimeout)));
  }

  /**
   * Asks for a client as {@link #borrow} does, without waiting for it. Requests are served in their
   * order. A client that is free is taken on this thread; else the future is completed on another
   * one.
   *
   * @return cancel it to give up waiting; fails as {@link #borrow} does
   */
  public CompletableFuture<Lease> request() {
    try {
      requireOpen();
    } catch (BricklaneException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<PooledClient> permit = shared.request(connectionTimeout);
    CompletableFuture<Lease> result = new CompletableFuture<>();
    permit.whenComplete((client, failure) -> {
      if (failure != null) {
        result.completeExceptionally(LinkedFuture.unwrap(failure));
        return;
      }
      try {
        Lease lease = lease(client);
        if (!result.complete(lease)) {
          lease.close(); // Nobody waits for it any more.
        }
      } catch (BricklaneException e) {
        result.completeExceptionally(e);
      }
    });
    result.whenComplete((lease, failure) -> {
      if (result.isCancelled()) {
        permit.cancel(false);
      }
    });
    return result;
  }

  private Lease lease(PooledClient permit) {
    if (closed.get()) {
      shared.giveBack(permit);
      requireOpen();
    }
    Scheduler.Delayed watch = leaks.watch();
    return new Lease(
        client,
        () -> {
          watch.cancel();
          shared.giveBack(permit);
        });
  }

  /**
   * Makes sure that the workspace answers and accepts the token; see {@link ModelClient#ping}.
   * Takes no client of the pool, so it works while all are in use.
   *
   * @param timeout the longest it may take; zero for the usual {@code requestTimeout}
   */
  public CompletableFuture<@Nullable Void> ping(Duration timeout) {
    try {
      requireOpen();
    } catch (BricklaneException e) {
      return CompletableFuture.failedFuture(e);
    }
    return client.ping(timeout);
  }

  /**
   * Loads in the background what the first call would wait for, once in the life of the class
   * loader; returns at once.
   *
   * @param ask whether to ask the workspace too, as {@link #ping} does, with no interest in the
   *     outcome; for one that nobody has asked yet and that costs nothing to ask
   */
  public void warmUp(boolean ask) {
    if (WARM.compareAndSet(false, true)) {
      scheduler.background(() -> {
        try {
          if (ask) {
            ping(Duration.ZERO);
          }
          client.rehearse();
        } catch (RuntimeException | LinkageError e) {
          // Such as a class loader that was closed meanwhile; a call that needs it will say so.
          LOGGER.log(Level.FINE, "Loading the client ahead failed", e);
        }
      });
    }
  }

  /** Returns how the shared pool stands now. */
  public PoolStats stats() {
    return shared.stats();
  }

  /**
   * Closes the handle; twice is harmless. If it is the pool's last, idle clients, sockets and
   * threads go, waiting threads get {@code CONNECTION_CLOSED}, and so do calls in flight.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      SharedPools.release(key);
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new BricklaneException(ErrorCode.CONNECTION_CLOSED, "The connection is closed");
    }
  }
}
