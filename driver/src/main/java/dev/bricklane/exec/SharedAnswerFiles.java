package dev.bricklane.exec;

import dev.bricklane.client.Usage;
import dev.bricklane.http.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cache files that this JVM has open, each opened once and closed with its last user.
 * Thread-safe.
 */
final class SharedAnswerFiles {
  private static final Logger LOG = Logger.getLogger(SharedAnswerFiles.class.getName());
  private static final Map<Path, Counted> OPEN = new HashMap<>();

  /** Files that another process had; each is logged once. */
  private static final Set<Path> IN_USE = new HashSet<>();

  private SharedAnswerFiles() {}

  /**
   * Opens a file, or joins those who have it open.
   *
   * @return empty if another process has it open
   * @throws dev.bricklane.error.BricklaneException {@code FILE_UNUSABLE} if it cannot be opened
   */
  static Optional<AnswerStore> open(Path file) {
    Path path = PrivateFile.ensure(file, FileAnswers.WHAT);
    synchronized (OPEN) {
      Counted counted = OPEN.get(path);
      if (counted == null) {
        Optional<FileAnswers> store = FileAnswers.open(path, Scheduler.shared());
        if (store.isEmpty()) {
          if (IN_USE.add(path)) {
            LOG.warning(
                "The cache file " + path + " is in use by another process; it is not used here");
          }
          return Optional.empty();
        }
        counted = new Counted(store.get());
        OPEN.put(path, counted);
      }
      counted.users++;
      return Optional.of(new Share(path, counted.store));
    }
  }

  private static void release(Path path) {
    synchronized (OPEN) {
      Counted counted = OPEN.get(path);
      if (counted != null && --counted.users == 0) {
        OPEN.remove(path);
        // Here, so that nobody opens it anew before it is closed.
        counted.store.close();
      }
    }
  }

  private static final class Counted {
    private final FileAnswers store;
    private int users;

    Counted(FileAnswers store) {
      this.store = store;
    }
  }

  /** One connection's share of an open file. */
  private static final class Share implements AnswerStore {
    private final Path path;
    private final FileAnswers store;
    private final AtomicBoolean closed = new AtomicBoolean();

    Share(Path path, FileAnswers store) {
      this.path = path;
      this.store = store;
    }

    @Override
    public SecretKeySpec digestKey() {
      return store.digestKey();
    }

    @Override
    public void growTo(long bytes) {
      store.growTo(bytes);
    }

    @Override
    public <A> Optional<A> get(AnswerKey key, Duration ttl, Class<A> type) {
      return store.get(key, ttl, type);
    }

    @Override
    public void put(AnswerKey key, Object answer, long weight, Duration ttl) {
      store.put(key, answer, weight, ttl);
    }

    @Override
    public void count(Optional<Usage> hit) {
      store.count(hit);
    }

    @Override
    public AnswerCache.Stats stats() {
      return store.stats();
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release(path);
      }
    }
  }
}
