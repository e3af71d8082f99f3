package dev.bricklane.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bricklane.client.Usage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallLedgerTest {
  private static final String SONNET = "databricks-claude-sonnet-4-5";

  private final CallLedger ledger = new CallLedger();

  @Test
  void keepsExactSumsBeyondTheCallsThatItLists() {
    for (int i = 0; i < CallLedger.CAPACITY + 500; i++) {
      add(1, i % 1_000);
    }
    assertThat(ledger.records()).hasSize(CallLedger.CAPACITY);
    ModelUsage usage = ledger.usage().get(0);
    assertThat(usage.made()).isEqualTo(CallLedger.CAPACITY + 500);
    // 1 token in at 3 dollars a million, 2 out at 15: 33 millionths a call.
    assertThat(usage.cost())
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("0.3465"));
    assertThat(usage.longestMillis()).isEqualTo(999);
    assertThat(usage.medianMillis()).isBetween(440L, 560L);
    assertThat(usage.mostMillis()).isBetween(900L, 980L);
  }

  @Test
  void takesPercentilesOfFewCallsExactly() {
    for (int i = 1; i <= 20; i++) {
      add(1, i);
    }
    assertThat(ledger.usage().get(0).medianMillis()).isEqualTo(10);
    assertThat(ledger.usage().get(0).mostMillis()).isEqualTo(19);
  }

  @Test
  void forgetsTheOldestStatements() {
    for (int statement = 1; statement <= CallLedger.USAGE_ROWS + 5; statement++) {
      add(statement, 1);
    }
    assertThat(ledger.usage()).hasSize(CallLedger.USAGE_ROWS);
    assertThat(ledger.usage().get(0).statement()).isEqualTo(6);
  }

  private void add(long statement, int millis) {
    ledger.add(number ->
        new CallRecord(
            number,
            statement,
            "complete",
            SONNET,
            Instant.EPOCH,
            Duration.ofMillis(millis),
            new Usage(1, 2, 3),
            StatementCalls.OK,
            "stop",
            0,
            null,
            1,
            false));
  }
}
