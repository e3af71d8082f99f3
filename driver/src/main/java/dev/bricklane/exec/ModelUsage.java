package dev.bricklane.exec;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one statement used of one model. Immutable.
 *
 * @param statement counts the connection's statements from 1
 * @param model as the statement names it
 * @param made calls sent
 * @param saved calls that an earlier answer saved
 * @param errors calls sent that failed
 * @param retries how often calls were sent again
 * @param promptTokens as reported
 * @param completionTokens as reported
 * @param cost in US dollars; empty if the model has no price
 * @param medianMillis half of the calls took no longer; 0 if none was sent
 * @param mostMillis 95 of 100 calls took no longer
 * @param longestMillis the slowest call
 */
public record ModelUsage(
    long statement,
    String model,
    long made,
    long saved,
    long errors,
    long retries,
    long promptTokens,
    long completionTokens,
    Optional<BigDecimal> cost,
    long medianMillis,
    long mostMillis,
    long longestMillis) {

  /** The sums while they grow. Guarded by its owner. */
  static final class Sums {
    private final long statement;
    private final String model;
    private final Latencies latencies = new Latencies();
    private long made;
    private long saved;
    private long errors;
    private long retries;
    private long promptTokens;
    private long completionTokens;
    private @Nullable BigDecimal cost = BigDecimal.ZERO;

    Sums(CallRecord first) {
      this.statement = first.statement();
      this.model = first.model();
    }

    void add(CallRecord call, PriceTable prices) {
      if (call.cached()) {
        saved++;
        return;
      }
      made++;
      errors += call.status().equals(StatementCalls.OK) ? 0 : 1;
      retries += Math.max(0, call.attempts() - 1);
      promptTokens += orZero(call.usage().promptTokens());
      completionTokens += orZero(call.usage().completionTokens());
      latencies.add(call.latency().toMillis());
      if (cost != null && call.usage().promptTokens() != null) {
        cost = prices.cost(call.model(), call.usage()).map(cost::add).orElse(null);
      }
    }

    ModelUsage now() {
      return new ModelUsage(
          statement,
          model,
          made,
          saved,
          errors,
          retries,
          promptTokens,
          completionTokens,
          Optional.ofNullable(cost),
          latencies.percentile(50),
          latencies.percentile(95),
          latencies.percentile(100));
    }

    private static int orZero(@Nullable Integer count) {
      return count == null ? 0 : count;
    }
  }
}
