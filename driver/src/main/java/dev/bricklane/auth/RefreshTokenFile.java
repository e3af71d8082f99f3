package dev.bricklane.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps refresh tokens from one run to the next, one for each workspace, client and scopes, in a
 * JSON file that its owner alone can read (mode 0600; folders that are made for it, 0700).
 *
 * <p>A refresh token may be good for one use only, so whoever uses one holds the file's lock, a
 * file of its name with {@code .lock} beside it, which holds off other processes and other parts of
 * this one. Thread-safe.
 */
final class RefreshTokenFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKENS = "bricklane_refresh_tokens";
  private static final long LONGEST = 1 << 20;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  /**
   * Whose turn it is within this process, by the file's place. Held before the lock's file is so
   * much as opened: on Linux, closing it anywhere in the process takes the process's lock away.
   */
  private static final Map<Path, Semaphore> TURNS = new ConcurrentHashMap<>();

  private final Path file;
  private final String key;

  /**
   * Names a file; does not touch it yet.
   *
   * @param key of the one token in it that is meant
   */
  RefreshTokenFile(Path file, String key) {
    this.file = file.toAbsolutePath();
    this.key = key;
  }

  /**
   * Waits until nobody else uses the file.
   *
   * @throws BricklaneException {@code FILE_UNUSABLE} if it cannot be used or stays locked, {@code
   *     CANCELLED} on an interrupt
   */
  Locked lock(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    try {
      Path folder = file.getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        Files.createDirectories(folder, mode("rwx------"));
      }
      Path place = folder == null ? file : folder.toRealPath().resolve(file.getFileName());
      Semaphore turn = TURNS.computeIfAbsent(place, any -> new Semaphore(1));
      if (!turn.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        throw inUse(longest);
      }
      Locked locked = null;
      try {
        locked = lockAmongProcesses(turn, end, longest);
        return locked;
      } finally {
        if (locked == null) {
          turn.release();
        }
      }
    } catch (InterruptedException | ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      throw new BricklaneException(ErrorCode.CANCELLED, "Signing in was interrupted");
    } catch (IOException e) {
      throw unusable("cannot be used: " + e.getClass().getSimpleName());
    }
  }

  private Locked lockAmongProcesses(Semaphore turn, long end, Duration longest)
      throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            mode("rw-------"));
    Locked locked = null;
    try {
      while (locked == null) {
        if (isLocked(channel)) {
          locked = new Locked(channel, turn);
        } else if (System.nanoTime() - end > 0) {
          throw inUse(longest);
        } else {
          Thread.sleep(POLL.toMillis());
        }
      }
      return locked;
    } finally {
      if (locked == null) {
        channel.close();
      }
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException otherLoader) {
      // A second copy of this class in this process has it, as well as if it were another process.
      return false;
    }
  }

  private BricklaneException inUse(Duration longest) {
    return unusable("is in use by another sign-in for more than " + longest.toSeconds() + " s");
  }

  /** The file, as long as it is locked. */
  final class Locked implements AutoCloseable {
    private final FileChannel channel;
    private final Semaphore turn;

    private Locked(FileChannel channel, Semaphore turn) {
      this.channel = channel;
      this.turn = turn;
    }

    /** Returns the token, or null if none is kept. */
    @Nullable Secret read() {
      try {
        ObjectNode content = content();
        if (POSIX && content.has(TOKENS)) {
          // It is Bricklane's own, and so nobody else's to read.
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        JsonNode token = content.path(TOKENS).path(key);
        return token.isTextual() ? new Secret(token.asText()) : null;
      } catch (IOException e) {
        throw unusable("cannot be read: " + e.getClass().getSimpleName());
      }
    }

    /** Keeps a token in place of the one before; null for none. */
    void write(@Nullable Secret token) {
      try {
        ObjectNode content = content();
        ObjectNode tokens = content.withObject("/" + TOKENS);
        if (token == null) {
          tokens.remove(key);
        } else {
          tokens.put(key, token.reveal());
        }
        Path next = Files.createTempFile(file.getParent(), ".bricklane", ".tmp", mode("rw-------"));
        try {
          Files.write(next, JSON.writeValueAsBytes(content));
          replace(next);
        } finally {
          Files.deleteIfExists(next);
        }
      } catch (IOException e) {
        throw unusable("cannot be written: " + e.getClass().getSimpleName());
      }
    }

    private void replace(Path next) throws IOException {
      try {
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }

    @Override
    public void close() {
      try {
        channel.close(); // Which gives the lock back.
      } catch (IOException e) {
        // It is gone either way.
      } finally {
        turn.release();
      }
    }
  }

  /** Returns what is in the file; refuses one of somebody else's, which would be written over. */
  private ObjectNode content() throws IOException {
    if (!Files.exists(file)) {
      return JSON.createObjectNode();
    }
    if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
      throw unusable("is no file of refresh tokens");
    }
    if (Files.size(file) == 0) {
      return JSON.createObjectNode();
    }
    JsonNode content;
    try {
      content = JSON.readTree(Files.readAllBytes(file));
    } catch (com.fasterxml.jackson.core.JacksonException notJson) {
      throw unusable("is no file of refresh tokens");
    }
    if (content instanceof ObjectNode object && object.path(TOKENS).isObject()) {
      return object;
    }
    throw unusable("is no file of refresh tokens");
  }

  private BricklaneException unusable(String why) {
    return new BricklaneException(
        ErrorCode.FILE_UNUSABLE, "The file " + file + " that keeps the sign-in " + why);
  }

  private static FileAttribute<?>[] mode(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
