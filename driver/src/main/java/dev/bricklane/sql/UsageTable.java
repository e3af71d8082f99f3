package dev.bricklane.sql;

import static dev.bricklane.sql.ModelFunction.ResultType.BIGINT;
import static dev.bricklane.sql.ModelFunction.ResultType.MONEY;
import static dev.bricklane.sql.ModelFunction.ResultType.TEXT;

import dev.bricklane.exec.CallLedger;
import dev.bricklane.exec.CallRecord;
import dev.bricklane.exec.PriceTable;
import dev.bricklane.exec.StatementCalls;
import dev.bricklane.sql.ModelFunction.Result;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code usage}: what each statement's calls of a model came to, from the ledger of
 * calls.
 */
final class UsageTable {
  private UsageTable() {}

  /** A row of the table: one model in one statement. */
  private record Key(long statement, String model) {}

  static SystemTable of(CallLedger ledger, PriceTable prices) {
    return new SystemTable(
        "What this connection's statements used of each model, for the calls that the table calls lists.",
        List.of(
            new Result("statement_id", BIGINT, "Counts the connection's statements from 1."),
            new Result("model", TEXT, "The model as the statement names it."),
            new Result("calls", BIGINT, "Calls made."),
            new Result("saved", BIGINT, "Calls that an earlier answer saved."),
            new Result("errors", BIGINT, "Calls that failed."),
            new Result("retries", BIGINT, "How often calls were sent again."),
            new Result("prompt_tokens", BIGINT, "Tokens of the inputs."),
            new Result("completion_tokens", BIGINT, "Tokens of the answers."),
            new Result(
                "cost", MONEY, "In US dollars by the price table; NULL if the model has no price."),
            new Result("latency_p50_ms", BIGINT, "Half of the calls took no longer."),
            new Result("latency_p95_ms", BIGINT, "95 of 100 calls took no longer."),
            new Result("latency_max_ms", BIGINT, "The slowest call.")),
        () -> rows(ledger, prices));
  }

  private static List<@Nullable Object[]> rows(CallLedger ledger, PriceTable prices) {
    Map<Key, List<CallRecord>> groups = new LinkedHashMap<>();
    for (CallRecord call : ledger.records()) {
      groups
          .computeIfAbsent(new Key(call.statement(), call.model()), key -> new ArrayList<>())
          .add(call);
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    groups.forEach((key, calls) -> rows.add(row(key, calls, prices)));
    return rows;
  }

  private static @Nullable Object[] row(Key key, List<CallRecord> all, PriceTable prices) {
    List<CallRecord> made = all.stream().filter(call -> !call.cached()).toList();
    long[] latencies =
        made.stream().mapToLong(call -> call.latency().toMillis()).sorted().toArray();
    return new @Nullable Object[] {
      key.statement(),
      key.model(),
      (long) made.size(),
      (long) (all.size() - made.size()),
      made.stream().filter(call -> !call.status().equals(StatementCalls.OK)).count(),
      made.stream().mapToLong(call -> Math.max(0, call.attempts() - 1)).sum(),
      sum(made.stream().map(call -> call.usage().promptTokens()).toList()),
      sum(made.stream().map(call -> call.usage().completionTokens()).toList()),
      cost(made, prices),
      percentile(latencies, 50),
      percentile(latencies, 95),
      percentile(latencies, 100)
    };
  }

  private static long sum(List<@Nullable Integer> counts) {
    long sum = 0;
    for (Integer count : counts) {
      sum += count == null ? 0 : count;
    }
    return sum;
  }

  private static @Nullable BigDecimal cost(List<CallRecord> calls, PriceTable prices) {
    BigDecimal sum = BigDecimal.ZERO;
    for (CallRecord call : calls) {
      if (call.usage().promptTokens() != null) {
        Optional<BigDecimal> cost = prices.cost(call.model(), call.usage());
        if (cost.isEmpty()) {
          return null;
        }
        sum = sum.add(cost.get());
      }
    }
    return sum.setScale(9, RoundingMode.HALF_UP);
  }

  /** By the nearest rank; NULL if there are none. */
  private static @Nullable Long percentile(long[] sorted, int percent) {
    return sorted.length == 0 ? null : sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
  }
}
