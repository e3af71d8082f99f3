package dev.bricklane.exec;

import java.time.Duration;
import java.time.Instant;

/** One statement's lines in the connection's ledger, and their sums. Thread-safe. */
final class StatementLedger {
  private final CallLedger ledger;
  private final long number;
  private CallLedger.Totals totals = CallLedger.Totals.NONE;
  private volatile Runnable onEnd = () -> {};

  StatementLedger(CallLedger ledger) {
    this.ledger = ledger;
    this.number = ledger.nextStatement();
  }

  /** Has an action run after each call that is written down. */
  void onEnd(Runnable action) {
    onEnd = action;
  }

  /** Writes a call down that has ended, or one that was saved. */
  void add(String function, String model, Instant started, Duration latency, CallExpense expense) {
    CallRecord entry =
        ledger.add(call ->
            new CallRecord(
                call,
                number,
                function,
                model,
                started,
                latency,
                expense.usage(),
                expense.status(),
                expense.finishReason(),
                expense.httpStatus(),
                expense.requestId(),
                expense.attempts(),
                expense.cached()));
    synchronized (this) {
      totals = totals.plus(entry);
    }
    onEnd.run();
  }

  synchronized CallLedger.Totals totals() {
    return totals;
  }
}
