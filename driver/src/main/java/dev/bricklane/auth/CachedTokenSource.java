package dev.bricklane.auth;

import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import dev.bricklane.http.LinkedFuture;
import dev.bricklane.http.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a token until it nears its end, and fetches one at a time.
 *
 * <p>The figures are those of databricks-sdk-java's class of the same name: a token counts as
 * expired 40 s early, as Azure refuses tokens with less than 30 s left; in the last half of its
 * life, at most 20 min, it is still given while a new one is fetched in the background, without
 * asking a person; after a background fetch that failed, the next waits a minute. A token that
 * lives less than 80 s counts as expired after half its life.
 *
 * <p>Thread-safe. No lock is held while a token is fetched, so every wait can be interrupted. A
 * fetch in the background that all who waited for it have cancelled is interrupted too.
 */
final class CachedTokenSource implements TokenSource {
  private static final Logger LOGGER = Logger.getLogger(CachedTokenSource.class.getName());
  private static final Duration EXPIRED_EARLY = Duration.ofSeconds(40);
  private static final Duration LONGEST_STALE = Duration.ofMinutes(20);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final TokenSource source;
  private final Scheduler scheduler;
  private final Object lock = new Object();
  private @Nullable Held held;
  private @Nullable Fetch fetching;
  private Instant noRefreshBefore = Instant.MIN;

  CachedTokenSource(TokenSource source, Scheduler scheduler) {
    this.source = source;
    this.scheduler = scheduler;
  }

  @Override
  public AccessToken token() {
    while (true) {
      Fetch fetch;
      boolean mine = false;
      synchronized (lock) {
        Instant now = scheduler.now();
        AccessToken current = usable(now);
        if (current != null) {
          return current;
        }
        fetch = fetching;
        if (fetch == null) {
          fetch = new Fetch();
          fetching = fetch;
          mine = true;
        }
        fetch.wanted = true;
      }
      if (mine) {
        return fetch(fetch);
      }
      try {
        return InterruptibleWait.on(fetch);
      } catch (BricklaneException e) {
        boolean others = fetch.quiet || e.code() == ErrorCode.CANCELLED;
        if (!others || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        // A refresh failed that asked no person, or another caller was interrupted while it
        // fetched for all: this one was not.
      }
    }
  }

  @Override
  public void invalidate(AccessToken refused) {
    synchronized (lock) {
      if (held != null && held.token().value().equals(refused.value())) {
        held = null;
      }
    }
    source.invalidate(refused);
  }

  @Override
  public CompletableFuture<AccessToken> request() {
    synchronized (lock) {
      AccessToken current = usable(scheduler.now());
      if (current != null) {
        return CompletableFuture.completedFuture(current);
      }
      Fetch fetch = fetching;
      if (fetch == null) {
        fetch = fetchInBackground(false);
        fetch.wanted = false;
      }
      return awaited(fetch);
    }
  }

  /** Returns a caller's own view of a fetch; when all have cancelled theirs, it is ended. */
  private CompletableFuture<AccessToken> awaited(Fetch fetch) {
    fetch.waiters++;
    CompletableFuture<AccessToken> own =
        fetch.exceptionallyCompose(failure -> {
          Throwable cause = LinkedFuture.unwrap(failure);
          // As above.
          return fetch.quiet
                  || (cause instanceof BricklaneException known
                      && known.code() == ErrorCode.CANCELLED)
              ? request()
              : CompletableFuture.failedFuture(cause);
        });
    own.whenComplete((token, failure) -> {
      if (own.isCancelled()) {
        synchronized (lock) {
          fetch.waiters--;
          if (fetch.waiters == 0 && !fetch.wanted && fetch.thread != null) {
            fetch.thread.interrupt();
          }
        }
      }
    });
    return own;
  }

  @Override
  public CompletableFuture<AccessToken> renew(AccessToken refused) {
    invalidate(refused);
    return request();
  }

  /** The token that is held, if it can be used; sees to the next one. Holds the lock. */
  private @Nullable AccessToken usable(Instant now) {
    Held current = held;
    if (current == null || !now.isBefore(current.expired())) {
      return null;
    }
    if (!now.isBefore(current.stale()) && fetching == null && !now.isBefore(noRefreshBefore)) {
      fetchInBackground(true);
    }
    return current.token();
  }

  private Fetch fetchInBackground(boolean quiet) {
    Fetch fetch = new Fetch();
    fetch.quiet = quiet;
    fetching = fetch;
    scheduler.background(() -> {
      synchronized (lock) {
        fetch.thread = Thread.currentThread();
        if (fetch.waiters == 0 && !fetch.wanted) {
          Thread.currentThread().interrupt(); // All have gone before it began.
        }
      }
      try {
        fetch(fetch);
      } catch (RuntimeException e) {
        LOGGER.log(
            Level.FINE,
            () ->
                (quiet ? "Refreshing" : "Fetching")
                    + " the access token failed: "
                    + e.getMessage());
        synchronized (lock) {
          noRefreshBefore = scheduler.now().plus(AFTER_FAILURE);
        }
      } finally {
        synchronized (lock) {
          fetch.thread = null;
        }
        Thread.interrupted(); // It was meant for this fetch, not for what the thread does next.
      }
    });
    return fetch;
  }

  private AccessToken fetch(Fetch promise) {
    AccessToken token;
    try {
      token = promise.quiet ? source.refresh() : source.token();
    } catch (Throwable thrown) {
      synchronized (lock) {
        fetching = null;
      }
      promise.completeExceptionally(thrown);
      throw thrown;
    }
    synchronized (lock) {
      held = Held.of(token, scheduler.now());
      fetching = null;
      noRefreshBefore = Instant.MIN;
    }
    promise.complete(token);
    return token;
  }

  @Override
  public String toString() {
    return source.toString();
  }

  /** A fetch under way, and who wants it; what is not final is guarded by the lock. */
  private static final class Fetch extends CompletableFuture<AccessToken> {
    /** The thread of the background that fetches. */
    private @Nullable Thread thread;

    /** Whether it asks no person, since the token is still good. */
    private boolean quiet;

    /** Whether it goes on even when no future waits for it. */
    private boolean wanted = true;

    /** How many futures wait. */
    private int waiters;
  }

  /** A token, when it begins to be stale, and when it counts as expired. */
  private record Held(AccessToken token, Instant stale, Instant expired) {
    static Held of(AccessToken token, Instant now) {
      Instant expiry = token.expiry();
      if (expiry == null) {
        return new Held(token, Instant.MAX, Instant.MAX);
      }
      Duration half = Duration.between(now, expiry).dividedBy(2);
      return new Held(
          token,
          expiry.minus(shorter(half, LONGEST_STALE)),
          expiry.minus(shorter(half, EXPIRED_EARLY)));
    }

    private static Duration shorter(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }
  }
}
