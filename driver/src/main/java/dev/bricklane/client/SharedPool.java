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
import java.util.NoSuchElementException;
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
  private static final Duration FOREVER = Duration.ofDays(365);
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
            baseUri,
            new RetryingTransport(
                transport, new RetryPolicy(config.http().maxRetries()), scheduler),
            scheduler,
            shorter(config.http().requestTimeout(), LONGEST_SIGN_IN));
    this.pinger = client(config);
    this.clients = new GenericObjectPool<>(factory(), poolConfig(settings));
    clients.setEvictionPolicy(new IdleClients(settings, this::answersPing, scheduler));
    this.registration = settings.registerMbeans() ? new PoolRegistration(name, this::stats) : null;
    if (settings.minimumIdle() > 0) {
      scheduler.background(this::keepUp);
    }
    scheduleUpkeep();
  }

  private PooledClientFactory factory() {
    return new PooledClientFactory(tokens, settings.maxLifetime(), scheduler);
  }

  private static GenericObjectPoolConfig<PooledClient> poolConfig(Pool settings) {
    GenericObjectPoolConfig<PooledClient> config = new GenericObjectPoolConfig<>();
    config.setMaxTotal(settings.maximumPoolSize());
    config.setMaxIdle(settings.maximumPoolSize());
    config.setMinIdle(Math.min(settings.minimumIdle(), settings.maximumPoolSize()));
    config.setFairness(true);
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
   * Takes a permit.
   *
   * @param longest the longest wait; zero for no limit
   */
  PooledClient borrow(Duration longest) {
    try {
      return clients.borrowObject(longest.isZero() ? FOREVER : longest);
    } catch (BricklaneException e) {
      throw e;
    } catch (NoSuchElementException e) {
      PoolStats now = stats();
      throw new BricklaneException(
          ErrorCode.POOL_EXHAUSTED,
          "No client of the pool "
              + name
              + " became free within "
              + longest.toMillis()
              + " ms for the thread "
              + Thread.currentThread().getName()
              + ": "
              + now.active()
              + " are in use, maximumPoolSize is "
              + now.maximum()
              + ", and "
              + now.waiting()
              + " other threads wait");
    } catch (InterruptedException e) {
      if (closed) {
        throw closedError(); // closing the pool interrupts its waiters; nobody else did
      }
      Thread.currentThread().interrupt();
      throw new BricklaneException(
          ErrorCode.CANCELLED, "Waiting for a client of the pool " + name + " was interrupted", e);
    } catch (Exception e) {
      if (closed) {
        throw closedError();
      }
      throw new BricklaneException(
          ErrorCode.INTERNAL, "The pool " + name + " failed: " + e.getClass().getName(), e);
    }
  }

  void giveBack(PooledClient client) {
    clients.returnObject(client);
  }

  PoolStats stats() {
    int active = clients.getNumActive();
    int idle = clients.getNumIdle();
    return new PoolStats(
        active, idle, clients.getNumWaiters(), active + idle, settings.maximumPoolSize());
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

  /** Lets idle clients go and makes those that {@code minimumIdle} misses. */
  private void keepUp() {
    try {
      clients.evict();
      clients.preparePool();
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
