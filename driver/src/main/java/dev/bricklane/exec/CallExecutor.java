package dev.bricklane.exec;

import dev.bricklane.config.DriverConfig.Limits;
import dev.bricklane.config.DriverConfig.Media;
import dev.bricklane.config.DriverConfig.OnError;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Runs the model calls of one connection's statements and keeps their ledger. Thread-safe. */
public final class CallExecutor {
  private final ModelGateway gateway;
  private final CallLedger ledger;
  private final Clock clock;
  private final Rules rules;
  private final CallBudget budget;
  private final AnswerCache cache;
  private final ModelAliases aliases;

  /**
   * What holds for each statement.
   *
   * @param window the most calls in flight; at least 1
   * @param onError what a failed call does, where the call itself does not say
   * @param limits what it may spend of the connection's budget
   * @param media what calls may send beside their prompts
   */
  public record Rules(int window, OnError onError, Limits limits, Media media) {
    public Rules {
      if (window < 1) {
        throw new IllegalArgumentException("window is " + window);
      }
    }
  }

  /**
   * Makes an executor.
   *
   * @param gateway where calls go
   * @param ledger where they are written down
   * @param clock for deadlines and the ledger
   * @param rules for each statement
   * @param budget what the connection may spend
   * @param cache answers that serve later statements
   * @param aliases names of the user's own for models
   */
  public CallExecutor(
      ModelGateway gateway,
      CallLedger ledger,
      Clock clock,
      Rules rules,
      CallBudget budget,
      AnswerCache cache,
      ModelAliases aliases) {
    this.gateway = gateway;
    this.ledger = ledger;
    this.clock = clock;
    this.rules = rules;
    this.budget = budget;
    this.cache = cache;
    this.aliases = aliases;
  }

  /** Returns the ledger. */
  public CallLedger ledger() {
    return ledger;
  }

  /** Returns the folder below which alone statements may read files. */
  public Optional<Path> files() {
    return rules.media().files();
  }

  /**
   * Begins a statement.
   *
   * @param timeout how long its calls may take in all, from now; zero for no limit
   */
  public StatementCalls begin(Duration timeout) {
    return new StatementCalls(
        gateway, budget.ofStatement(rules.limits()), cache, ledger, clock, rules, aliases, timeout);
  }
}
