package dev.bricklane.sql.attach;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a statement's run holds of its sources: connections, which its later rounds use again, and
 * the queries that run there. All end with the statement. {@link #cancel} may be called by any
 * thread.
 */
public final class SourceRun implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SourceRun.class.getName());

  /** Milliseconds after which a source is told again to stop. */
  private static final long AGAIN = 500;

  private final IntFunction<@Nullable Object> parameters;
  private final Runnable check;
  private final long deadline;
  private final boolean limited;
  private final Map<SourceDatabase, Deque<Connection>> idle = new HashMap<>();
  private final Set<Connection> all = new HashSet<>();
  private final Set<Statement> running = new HashSet<>();
  private boolean over;
  private boolean cancelled;

  /**
   * Begins a run.
   *
   * @param parameters gives the value of a parameter of the statement, from 0, as generated code
   *     has it
   * @param check fails if the statement is over
   * @param timeout the longest the statement may take from now; zero for no limit
   */
  public SourceRun(IntFunction<@Nullable Object> parameters, Runnable check, Duration timeout) {
    this.parameters = parameters;
    this.check = check;
    this.limited = !timeout.isZero();
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  /** What generated code gets, and asks for the run. */
  public interface Context {
    /** Returns the run. */
    SourceRun sources();
  }

  @Nullable Object parameter(int index) {
    return parameters.apply(index);
  }

  /** Fails if the statement is over. */
  void check() {
    check.run();
  }

  /** Returns how many seconds are left, at least one; 0 for no limit. */
  int secondsLeft() {
    return limited
        ? (int)
            Math.min(
                Integer.MAX_VALUE,
                Math.max(1, (deadline - System.nanoTime() + 999_999_999L) / 1_000_000_000L))
        : 0;
  }

  /** Returns a connection to a source that nothing of this run uses just now. */
  Connection borrow(SourceDatabase database) {
    synchronized (this) {
      Connection free = idle.getOrDefault(database, new ArrayDeque<>()).pollFirst();
      if (free != null) {
        return free;
      }
    }
    Connection opened = database.connector().open();
    synchronized (this) {
      if (!over) {
        all.add(opened);
        return opened;
      }
    }
    close(opened);
    check();
    throw new IllegalStateException("The statement is over");
  }

  /** Takes a connection back. */
  synchronized void giveBack(SourceDatabase database, Connection connection) {
    if (over) {
      return;
    }
    idle.computeIfAbsent(database, none -> new ArrayDeque<>()).addFirst(connection);
  }

  /** Closes a connection that has failed. */
  void drop(Connection connection) {
    synchronized (this) {
      all.remove(connection);
    }
    close(connection);
  }

  synchronized void begins(Statement statement) {
    running.add(statement);
  }

  synchronized void ended(Statement statement) {
    running.remove(statement);
    notifyAll();
  }

  /**
   * Has the sources stop what they are doing for this run. They are told until they do: a driver
   * that has not heard yet that its query began, as Databricks' for up to ten seconds, forgets that
   * it was cancelled.
   */
  public void cancel() {
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
    }
    if (stop()) {
      Thread thread = new Thread(this::stopAll, "bricklane-source-cancel");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void stopAll() {
    try {
      do {
        synchronized (this) {
          if (!running.isEmpty()) {
            wait(AGAIN);
          }
        }
      } while (stop());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells all that run; returns whether there are any. */
  private boolean stop() {
    List<Statement> stopped;
    synchronized (this) {
      stopped = new ArrayList<>(running);
    }
    for (Statement statement : stopped) {
      try {
        statement.cancel();
      } catch (SQLException | RuntimeException e) {
        LOG.log(Level.FINE, "A source did not take a cancellation");
      }
    }
    return !stopped.isEmpty();
  }

  /** Ends what still runs, and closes all connections. */
  @Override
  public void close() {
    List<Connection> closed;
    synchronized (this) {
      over = true;
      closed = new ArrayList<>(all);
      all.clear();
      idle.clear();
    }
    closed.forEach(SourceRun::close);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.FINE, "A connection to a source was not closed well");
    }
  }
}
