package dev.bricklane.auth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What holds for tokens that come from code of others. */
final class OtherTokens {
  /**
   * How long such a token is taken to live, as nobody says: {@link CachedTokenSource} holds one of
   * 100 s for a minute.
   */
  static final Duration LIFE = Duration.ofSeconds(100);

  private OtherTokens() {}

  /**
   * Finds a class by the thread's context class loader, then by Bricklane's own; null if neither.
   */
  static @Nullable Class<?> find(String className) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    for (ClassLoader loader : new ClassLoader[] {context, OtherTokens.class.getClassLoader()}) {
      if (loader != null) {
        try {
          return Class.forName(className, false, loader);
        } catch (ClassNotFoundException e) {
          // The next one may have it.
        }
      }
    }
    return null;
  }

  /** Returns where something was thrown, without its message, which may hold a secret. */
  static Throwable withoutWords(Throwable thrown) {
    Throwable bare = new Throwable(thrown.getClass().getName());
    bare.setStackTrace(thrown.getStackTrace());
    return bare;
  }
}
