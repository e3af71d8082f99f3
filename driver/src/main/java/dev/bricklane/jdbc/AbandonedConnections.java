package dev.bricklane.jdbc;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Connections that nobody closed and nobody can reach any more. What they held is freed when the
 * next connection is opened, so that it costs no thread: one of the driver's own would keep alive
 * the class loader of an application that was taken down.
 */
final class AbandonedConnections {
  private static final Logger LOG = Logger.getLogger(AbandonedConnections.class.getName());
  private static final ReferenceQueue<BricklaneConnection> QUEUE = new ReferenceQueue<>();
  private static final Set<Handle> OPEN = ConcurrentHashMap.newKeySet();

  private AbandonedConnections() {}

  /**
   * Makes a connection, whose session is closed with it, or some time after it was abandoned.
   *
   * @param session does not refer to its connection
   */
  static BricklaneConnection open(Session session) {
    Closing closing = new Closing();
    BricklaneConnection connection = new BricklaneConnection(session, closing);
    Handle handle = new Handle(connection, session);
    OPEN.add(handle);
    closing.handle = handle;
    return connection;
  }

  /** Closes the sessions of connections that were abandoned. */
  static void free() {
    for (Reference<?> found = QUEUE.poll(); found != null; found = QUEUE.poll()) {
      if (found instanceof Handle handle && OPEN.remove(handle)) {
        try {
          handle.session.close();
          LOG.fine("Freed what a connection held that was never closed");
        } catch (RuntimeException e) {
          LOG.log(Level.FINE, "Freeing what an abandoned connection held failed", e);
        }
      }
    }
  }

  /** Known to a connection, which it does not keep alive. */
  private static final class Closing implements ConnectionWatch {
    private volatile @Nullable Handle handle;

    @Override
    public void closed() {
      Handle closed = handle;
      if (closed != null) {
        OPEN.remove(closed);
      }
    }
  }

  private static final class Handle extends PhantomReference<BricklaneConnection> {
    private final Session session;

    Handle(BricklaneConnection connection, Session session) {
      super(connection, QUEUE);
      this.session = session;
    }
  }
}
