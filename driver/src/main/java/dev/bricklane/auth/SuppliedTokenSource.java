package dev.bricklane.auth;

import dev.bricklane.config.DriverConfig.SignIn.Supplied;
import dev.bricklane.config.Secret;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.Scheduler;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a class of the user's: a {@code java.util.function.Supplier<String>} with a public
 * constructor without arguments.
 *
 * <p>One object of it is made, with the first token, and asked for each new one, by one thread at a
 * time behind a {@link CachedTokenSource}: about once a minute while there are calls, and whenever
 * the workspace has refused a token. Thread-safe if the class is.
 */
final class SuppliedTokenSource implements TokenSource {
  private final String className;
  private final @Nullable Class<?> found;
  private final Scheduler scheduler;
  private @Nullable Supplier<?> supplier;

  /** Finds the class as this thread finds classes; those that ask for tokens may not. */
  SuppliedTokenSource(Supplied supplied, Scheduler scheduler) {
    this.className = supplied.className();
    this.found = OtherTokens.find(className);
    this.scheduler = scheduler;
  }

  @Override
  public AccessToken token() {
    Object token;
    try {
      token = supplier().get();
    } catch (BricklaneException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new BricklaneException(ErrorCode.CANCELLED, "Signing in was interrupted");
      }
      throw failed("failed: ", e);
    }
    if (token != null && !(token instanceof String)) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION,
          subject() + " gave a " + token.getClass().getName() + ", not a String");
    }
    Secret value = BearerText.check((String) token, subject());
    return new AccessToken(value, scheduler.now().plus(OtherTokens.LIFE));
  }

  private synchronized Supplier<?> supplier() {
    Supplier<?> made = supplier;
    if (made == null) {
      made = make();
      supplier = made;
    }
    return made;
  }

  private Supplier<?> make() {
    Class<?> type = found;
    if (type == null) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION,
          subject() + " is not on the class path; write its whole name, with its package");
    }
    // Before it is made, as to make any class at all might do something.
    if (!Supplier.class.isAssignableFrom(type)) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION,
          subject() + " does not implement java.util.function.Supplier");
    }
    try {
      return (Supplier<?>) type.getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw failed("cannot be made: ", e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new BricklaneException(
          ErrorCode.INVALID_CONFIGURATION,
          subject() + " must be a public class with a public constructor without arguments");
    }
  }

  private BricklaneException failed(String how, Throwable e) {
    return new BricklaneException(
        ErrorCode.BAD_CREDENTIALS,
        subject() + " " + how + e.getClass().getName(),
        OtherTokens.withoutWords(e));
  }

  private String subject() {
    return "The token supplier " + className;
  }

  @Override
  public String toString() {
    return "token supplier " + className;
  }
}
