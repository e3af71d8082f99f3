package dev.bricklane.client;

import dev.bricklane.auth.TokenSource;
import dev.bricklane.auth.TokenSources;
import dev.bricklane.config.DriverConfig;
import dev.bricklane.config.DriverConfig.Pool;
import dev.bricklane.config.DriverConfig.Surface;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.LoggingTransport;
import dev.bricklane.http.RetryPolicy;
import dev.bricklane.http.RetryingTransport;
import dev.bricklane.http.Scheduler;
import dev.bricklane.http.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;

/**
 * What the handles of one workspace and identity share: the permits, the token, the transport.
 * Thread-safe.
 */
final class SharedPool implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(SharedPool.class.getName());
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** A client that upkeep looks at just now is free a moment later. */
  private static final Duration LONGEST_UPKEEP = Duration.ofMinutes(1);

  private static final Duration SHORTEST_PERIOD = Duration.ofMillis(100);
  private static final Duration LONGEST_PERIOD = Duration.ofSeconds(30);
  private static final Duration LONGEST_SIGN_IN = Duration.ofMinutes(1);
  private static final Duration LONGEST_PING = Duration.ofSeconds(5);

  private final String name;
  private final URI baseUri;
  private final Pool settings;
  private final Transport network;
  private final Transport transport;
  private final TokenSource tokens;
  private final Scheduler scheduler;
  private final ModelClient pinger;
  private final GenericObjectPool<PooledClient> clients;
  private final ClientQueue queue;
  private final @Nullable PoolRegistration registration;
  private volatile Scheduler.@Nullable Delayed nextUpkeep;
  private volatile boolean closed;

  SharedPool(URI baseUri, DriverConfig config, Transport network, Scheduler scheduler) {
    this.name = baseUri.getHost() + "#" + NUMBERS.incrementAndGet();
    this.baseUri = baseUri;
    this.settings = config.pool();
    this.network = network;
    this.scheduler = scheduler;
    this.transport = new LoggingTransport(network, scheduler);
    this.tokens =
        TokenSources.of(
            config.signIn(),
            ServiceAddress.of(baseUri).base(),
            new RetryingTransport(
                transport, new RetryPolicy(config.http().maxRetries()), scheduler),
            scheduler,
            shorter(config.http().requestTimeout(), LONGEST_SIGN_IN));
    this.pinger = client(config);
    this.clients = new GenericObjectPool<>(factory(), poolConfig(settings));
    this.queue = new ClientQueue(settings.maximumPoolSize(), this::take, this::giveBack, scheduler);
    clients.setEvictionPolicy(new IdleClients(settings, this::answersPing, scheduler));
    this.registration = settings.registerMbeans() ? new PoolRegistration(name, this::stats) : null;
    if (settings.minimumIdle() > 0) {
      scheduler.background(this::keepUp);
    }
    scheduleUpkeep();
  }

  private PooledClientFactory factory() {
    return new PooledClientFactory(settings.maxLifetime(), scheduler);
  }

  private static GenericObjectPoolConfig<PooledClient> poolConfig(Pool settings) {
    GenericObjectPoolConfig<PooledClient> config = new GenericObjectPoolConfig<>();
    config.setMaxTotal(settings.maximumPoolSize());
    config.setMaxIdle(settings.maximumPoolSize());
    config.setMinIdle(Math.min(settings.minimumIdle(), settings.maximumPoolSize()));
    config.setTestOnBorrow(true);
    config.setTestOnReturn(true);
    // Its own JMX beans would say more than ours should, and its own timer would be a thread more.
    config.setJmxEnabled(false);
    config.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
    config.setNumTestsPerEvictionRun(-1);
    return config;
  }

  /** Returns a client with a handle's own settings on the shared token and transport. */
  ModelClient client(DriverConfig config) {
    return client(config.surface(), config.http());
  }

  private ModelClient client(Surface surface, DriverConfig.Http http) {
    return new ModelClient(baseUri, surface, http, tokens, transport, scheduler);
  }

  /**
   * Asks for a permit; see {@link ClientQueue#request}.
   *
   * @param longest the longest wait; zero for no limit
   */
  CompletableFuture<PooledClient> request(Duration longest) {
    return queue.request(longest, others -> exhausted(longest, others), this::closedError);
  }

  /** Takes a client that is there, or makes one. */
  private PooledClient take() {
    try {
      return clients.borrowObject(LONGEST_UPKEEP);
    } catch (BricklaneException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    } catch (Exception e) {
      if (closed) {
        throw closedError();
      }
      throw new BricklaneException(
          ErrorCode.INTERNAL, "The pool " + name + " failed: " + e.getClass().getName(), e);
    }
  }

  /** Waits for a permit that was asked for. */
  PooledClient await(CompletableFuture<PooledClient> permit) {
    try {
      return permit.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BricklaneException known
          ? known
          : new BricklaneException(ErrorCode.INTERNAL, "The pool " + name + " failed", e);
    } catch (InterruptedException e) {
      if (!permit.cancel(false)) {
        permit.thenAccept(this::giveBack); // It came just now.
      }
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
  }

  /** Lets there be as many clients as one of the pool's connections asks for. */
  void growTo(int size) {
    int more;
    synchronized (clients) {
      more = size - clients.getMaxTotal();
      if (more <= 0) {
        return;
      }
      clients.setMaxTotal(size);
      clients.setMaxIdle(size);
    }
    queue.grow(more);
  }

  void giveBack(PooledClient client) {
    clients.returnObject(client);
    queue.released();
  }

  private BricklaneException interrupted(InterruptedException e) {
    return new BricklaneException(
        ErrorCode.CANCELLED, "Waiting for a client of the pool " + name + " was interrupted", e);
  }

  private BricklaneException exhausted(Duration longest, int others) {
    PoolStats now = stats();
    return new BricklaneException(
        ErrorCode.POOL_EXHAUSTED,
        "No client of the pool "
            + name
            + " became free within "
            + longest.toMillis()
            + " ms: "
            + now.active()
            + " are in use, maximumPoolSize is "
            + now.maximum()
            + ", and "
            + others
            + " other calls wait");
  }

  PoolStats stats() {
    int active = clients.getNumActive();
    int idle = clients.getNumIdle();
    return new PoolStats(active, idle, queue.waiting(), active + idle, clients.getMaxTotal());
  }

  String name() {
    return name;
  }

  private BricklaneException closedError() {
    return new BricklaneException(ErrorCode.CONNECTION_CLOSED, "The pool " + name + " is closed");
  }

  private void scheduleUpkeep() {
    Duration period =
        Stream.of(settings.idleTimeout(), settings.maxLifetime(), settings.keepaliveTime())
            .filter(time -> !time.isZero())
            .map(time -> longer(time.dividedBy(2), SHORTEST_PERIOD))
            .reduce(LONGEST_PERIOD, SharedPool::shorter);
    if (closed) {
      return;
    }
    nextUpkeep =
        scheduler.after(
            period,
            () ->
                scheduler.background(() -> {
                  keepUp();
                  scheduleUpkeep();
                }));
  }

  /** Lets idle clients go and makes those that {@code minimumIdle} misses, signed in. */
  private void keepUp() {
    try {
      clients.evict();
      if (settings.minimumIdle() > 0) {
        tokens.token();
        clients.preparePool();
      }
    } catch (Exception e) {
      LOGGER.log(Level.FINE, () -> "Upkeep of the pool " + name + " failed: " + e.getMessage());
    }
  }

  private boolean answersPing() {
    Future<?> ping = pinger.ping(LONGEST_PING);
    try {
      ping.get();
      return true;
    } catch (ExecutionException e) {
      LOGGER.log(Level.FINE, () -> "Keepalive of the pool " + name + " failed: " + e.getCause());
    } catch (InterruptedException e) {
      ping.cancel(true);
      Thread.currentThread().interrupt();
    }
    return false;
  }

  @Override
  public void close() {
    closed = true;
    Scheduler.Delayed upkeep = nextUpkeep;
    if (upkeep != null) {
      upkeep.cancel();
    }
    if (registration != null) {
      registration.close();
    }
    clients.close();
    queue.close(this::closedError);
    if (network instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        LOGGER.log(Level.FINE, "Closing the network of the pool " + name + " failed", e);
      }
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return other.isZero() || (!one.isZero() && one.compareTo(other) < 0) ? one : other;
  }
}
