package dev.bricklane.client;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The permit for one model call in flight: a client of the pool, on loan until {@link #close()}.
 *
 * <p>Close it when the call has ended, from any thread, also after a failure; closing it twice is
 * harmless. Thread-safe.
 */
public final class Lease implements AutoCloseable {
  private final ModelClient client;
  private final Runnable giveBack;
  private final AtomicBoolean closed = new AtomicBoolean();

  Lease(ModelClient client, Runnable giveBack) {
    this.client = client;
    this.giveBack = giveBack;
  }

  /**
   * Returns the client.
   *
   * @throws BricklaneException {@code CONNECTION_CLOSED} after {@link #close()}
   */
  public ModelClient client() {
    if (closed.get()) {
      throw new BricklaneException(
          ErrorCode.CONNECTION_CLOSED, "The client has been given back to its pool");
    }
    return client;
  }

  /** Gives the client back; what is in flight goes on. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      giveBack.run();
    }
  }
}
