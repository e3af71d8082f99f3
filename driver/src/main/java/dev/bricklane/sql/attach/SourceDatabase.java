package dev.bricklane.sql.attach;

import dev.bricklane.config.AttachedSource;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.calcite.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A database that is attached by its JDBC driver. It is reached when a query or the metadata first
 * needs it; what it has is remembered for a minute. Thread-safe.
 */
final class SourceDatabase implements Attachment {
  private static final Logger LOG = Logger.getLogger(SourceDatabase.class.getName());
  private static final long FRESH = Duration.ofMinutes(1).toNanos();

  /** A source that is down is not asked again by each of a tool's twenty questions. */
  private static final long DOWN = Duration.ofSeconds(10).toNanos();

  /** Whether this thread asks for metadata, which goes without a source that is down. */
  private static final ThreadLocal<Boolean> METADATA = ThreadLocal.withInitial(() -> false);

  private final AttachedSource source;
  private final SourceConnector connector;

  private @Nullable SourceModel model;
  private @Nullable BricklaneException failure;
  private long looked;

  SourceDatabase(AttachedSource source, @Nullable ClassLoader classes) {
    this.source = source;
    this.connector = new SourceConnector(source, classes);
  }

  AttachedSource source() {
    return source;
  }

  SourceConnector connector() {
    return connector;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public Schema schema() {
    return new SourceCatalog(this);
  }

  /**
   * Returns what the source has, or had at most a minute ago.
   *
   * @throws BricklaneException if it cannot be read
   */
  SourceModel model() {
    long asked = System.nanoTime();
    synchronized (this) {
      SourceModel known = model;
      if (known != null && System.nanoTime() - looked < FRESH) {
        return known;
      }
      BricklaneException failed = failure;
      boolean justNow = looked - asked > 0 || (METADATA.get() && failedLately());
      if (known == null && failed != null && justNow) {
        // It was found while this thread waited for it, or by one metadata question before; the
        // source is not asked by one after another.
        throw new BricklaneException(
            failed.code(), String.valueOf(failed.getMessage()), failed.getCause());
      }
      return newModel();
    }
  }

  @Override
  public synchronized void refresh() {
    model = null;
  }

  private SourceModel newModel() {
    try {
      SourceModel read = read();
      model = read;
      failure = null;
      return read;
    } catch (BricklaneException e) {
      model = null;
      failure = e.code() == ErrorCode.CANCELLED ? null : e; // That says nothing of the source.
      throw e;
    } finally {
      looked = System.nanoTime();
    }
  }

  private SourceModel read() {
    return connector.within(
        "its tables could not be listed",
        () -> {
          try (Connection connection = connector.connect()) {
            return SourceReader.read(this, connection);
          }
        });
  }

  @Override
  public List<String> schemas() {
    SourceModel known = modelOrNull();
    return known == null ? List.of() : known.names();
  }

  @Override
  public List<AttachedTable> tables() {
    SourceModel known = modelOrNull();
    return known == null
        ? List.of()
        : known.schemas().entrySet().stream()
            .flatMap(schema ->
                schema.getValue().entrySet().stream()
                    .map(table -> table.getValue().described(schema.getKey(), table.getKey())))
            .toList();
  }

  /** Metadata goes without a source that is down. */
  private synchronized @Nullable SourceModel modelOrNull() {
    if (failedLately()) {
      return null;
    }
    try {
      return model();
    } catch (BricklaneException e) {
      LOG.log(Level.FINE, "Metadata leaves the source " + name() + " out", e);
      return null;
    }
  }

  private boolean failedLately() {
    return failure != null && System.nanoTime() - looked < DOWN;
  }

  /** Answers a question of metadata that goes by way of the planner. */
  static <T> T forMetadata(Supplier<T> question) {
    METADATA.set(true);
    try {
      return question.get();
    } finally {
      METADATA.remove();
    }
  }

  /** Says what went wrong with the source, without its secrets. */
  BricklaneException failed(String what, SQLException cause) {
    return connector.failed(what, cause);
  }
}
