package dev.bricklane.exec;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/**
 * An answer in a file, and what is known of it: when it was stored and for how long, both in
 * milliseconds, and its key.
 *
 * @param digest its key's 32 bytes; not to be changed
 * @param answer as {@link StoredAnswer} wrote it
 */
record StoredEntry(Instant storedAt, Duration ttl, byte[] digest, ByteBuffer answer) {
  private static final int DIGEST = 32;
  private static final int HEAD = 2 * Long.BYTES + DIGEST;

  /** The entry's place in the index, about. */
  private static final int IN_INDEX = 48;

  static StoredEntry of(byte[] bytes) {
    if (bytes.length < HEAD) {
      throw new IllegalStateException("An entry is too short");
    }
    ByteBuffer all = ByteBuffer.wrap(bytes);
    Instant storedAt = Instant.ofEpochMilli(all.getLong());
    Duration ttl = Duration.ofMillis(all.getLong());
    byte[] digest = new byte[DIGEST];
    all.get(digest);
    return new StoredEntry(storedAt, ttl, digest, all.slice());
  }

  byte[] bytes() {
    return ByteBuffer.allocate(HEAD + answer.remaining())
        .putLong(storedAt.toEpochMilli())
        .putLong(ttl.toMillis())
        .put(digest)
        .put(answer.duplicate())
        .array();
  }

  /** Returns about how many bytes it takes in the file. */
  long size() {
    return (long) HEAD + answer.remaining() + IN_INDEX;
  }

  /** Returns whether it may be used at that moment, by one who takes none of that age. */
  boolean isFresh(Instant now, Duration allowed) {
    Duration age = Duration.between(storedAt, now);
    return !age.isNegative() && age.compareTo(ttl) < 0 && age.compareTo(allowed) < 0;
  }
}
