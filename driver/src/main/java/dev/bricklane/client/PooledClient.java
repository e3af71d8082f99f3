package dev.bricklane.client;

/**
 * One client of a pool: a signed-in permit for one call in flight. The token and the sockets behind
 * it belong to the pool, so that a new client costs no new sign-in.
 */
final class PooledClient {
  private final long created;
  private final long lifetime;
  private volatile long idleSince;

  /**
   * Makes a client.
   *
   * @param now in nanoseconds
   * @param lifetime in nanoseconds; 0 for no end
   */
  PooledClient(long now, long lifetime) {
    this.created = now;
    this.lifetime = lifetime;
    this.idleSince = now;
  }

  boolean isOver(long now) {
    return lifetime > 0 && now - created >= lifetime;
  }

  boolean wasMadeAfter(long time) {
    return created - time > 0;
  }

  void restsFrom(long now) {
    idleSince = now;
  }

  long hasRested(long now) {
    return now - idleSince;
  }
}
