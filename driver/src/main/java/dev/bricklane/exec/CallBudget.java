package dev.bricklane.exec;

import dev.bricklane.client.ChatRequest;
import dev.bricklane.client.EmbeddingRequest;
import dev.bricklane.client.Usage;
import dev.bricklane.config.DriverConfig.Limits;
import dev.bricklane.config.DriverConfig.Spending;
import dev.bricklane.error.BricklaneException;
import dev.bricklane.error.ErrorCode;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may still be spent: the calls, tokens and dollars of one statement, within those of its
 * connection.
 *
 * <p>Before a call is sent, {@link #reserve(ChatRequest)} sets its estimate aside, here and in the
 * connection's budget, or refuses. After the call, {@link Reservation#settle} puts what was
 * reported in the estimate's place, and {@link Reservation#release} gives it back for a call that
 * was not billed. An answer out of a cache needs no reservation.
 *
 * <p>So the calls in flight never promise more than the limits allow. Estimates being estimates, an
 * answer may still take a limit a little too far; then no further call is made. A retry that the
 * transport makes of itself is not seen here.
 *
 * <p>Thread-safe: a reservation is all or nothing, in the statement's and the connection's budget
 * at once.
 */
public final class CallBudget {
  private final Scope scope;
  private final Limits limits;
  private final PriceTable prices;
  private final @Nullable CallBudget parent;

  /** One lock for the connection and its statements. */
  private final Object lock;

  private Spent spent = Spent.NOTHING;
  private Spent reserved = Spent.NOTHING;

  private CallBudget(Scope scope, Limits limits, PriceTable prices, @Nullable CallBudget parent) {
    this.scope = scope;
    this.limits = limits;
    this.prices = prices;
    this.parent = parent;
    this.lock = parent == null ? new Object() : parent.lock;
  }

  /**
   * Makes the budget of a connection.
   *
   * @param spending its limits; the file of prices that it names is not read here
   * @param prices what models cost
   */
  public static CallBudget ofConnection(Spending spending, PriceTable prices) {
    return new CallBudget(Scope.CONNECTION, spending.perConnection(), prices, null);
  }

  /** Makes the budget of a statement within this one. */
  public CallBudget ofStatement(Limits perStatement) {
    return new CallBudget(Scope.STATEMENT, perStatement, prices, this);
  }

  /**
   * Sets aside what a chat completion may take.
   *
   * @throws BricklaneException with {@link ErrorCode#BUDGET_EXCEEDED} if that would pass a limit,
   *     or {@link ErrorCode#PRICE_UNKNOWN} if there is a limit on cost and the model has no price;
   *     nothing is set aside then
   */
  public Reservation reserve(ChatRequest request) {
    return reserve(request.model(), TokenEstimate.of(request));
  }

  /**
   * Sets aside what embeddings may take.
   *
   * @throws BricklaneException as {@link #reserve(ChatRequest)} does
   */
  public Reservation reserve(EmbeddingRequest request) {
    return reserve(request.model(), TokenEstimate.of(request));
  }

  /** Sets aside what a call of this estimate may take; throws as the others do. */
  Reservation reserve(String model, TokenEstimate estimate) {
    Optional<BigDecimal> cost = cost(model, estimate);
    Spent needed = Spent.call(estimate.total(), cost);
    synchronized (lock) {
      for (CallBudget budget = this; budget != null; budget = budget.parent) {
        budget.check(model, needed, cost.isPresent());
      }
      for (CallBudget budget = this; budget != null; budget = budget.parent) {
        budget.reserved = budget.reserved.plus(needed);
      }
    }
    return new Reservation(this, model, estimate, needed);
  }

  /** Returns what models cost. */
  PriceTable prices() {
    return prices;
  }

  /** Returns what settled calls have taken. */
  public Spent spent() {
    synchronized (lock) {
      return spent;
    }
  }

  /** Returns what is set aside for calls in flight, by estimate. */
  public Spent reserved() {
    synchronized (lock) {
      return reserved;
    }
  }

  /** Puts what a call took in the place of what was set aside for it. */
  void settle(String model, TokenEstimate estimate, Spent needed, Usage usage) {
    TokenEstimate taken = taken(estimate, usage);
    // With what was cached at its own price, where all counts were reported.
    Optional<BigDecimal> cost = prices.cost(model, usage);
    end(needed, Spent.call(taken.total(), cost.isPresent() ? cost : cost(model, taken)));
  }

  /** Gives back what was set aside for a call, and counts what it took. */
  void end(Spent needed, Spent taken) {
    synchronized (lock) {
      for (CallBudget budget = this; budget != null; budget = budget.parent) {
        budget.reserved = budget.reserved.minus(needed);
        budget.spent = budget.spent.plus(taken);
      }
    }
  }

  /** Where nothing was reported, the estimate stays. */
  private static TokenEstimate taken(TokenEstimate estimate, Usage usage) {
    Long input = PriceTable.input(usage);
    Long output =
        PriceTable.count(usage.completionTokens(), usage.totalTokens(), usage.promptTokens());
    if (input == null && output == null && usage.totalTokens() != null) {
      // The total alone: what is not the estimated answer is the prompt.
      long total = Math.max(0, usage.totalTokens());
      long answer = Math.min(total, estimate.output());
      return new TokenEstimate(total - answer, answer);
    }
    return new TokenEstimate(
        input == null ? estimate.input() : input, output == null ? estimate.output() : output);
  }

  private Optional<BigDecimal> cost(String model, TokenEstimate tokens) {
    return prices
        .price(model, tokens.input())
        .map(price -> price.of(tokens.input(), tokens.output()));
  }

  private void check(String model, Spent needed, boolean priced) {
    Spent taken = spent.plus(reserved);
    limits
        .calls()
        .ifPresent(limit -> {
          if (taken.calls() + needed.calls() > limit) {
            throw exceeded("maxCallsPer", limit, spent.calls(), reserved.calls(), "this one");
          }
        });
    limits
        .tokens()
        .ifPresent(limit -> {
          if (taken.tokens() + needed.tokens() > limit) {
            throw exceeded(
                "maxTokensPer",
                limit,
                spent.tokens(),
                reserved.tokens(),
                "about " + needed.tokens() + " for this call of model '" + model + "'");
          }
        });
    limits.cost().ifPresent(limit -> checkCost(limit, model, taken, needed, priced));
  }

  private void checkCost(
      BigDecimal limit, String model, Spent taken, Spent needed, boolean priced) {
    if (!priced) {
      throw new BricklaneException(
          ErrorCode.PRICE_UNKNOWN,
          "The price of model '"
              + model
              + "' is not known, so maxCostPer"
              + scope.suffix
              + " cannot be kept");
    }
    if (taken.cost().add(needed.cost()).compareTo(limit) > 0) {
      throw exceeded(
          "maxCostPer",
          dollars(limit),
          dollars(spent.cost()),
          dollars(reserved.cost()),
          "up to about " + dollars(needed.cost()) + " for this call of model '" + model + "'");
    }
  }

  private BricklaneException exceeded(
      String property, Object limit, Object spent, Object reserved, String needed) {
    return new BricklaneException(
        ErrorCode.BUDGET_EXCEEDED,
        property
            + scope.suffix
            + " is "
            + limit
            + ": "
            + spent
            + " spent, "
            + reserved
            + " set aside for calls in flight, and "
            + needed
            + " would be too much");
  }

  /** Writes an amount to the millionth of a dollar. */
  private static String dollars(BigDecimal amount) {
    return "$" + Spent.rounded(amount).toPlainString();
  }

  private enum Scope {
    STATEMENT("Statement"),
    CONNECTION("Connection");

    private final String suffix;

    Scope(String suffix) {
      this.suffix = suffix;
    }
  }
}
