package dev.bricklane.client;

import dev.bricklane.config.DriverConfig.Network;
import dev.bricklane.config.DriverConfig.SignIn;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The open pools of this JVM by workspace and identity, each with the count of its handles.
 * Thread-safe.
 */
final class SharedPools {
  private static final Map<Key, Counted> OPEN = new HashMap<>();

  private SharedPools() {}

  /** Returns the pool of that key, which the supplier makes if it is not open yet. */
  static SharedPool acquire(Key key, Supplier<SharedPool> maker) {
    synchronized (OPEN) {
      Counted counted = OPEN.get(key);
      if (counted == null) {
        counted = new Counted(maker.get());
        OPEN.put(key, counted);
      }
      counted.handles++;
      return counted.pool;
    }
  }

  /** Gives one handle's share back; the last one closes the pool. */
  static void release(Key key) {
    SharedPool last;
    synchronized (OPEN) {
      Counted counted = OPEN.get(key);
      if (counted == null || --counted.handles > 0) {
        return;
      }
      OPEN.remove(key);
      last = counted.pool;
    }
    last.close();
  }

  /**
   * Whose pool it is, and which way it goes; secrets are compared, never shown.
   *
   * @param code the class that signs in, if one of the user's does: the name alone may be another
   *     application's too
   */
  record Key(URI baseUri, SignIn signIn, @Nullable Class<?> code, Network network) {
    /** Of one part: a record's own takes the JVM some hundredths of a second the first time. */
    @Override
    public int hashCode() {
      return baseUri.hashCode();
    }
  }

  private static final class Counted {
    private final SharedPool pool;
    private int handles;

    Counted(SharedPool pool) {
      this.pool = pool;
    }
  }
}
