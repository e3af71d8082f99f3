package dev.bricklane.exec;

import dev.bricklane.http.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a model that the service has named in a refusal ({@code limit_type} and {@code
 * limit} of a 429, as the limits page of the Foundation Model APIs documents them), and what calls
 * have taken of them. Nothing is limited before.
 *
 * <p>Tokens are counted as the service counts them: those of the prompt, and all of {@code
 * max_tokens} for the answer, set aside when the call is sent; what the answer did not take is
 * given back at its end. Thread-safe.
 */
final class TokenQuotas {
  private final Scheduler scheduler;
  private final Map<String, Quota> quotas = new LinkedHashMap<>();

  TokenQuotas(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** What is counted. */
  private enum Unit {
    INPUT_TOKENS,
    OUTPUT_TOKENS,
    TOKENS,
    CALLS;

    static Unit of(String type) {
      if (!type.contains("token")) {
        return CALLS;
      }
      if (type.contains("input")) {
        return INPUT_TOKENS;
      }
      return type.contains("output") ? OUTPUT_TOKENS : TOKENS;
    }

    long of(TokenEstimate tokens) {
      return switch (this) {
        case INPUT_TOKENS -> tokens.input();
        case OUTPUT_TOKENS -> tokens.output();
        case TOKENS -> tokens.total();
        case CALLS -> 1;
      };
    }
  }

  /** One limit, and what was taken of it within its period. */
  private static final class Quota {
    private final Unit unit;
    private final Duration period;
    private final Deque<Share> shares = new ArrayDeque<>();
    private long amount;
    private long taken;

    Quota(Unit unit, Duration period) {
      this.unit = unit;
      this.period = period;
    }

    void expire(long now) {
      while (!shares.isEmpty() && now - shares.getFirst().since >= period.toNanos()) {
        taken -= shares.removeFirst().amount;
      }
    }

    boolean allows(long more) {
      // What is more than the whole limit goes alone: the service says what becomes of it.
      return taken + more <= amount || taken == 0;
    }

    /** Returns how long until it allows as much. */
    long nanosUntil(long more, long now) {
      long left = taken;
      for (Share share : shares) {
        if (left + more <= amount || left == 0) {
          return 0;
        }
        left -= share.amount;
        if (left + more <= amount || left == 0) {
          return Math.max(1, period.toNanos() - (now - share.since));
        }
      }
      return 0;
    }
  }

  /** What one call has taken of one limit. */
  private static final class Share {
    private final Quota quota;
    private final long since;
    private long amount;

    Share(Quota quota, long since, long amount) {
      this.quota = quota;
      this.since = since;
      this.amount = amount;
    }
  }

  /** What is set aside for one call. The first of its methods counts. */
  final class Hold {
    private final List<Share> shares;

    private Hold(List<Share> shares) {
      this.shares = shares;
    }

    /** Puts what the call has taken in the place of what was set aside. */
    void settle(TokenEstimate taken) {
      change(taken);
    }

    /** Gives all of it back: the call was refused. */
    void release() {
      change(null);
    }

    private void change(@Nullable TokenEstimate taken) {
      synchronized (TokenQuotas.this) {
        for (Share share : shares) {
          share.quota.expire(scheduler.nanoTime());
          long now = taken == null ? 0 : share.quota.unit.of(taken);
          if (share.quota.shares.contains(share)) {
            share.quota.taken += now - share.amount;
          }
          share.amount = now;
        }
      }
    }
  }

  /** Notes a limit. */
  synchronized void learn(String type, long amount) {
    String name = type.toLowerCase(Locale.ROOT);
    if (amount > 0) {
      quotas.computeIfAbsent(name, unknown -> new Quota(Unit.of(name), period(name))).amount =
          amount;
    }
  }

  private static Duration period(String type) {
    if (type.contains("hour")) {
      return Duration.ofHours(1);
    }
    return type.contains("second") ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
  }

  /** Sets aside what a call may take; null if a limit does not allow it now. */
  synchronized @Nullable Hold tryHold(TokenEstimate tokens) {
    if (quotas.isEmpty()) {
      return new Hold(List.of());
    }
    long now = scheduler.nanoTime();
    for (Quota quota : quotas.values()) {
      quota.expire(now);
      if (!quota.allows(quota.unit.of(tokens))) {
        return null;
      }
    }
    List<Share> shares = new ArrayList<>();
    for (Quota quota : quotas.values()) {
      Share share = new Share(quota, now, quota.unit.of(tokens));
      quota.shares.addLast(share);
      quota.taken += share.amount;
      shares.add(share);
    }
    return new Hold(shares);
  }

  /** Returns how long until all limits allow such a call, if no answer gives anything back. */
  synchronized Duration wait(TokenEstimate tokens) {
    long now = scheduler.nanoTime();
    long longest = 0;
    for (Quota quota : quotas.values()) {
      quota.expire(now);
      longest = Math.max(longest, quota.nanosUntil(quota.unit.of(tokens), now));
    }
    return Duration.ofNanos(longest);
  }
}
