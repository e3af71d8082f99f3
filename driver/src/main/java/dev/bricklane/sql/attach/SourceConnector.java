package dev.bricklane.sql.attach;

import dev.bricklane.config.AttachedSource;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to a source: read-only, each within the source's {@code connectTimeout}, and
 * with errors that hold no secret. Thread-safe.
 */
final class SourceConnector {
  private static final Logger LOG = Logger.getLogger(SourceConnector.class.getName());

  private final AttachedSource source;
  private final @Nullable ClassLoader classes;
  private volatile @Nullable Driver driver;

  /**
   * Makes a connector; it looks for the driver when it is first used.
   *
   * @param classes where drivers are looked for too; null for nowhere else
   */
  SourceConnector(AttachedSource source, @Nullable ClassLoader classes) {
    this.source = source;
    this.classes = classes;
  }

  /**
   * Opens a connection.
   *
   * @throws BricklaneException if there is none within the time
   */
  Connection open() {
    return within("there is no connection to it", this::connect);
  }

  /** Opens a connection, however long it takes. */
  Connection connect() throws SQLException {
    Driver found = driver;
    if (found == null) {
      found = SourceDrivers.find(source, classes);
      driver = found;
    }
    Properties properties = new Properties();
    source.properties().forEach((name, value) -> properties.setProperty(name, value.reveal()));
    source.user().ifPresent(user -> properties.setProperty("user", user));
    source
        .password()
        .map(Secret::reveal)
        .ifPresent(password -> properties.setProperty("password", password));
    Product.settings(source.url()).forEach(properties::putIfAbsent);
    Connection connection = found.connect(source.url(), properties);
    if (connection == null) {
      throw new SQLException("its driver does not know the URL");
    }
    try {
      connection.setReadOnly(true);
    } catch (SQLException e) {
      // Some drivers take it as a property alone; nothing but queries is sent in any case.
      LOG.log(Level.FINE, "The source {0} cannot be set read-only", source.name());
    }
    return connection;
  }

  /**
   * Works with the source on a thread of its own, as few drivers hold a deadline. What comes too
   * late is let go.
   *
   * @param failed what it means if it does not succeed
   */
  <T> T within(String failed, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Late<T> late = new Late<>(task);
    Thread thread = new Thread(late, "bricklane-source-" + source.name());
    thread.setDaemon(true);
    thread.setContextClassLoader(classes);
    thread.start();
    try {
      return task.get(source.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      late.abandon();
      throw new BricklaneException(
          ErrorCode.SOURCE_UNREACHABLE,
          "The source %s (%s) did not answer within %d ms: %s"
              .formatted(
                  source.name(), source.shownUrl(), source.connectTimeout().toMillis(), failed));
    } catch (InterruptedException e) {
      late.abandon();
      Thread.currentThread().interrupt();
      throw new BricklaneException(ErrorCode.CANCELLED, "The thread was interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof BricklaneException ours) {
        throw ours;
      }
      throw new BricklaneException(
          ErrorCode.SOURCE_UNREACHABLE,
          "The source %s (%s) cannot be used, as %s: %s"
              .formatted(
                  source.name(),
                  source.shownUrl(),
                  failed,
                  shown(String.valueOf(cause == null ? null : cause.getMessage()))),
          cause instanceof SQLException said ? plain(said) : null);
    }
  }

  /** Closes the connection that comes after nobody waits for it. */
  private static final class Late<T> implements Runnable {
    private final FutureTask<T> task;
    private boolean abandoned;
    private boolean finished;

    Late(FutureTask<T> task) {
      this.task = task;
    }

    @Override
    public void run() {
      task.run();
      synchronized (this) {
        finished = true;
        if (!abandoned) {
          return;
        }
      }
      close();
    }

    void abandon() {
      synchronized (this) {
        abandoned = true;
        if (!finished) {
          return;
        }
      }
      close();
    }

    private void close() {
      try {
        if (task.get() instanceof Connection connection) {
          connection.close();
        }
      } catch (ExecutionException | SQLException nothingToClose) {
        LOG.log(Level.FINE, "A late connection was not closed");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Says what went wrong with a query of the source, without its secrets. */
  BricklaneException failed(String what, SQLException cause) {
    return new BricklaneException(
        ErrorCode.SOURCE_FAILED,
        "The source %s %s: %s (SQLSTATE %s)"
            .formatted(
                source.name(),
                what,
                shown(String.valueOf(cause.getMessage())),
                String.valueOf(cause.getSQLState())),
        plain(cause));
  }

  /** Leaves out of the driver's words what is secret. */
  private String shown(String text) {
    return source.masking(text);
  }

  /** Returns the error with its secrets masked, and without its own causes, which may have some. */
  private SQLException plain(SQLException error) {
    SQLException plain =
        new SQLException(
            shown(String.valueOf(error.getMessage())), error.getSQLState(), error.getErrorCode());
    plain.setStackTrace(error.getStackTrace());
    return plain;
  }
}
