package dev.bricklane.exec;

import dev.bricklane.client.Usage;
import dev.bricklane.http.Scheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.crypto.spec.SecretKeySpec;

/**
 * Answers in a file that outlives the JVM. Thread-safe.
 *
 * <p>Bounded by the answers' size in the file; what is oldest goes first. An answer is written by a
 * background thread, not by the one that brings it, which carries others' answers too; until then
 * it is found all the same, and closing waits for it. What is changed is written at once, and
 * during a burst every {@value #WRITE_EVERY_MILLIS} ms, so that a process that is killed loses at
 * most the last moment. Time is the wall clock's, as other processes have it: where it was turned
 * back behind an answer, the answer does not count.
 *
 * <p>If the file fails while it is in use (a full disk, a damaged page), that is logged once, and
 * from then on nothing is found or kept: a statement never fails for its cache.
 */
final class FileAnswers implements AnswerStore {
  /** What the file is called in errors. */
  static final String WHAT = "cache file";

  private static final int WRITE_EVERY_MILLIS = 100;

  /** So much is written without waiting. */
  private static final long MOST_UNWRITTEN = 1 << 20;

  /** More bytes of answers do not wait for their thread: who brings them writes them. */
  static final long MOST_WAITING = 8 << 20;

  private static final Logger LOG = Logger.getLogger(FileAnswers.class.getName());

  private final Path path;
  private final Scheduler scheduler;
  private final AnswerFile file;
  private final CacheCounts counts = new CacheCounts();

  /** Answers on their way to the file, in order; guarded by itself. */
  private final Map<AnswerKey, Waiting> waiting = new LinkedHashMap<>();

  private long waitingBytes;
  private boolean awaited;
  private long maxBytes;
  private long evicted;
  private long unwritten;
  private long writtenAt;
  private boolean writing;
  private boolean over;

  private record Waiting(
      AnswerKey key, Object answer, long weight, Duration ttl, Instant storedAt) {}

  private FileAnswers(Path path, Scheduler scheduler, AnswerFile file) {
    this.path = path;
    this.scheduler = scheduler;
    this.file = file;
    this.writtenAt = scheduler.nanoTime() - Duration.ofMillis(WRITE_EVERY_MILLIS).toNanos();
  }

  /**
   * Opens a file that is there; an empty one becomes a new store.
   *
   * @return empty if another process, or another class loader of this one, has it open
   * @throws dev.bricklane.error.BricklaneException {@code FILE_UNUSABLE} if it is damaged or no
   *     cache; it is left as it is
   */
  static Optional<FileAnswers> open(Path path, Scheduler scheduler) {
    return AnswerFile.open(path).map(file -> new FileAnswers(path, scheduler, file));
  }

  @Override
  public SecretKeySpec digestKey() {
    return file.digestKey();
  }

  @Override
  public synchronized void growTo(long bytes) {
    maxBytes = Math.max(maxBytes, bytes);
  }

  @Override
  public <A> Optional<A> get(AnswerKey key, Duration ttl, Class<A> type) {
    boolean isWaiting;
    synchronized (waiting) {
      isWaiting = waiting.containsKey(key);
    }
    if (isWaiting) {
      writeWaiting();
    }
    return read(key, ttl, type);
  }

  private synchronized <A> Optional<A> read(AnswerKey key, Duration ttl, Class<A> type) {
    Optional<StoredEntry> entry =
        attempt(() -> Optional.ofNullable(file.get(key)), Optional.<StoredEntry>empty())
            .filter(found -> found.isFresh(scheduler.now(), ttl));
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    try {
      Object answer = StoredAnswer.decode(entry.get().answer());
      return type.isInstance(answer) ? Optional.of(type.cast(answer)) : Optional.empty();
    } catch (IOException e) {
      LOG.log(Level.FINE, "An answer in " + path + " cannot be read", e);
      return Optional.empty();
    }
  }

  @Override
  public void put(AnswerKey key, Object answer, long weight, Duration ttl) {
    boolean first;
    boolean most;
    synchronized (waiting) {
      Waiting before = waiting.remove(key);
      waiting.put(key, new Waiting(key, answer, weight, ttl, scheduler.now()));
      waitingBytes += weight - (before == null ? 0 : before.weight());
      first = !awaited;
      awaited = true;
      most = waitingBytes > MOST_WAITING;
    }
    if (most) {
      writeWaiting();
    } else if (first) {
      scheduler.background(this::writeWaiting);
    }
  }

  private void writeWaiting() {
    boolean more = true;
    while (more) {
      more = writeOne();
    }
  }

  /** Takes and writes under one lock, so that answers stay in order and none is out of sight. */
  private synchronized boolean writeOne() {
    Waiting next;
    synchronized (waiting) {
      Iterator<Waiting> oldest = waiting.values().iterator();
      if (!oldest.hasNext()) {
        awaited = false;
        return false;
      }
      next = oldest.next();
      oldest.remove();
      waitingBytes -= next.weight();
    }
    keep(next);
    return true;
  }

  private void keep(Waiting next) {
    StoredEntry entry =
        new StoredEntry(
            next.storedAt(),
            next.ttl(),
            next.key().bytes(),
            ByteBuffer.wrap(StoredAnswer.encode(next.answer())));
    if (entry.size() > maxBytes) {
      return;
    }
    attempt(() -> {
      file.put(next.key(), entry);
      file.dropExpired(scheduler.now());
      while (file.bytes() > maxBytes && file.dropOldest()) {
        evicted++;
      }
      unwritten += entry.size();
      writeSoon();
    });
  }

  @Override
  public void count(Optional<Usage> hit) {
    counts.add(hit);
  }

  @Override
  public AnswerCache.Stats stats() {
    writeWaiting();
    return statsOfFile();
  }

  private synchronized AnswerCache.Stats statsOfFile() {
    return counts.stats(attempt(file::entries, 0L), attempt(file::bytes, 0L), evicted);
  }

  @Override
  public synchronized void close() {
    // Closing waits for MVStore's own work, and a wait would end at once.
    boolean interrupted = Thread.interrupted();
    writeWaiting();
    attempt(file::close);
    over = true;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeSoon() {
    long pause = Duration.ofMillis(WRITE_EVERY_MILLIS).toNanos();
    if (unwritten >= MOST_UNWRITTEN || scheduler.nanoTime() - writtenAt >= pause) {
      write();
    } else if (!writing) {
      writing = true;
      scheduler.after(
          Duration.ofMillis(WRITE_EVERY_MILLIS), () -> scheduler.background(this::writeLater));
    }
  }

  private synchronized void writeLater() {
    writing = false;
    attempt(() -> {
      write();
      file.reclaim();
    });
  }

  private void write() {
    if (unwritten > 0) {
      file.commit();
      unwritten = 0;
      writtenAt = scheduler.nanoTime();
    }
  }

  private void attempt(Runnable work) {
    attempt(
        () -> {
          work.run();
          return true;
        },
        false);
  }

  /** Does something with the file; once that has failed, nothing more is done with it. */
  private <T> T attempt(Supplier<T> work, T otherwise) {
    if (over) {
      return otherwise;
    }
    try {
      return work.get();
    } catch (RuntimeException e) {
      // Damaged bytes end in exceptions of any kind.
      over = true;
      LOG.warning(
          "The cache file "
              + path
              + " failed, and answers are neither kept in it nor taken from it from now on: "
              + e.getMessage());
      file.abandon();
      return otherwise;
    }
  }
}
