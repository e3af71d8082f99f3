package dev.bricklane.client;

import dev.bricklane.http.Scheduler;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;

/**
 * Makes clients, and ends them after their life. It asks nobody: a call signs itself in, by a
 * future ({@link SignedCalls}), as whoever takes a client may be a thread that must not wait.
 */
final class PooledClientFactory extends BasePooledObjectFactory<PooledClient> {
  /** HikariCP's 2.5 %: pools that are filled at once are not emptied at once. */
  private static final int LIFETIME_VARIES_BY = 40;

  private final Duration maxLifetime;
  private final Scheduler scheduler;

  PooledClientFactory(Duration maxLifetime, Scheduler scheduler) {
    this.maxLifetime = maxLifetime;
    this.scheduler = scheduler;
  }

  @Override
  public PooledClient create() {
    long lifetime = maxLifetime.toNanos();
    long less = ThreadLocalRandom.current().nextLong(lifetime / LIFETIME_VARIES_BY + 1);
    return new PooledClient(scheduler.nanoTime(), lifetime - less);
  }

  @Override
  public PooledObject<PooledClient> wrap(PooledClient client) {
    return new DefaultPooledObject<>(client);
  }

  /** Called when a client is taken and when it comes back: asks nobody. */
  @Override
  public boolean validateObject(PooledObject<PooledClient> client) {
    return !client.getObject().isOver(scheduler.nanoTime());
  }

  @Override
  public void passivateObject(PooledObject<PooledClient> client) {
    client.getObject().restsFrom(scheduler.nanoTime());
  }
}
