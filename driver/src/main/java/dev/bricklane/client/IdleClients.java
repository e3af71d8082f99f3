package dev.bricklane.client;

import dev.bricklane.config.DriverConfig.Pool;
import dev.bricklane.http.Scheduler;
import java.util.function.BooleanSupplier;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.EvictionConfig;
import org.apache.commons.pool2.impl.EvictionPolicy;

/**
 * Which idle clients go: those whose life is over, those idle for {@code idleTimeout} beyond {@code
 * minimumIdle}, and those that fail the check of {@code keepaliveTime}.
 *
 * <p>The clients of a pool share their token and their way to the workspace, so one check, which is
 * a {@link ModelClient#ping} and no model call, holds for all clients that were there at the time.
 * Used by one thread at a time.
 */
final class IdleClients implements EvictionPolicy<PooledClient> {
  private final Pool settings;
  private final BooleanSupplier ping;
  private final Scheduler scheduler;
  private long checked;
  private boolean alive = true;

  IdleClients(Pool settings, BooleanSupplier ping, Scheduler scheduler) {
    this.settings = settings;
    this.ping = ping;
    this.scheduler = scheduler;
    this.checked = scheduler.nanoTime();
  }

  @Override
  public boolean evict(EvictionConfig config, PooledObject<PooledClient> idle, int idleCount) {
    PooledClient client = idle.getObject();
    long now = scheduler.nanoTime();
    return client.isOver(now) || isSurplus(client, idleCount, now) || !passesKeepalive(client, now);
  }

  private boolean isSurplus(PooledClient client, int idleCount, long now) {
    long limit = settings.idleTimeout().toNanos();
    return limit > 0 && idleCount > settings.minimumIdle() && client.hasRested(now) >= limit;
  }

  private boolean passesKeepalive(PooledClient client, long now) {
    long every = settings.keepaliveTime().toNanos();
    if (every == 0) {
      return true;
    }
    if (now - checked >= every && client.hasRested(now) >= every) {
      alive = ping.getAsBoolean();
      checked = now;
    }
    return alive || client.wasMadeAfter(checked);
  }
}
