package dev.bricklane.exec;

import dev.bricklane.config.DriverConfig.Limits;
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
  private final int window;
  private final CallBudget budget;
  private final Limits perStatement;
  private final AnswerCache cache;

  /**
   * Makes an executor.
   *
   * @param gateway where calls go
   * @param ledger where they are written down
   * @param clock for deadlines and the ledger
   * @param window the most calls that one statement has in flight; at least 1
   * @param budget what the connection may spend
   * @param perStatement what each statement may spend of it
   * @param cache answers that serve later statements
   */
  public CallExecutor(
      ModelGateway gateway,
      CallLedger ledger,
      Clock clock,
      int window,
      CallBudget budget,
      Limits perStatement,
      AnswerCache cache) {
    this.gateway = gateway;
    this.ledger = ledger;
    this.clock = clock;
    this.window = Math.max(1, window);
    this.budget = budget;
    this.perStatement = perStatement;
    this.cache = cache;
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
    return new StatementCalls(
        new BudgetedGateway(gateway, budget.ofStatement(perStatement)),
        cache,
        ledger,
        clock,
        window,
        timeout);
  }
}
