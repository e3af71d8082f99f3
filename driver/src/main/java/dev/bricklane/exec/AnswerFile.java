package dev.bricklane.exec;

import dev.bricklane.error.BricklaneException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * The cache file itself: an MVStore of three maps. Guarded by its owner.
 *
 * <p>{@code answers} has the entries in the order in which they were stored, so that the oldest lie
 * together, and their room becomes free together; {@code index} finds an entry by its key; {@code
 * about} has the format's version, the key of the digests and the size of all entries. Only {@link
 * #commit} writes, all maps at once.
 */
final class AnswerFile {
  private static final String FORMAT = "1";

  /** How every MVStore begins. */
  private static final String MAGIC = "H:";

  private static final int PAGE_CACHE_MEGABYTES = 8;

  /** Far above what is ever unwritten here: half a change is never written. */
  private static final int COMMITS_OF_ITS_OWN_KILOBYTES = 1 << 20;

  private static final int EXPIRED_AT_ONCE = 8;
  private static final int FILL_PERCENT = 60;
  private static final int RECLAIM_BYTES = 4 << 20;

  private final MVStore store;
  private final MVMap<String, String> about;
  private final MVMap<Long, byte[]> answers;
  private final MVMap<byte[], Long> index;
  private final SecretKeySpec digestKey;
  private long bytes;

  private AnswerFile(MVStore store) {
    this.store = store;
    about =
        store.openMap(
            "about",
            new MVMap.Builder<String, String>()
                .keyType(StringDataType.INSTANCE)
                .valueType(StringDataType.INSTANCE));
    if (about.isEmpty()) {
      about.put("format", FORMAT);
      about.put("digestKey", HexFormat.of().formatHex(AnswerKey.randomDigestKey().getEncoded()));
    }
    answers =
        store.openMap(
            "answers",
            new MVMap.Builder<Long, byte[]>()
                .keyType(LongDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
    index =
        store.openMap(
            "index",
            new MVMap.Builder<byte[], Long>()
                .keyType(ByteArrayDataType.INSTANCE)
                .valueType(LongDataType.INSTANCE));
    digestKey = AnswerKey.digestKey(HexFormat.of().parseHex(about.get("digestKey")));
    bytes = Long.parseLong(about.getOrDefault("bytes", "0"));
    store.commit();
  }

  /** Opens a file; see {@link FileAnswers#open}. */
  static Optional<AnswerFile> open(Path path) {
    requireStore(path);
    MVStore store;
    try {
      store =
          new MVStore.Builder()
              .fileName(UninterruptedPath.name(path.toString()))
              .autoCommitDisabled()
              .autoCommitBufferSize(COMMITS_OF_ITS_OWN_KILOBYTES)
              .cacheSize(PAGE_CACHE_MEGABYTES)
              .open();
    } catch (MVStoreException e) {
      if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
        return Optional.empty();
      }
      throw damaged(path, e);
    } catch (RuntimeException e) {
      throw damaged(path, e);
    }
    try {
      store.setVersionsToKeep(0);
      // Room that became free is used again at once; only what is dead is ever written over.
      store.setRetentionTime(0);
      requireOurs(path, store);
      return Optional.of(new AnswerFile(store));
    } catch (RuntimeException e) {
      store.closeImmediately();
      throw e instanceof BricklaneException known ? known : damaged(path, e);
    }
  }

  /** A file of somebody else's must not even be tried: MVStore might mend it. */
  private static void requireStore(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(MAGIC.length());
      if (start.length > 0 && !new String(start, StandardCharsets.US_ASCII).equals(MAGIC)) {
        throw PrivateFile.unusable(
            FileAnswers.WHAT,
            path,
            "it is not a cache of Bricklane's, or its beginning is damaged");
      }
    } catch (IOException e) {
      throw PrivateFile.unusable(FileAnswers.WHAT, path, PrivateFile.reason(e));
    }
  }

  private static void requireOurs(Path path, MVStore store) {
    if (store.getMapNames().isEmpty()) {
      return;
    }
    String format =
        store.hasMap("about") && store.hasMap("answers")
            ? store
                .openMap(
                    "about",
                    new MVMap.Builder<String, String>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(StringDataType.INSTANCE))
                .get("format")
            : null;
    if (format == null) {
      throw PrivateFile.unusable(
          FileAnswers.WHAT, path, "it is a store of another program, not a cache of Bricklane's");
    }
    if (!format.equals(FORMAT)) {
      throw PrivateFile.unusable(
          FileAnswers.WHAT, path, "it is of another version of Bricklane (format " + format + ")");
    }
  }

  private static RuntimeException damaged(Path path, RuntimeException e) {
    return PrivateFile.unusable(
        FileAnswers.WHAT,
        path,
        "it is damaged ("
            + e.getMessage()
            + "); move it away, and a new one is begun in its place");
  }

  SecretKeySpec digestKey() {
    return digestKey;
  }

  @Nullable StoredEntry get(AnswerKey key) {
    Long place = index.get(key.bytes());
    byte[] entry = place == null ? null : answers.get(place);
    return entry == null ? null : StoredEntry.of(entry);
  }

  void put(AnswerKey key, StoredEntry entry) {
    Long last = answers.lastKey();
    long place = last == null ? 1 : last + 1;
    Long before = index.put(key.bytes(), place);
    if (before != null) {
      forget(answers.remove(before));
    }
    answers.put(place, entry.bytes());
    bytes += entry.size();
  }

  /** Drops some of what is over, as far as it is the oldest. */
  void dropExpired(Instant now) {
    for (int i = 0; i < EXPIRED_AT_ONCE; i++) {
      Long oldest = answers.firstKey();
      byte[] entry = oldest == null ? null : answers.get(oldest);
      if (entry == null) {
        return;
      }
      StoredEntry first = StoredEntry.of(entry);
      if (first.isFresh(now, first.ttl())) {
        return;
      }
      dropOldest();
    }
  }

  /** Drops the oldest entry; returns whether there was one. */
  boolean dropOldest() {
    Long oldest = answers.firstKey();
    byte[] entry = oldest == null ? null : answers.remove(oldest);
    if (oldest == null || entry == null) {
      bytes = 0;
      return false;
    }
    byte[] digest = StoredEntry.of(entry).digest();
    if (oldest.equals(index.get(digest))) {
      index.remove(digest);
    }
    forget(entry);
    return true;
  }

  private void forget(byte @Nullable [] entry) {
    if (entry != null) {
      bytes -= StoredEntry.of(entry).size();
    }
  }

  long bytes() {
    return bytes;
  }

  long entries() {
    return index.sizeAsLong();
  }

  /** Writes what has changed. */
  void commit() {
    about.put("bytes", String.valueOf(bytes));
    store.commit();
  }

  /** Makes room in the file free again, some at a time. Not on a thread that may be interrupted. */
  void reclaim() {
    store.compact(FILL_PERCENT, RECLAIM_BYTES);
  }

  /** Writes what has changed and closes the file. */
  void close() {
    commit();
    // Without MVStore's own compaction: moving chunks trips over its assertions (2.4.240).
    store.close();
  }

  /** Closes the file as it is. */
  void abandon() {
    store.closeImmediately();
  }
}
