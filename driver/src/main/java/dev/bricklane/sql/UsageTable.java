package dev.bricklane.sql;

import static dev.bricklane.sql.ModelFunction.ResultType.BIGINT;
import static dev.bricklane.sql.ModelFunction.ResultType.MONEY;
import static dev.bricklane.sql.ModelFunction.ResultType.TEXT;

import dev.bricklane.exec.CallLedger;
import dev.bricklane.exec.ModelUsage;
import dev.bricklane.sql.ModelFunction.Result;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code usage}: what each statement's calls of a model came to, from the ledger of
 * calls.
 */
final class UsageTable {
  private UsageTable() {}

  static SystemTable of(CallLedger ledger) {
    return new SystemTable(
        "What this connection's latest statements used of each model.",
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
        () -> ledger.usage().stream().map(UsageTable::row).toList());
  }

  private static @Nullable Object[] row(ModelUsage usage) {
    boolean timed = usage.made() > 0;
    return new @Nullable Object[] {
      usage.statement(),
      usage.model(),
      usage.made(),
      usage.saved(),
      usage.errors(),
      usage.retries(),
      usage.promptTokens(),
      usage.completionTokens(),
      usage.cost().map(cost -> cost.setScale(9, RoundingMode.HALF_UP)).orElse(null),
      timed ? usage.medianMillis() : null,
      timed ? usage.mostMillis() : null,
      timed ? usage.longestMillis() : null
    };
  }
}
