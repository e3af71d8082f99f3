package dev.bricklane.exec;

import java.time.Clock;
import java.time.Duration;

/**
 * Runs the model calls of one connection's statements and keeps their ledger. Thread-safe.
 *
 * <p>Today each call runs when its row is evaluated. The window of calls in flight belongs here,
 * behind {@link StatementCalls}.
 */
public final class CallExecutor {
  private final ModelGateway gateway;
  private final CallLedger ledger;
  private final Clock clock;

  /** Makes an executor over a gateway, writing to a ledger, with the time of a clock. */
  public CallExecutor(ModelGateway gateway, CallLedger ledger, Clock clock) {
    this.gateway = gateway;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Returns the ledger. */
  public CallLedger ledger() {
    return ledger;
  }

  /** Returns where the calls go. */
  public ModelGateway gateway() {
    return gateway;
  }

  /**
   * Begins a statement.
   *
   * @param timeout how long its calls may take in all, from now; zero for no limit
   */
  public StatementCalls begin(Duration timeout) {
    return new StatementCalls(gateway, ledger, clock, timeout);
  }
}
