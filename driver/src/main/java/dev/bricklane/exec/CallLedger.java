package dev.bricklane.exec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one connection's model calls were and cost: the last {@value #CAPACITY} calls, exact sums
 * for the last {@value #USAGE_ROWS} pairs of statement and model, and over all calls.
 *
 * <p>Thread-safe. Memory is bounded, so a connection may live for weeks.
 */
public final class CallLedger {
  /** How many calls are kept. */
  public static final int CAPACITY = 10_000;

  /** For how many pairs of statement and model sums are kept. */
  public static final int USAGE_ROWS = 1_000;

  private record UsageKey(long statement, String model) {}

  private final PriceTable prices;
  private final Map<UsageKey, ModelUsage.Sums> usage = new LinkedHashMap<>();
  private final Deque<CallRecord> records = new ArrayDeque<>();
  private final AtomicLong statements = new AtomicLong();
  private long numbers;
  private Totals totals = Totals.NONE;

  /** Makes a ledger that knows the prices which Bricklane brings. */
  public CallLedger() {
    this(PriceTable.shipped());
  }

  /**
   * Makes a ledger.
   *
   * @param prices what models cost
   */
  public CallLedger(PriceTable prices) {
    this.prices = prices;
  }

  /** Returns the number of the next statement, counted from 1. */
  long nextStatement() {
    return statements.incrementAndGet();
  }

  /** Adds a call; {@code call} makes its record from its number. */
  synchronized CallRecord add(LongFunction<CallRecord> call) {
    CallRecord entry = call.apply(++numbers);
    if (records.size() == CAPACITY) {
      records.removeFirst();
    }
    records.addLast(entry);
    totals = totals.plus(entry);
    UsageKey key = new UsageKey(entry.statement(), entry.model());
    usage.computeIfAbsent(key, unknown -> new ModelUsage.Sums(entry)).add(entry, prices);
    if (usage.size() > USAGE_ROWS) {
      usage.remove(usage.keySet().iterator().next());
    }
    return entry;
  }

  /** Returns the sums for each statement and model, oldest first. */
  public synchronized List<ModelUsage> usage() {
    return usage.values().stream().map(ModelUsage.Sums::now).toList();
  }

  /** Returns the calls that are kept, oldest first. */
  public synchronized List<CallRecord> records() {
    return List.copyOf(records);
  }

  /** Returns the sums over all calls. */
  public synchronized Totals totals() {
    return totals;
  }

  /**
   * Sums.
   *
   * @param made calls sent to a model
   * @param saved calls answered from an earlier answer
   * @param failed calls that ended in an error
   * @param promptTokens as reported
   * @param completionTokens as reported
   */
  public record Totals(
      long made, long saved, long failed, long promptTokens, long completionTokens) {
    /** Nothing yet. */
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0);

    Totals plus(CallRecord call) {
      return new Totals(
          made + (call.cached() ? 0 : 1),
          saved + (call.cached() ? 1 : 0),
          failed + (call.status().equals(StatementCalls.OK) ? 0 : 1),
          promptTokens + orZero(call.usage().promptTokens()),
          completionTokens + orZero(call.usage().completionTokens()));
    }

    private static int orZero(@Nullable Integer count) {
      return count == null ? 0 : count;
    }
  }
}
